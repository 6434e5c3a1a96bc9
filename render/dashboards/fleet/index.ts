import type { System } from "../../../model/catalog/system.ts";
import type { Board } from "../board.ts";
import { logsBoard } from "./logs.ts";
import { overviewBoard } from "./overview.ts";
import { profilesBoard } from "./profiles.ts";
import { slosBoard } from "./slos.ts";
import { tracesBoard } from "./traces.ts";

/** Dashboards on all services at once. None if there are no services. */
export function fleetBoards(systems: readonly System[], environment: string): readonly Board[] {
  const services = systems.flatMap((system) => system.services);
  if (services.length === 0) return [];
  return [
    overviewBoard(services, environment),
    ...slosBoard(services, environment),
    ...logsBoard(services),
    ...tracesBoard(services),
    ...profilesBoard(services),
  ];
}
