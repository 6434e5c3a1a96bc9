import type { EffectiveSystem } from "../../model/catalog/effective.ts";
import { FLEET } from "../../model/catalog/uids.ts";
import type { Omission, RenderContext } from "../context.ts";
import { available } from "./available.ts";
import { boardJson, type Board } from "./board.ts";
import { fleetBoards } from "./fleet/index.ts";
import type { JsonObject } from "./panels/index.ts";
import { serviceBoard } from "./service/index.ts";
import { systemBoard } from "./system.ts";

/** A folder of Grafana. */
interface Folder {
  readonly uid: string;
  readonly title: string;
}

/** A dashboard in Grafana's format, and its folder. */
export interface RenderedDashboard {
  /** Stable suffix for resource names. */
  readonly key: string;
  readonly uid: string;
  readonly title: string;
  readonly folder: Folder;
  /** Schema v1; the same input gives the same text. */
  readonly json: JsonObject;
}

export interface DashboardsPlan {
  /** For each system, its own dashboards and one per service, in the system's folder; then the dashboards on all services. */
  readonly dashboards: readonly RenderedDashboard[];
  /** What is left out because the backend has no data source for it. */
  readonly omissions: readonly Omission[];
}

/** All dashboards of the given systems that the backend can show. Throws on a duplicate uid. */
export function planDashboards(systems: readonly EffectiveSystem[], context: RenderContext): DashboardsPlan {
  const overview = { uid: FLEET.folder, title: "Overview" };
  const placed = [
    ...systems.flatMap((system) =>
      systemBoards(system).map((board) => ({ folder: { uid: system.id, title: system.title }, board })),
    ),
    ...fleetBoards(systems, context.environment).map((board) => ({ folder: overview, board })),
  ].map(({ folder, board }) => ({ folder, ...available(board, context.dataSources) }));
  const dashboards = placed.flatMap(({ folder, board }) =>
    board === undefined ? [] : [rendered(folder, board, context)],
  );
  const twice = dashboards.find(({ uid }, index) => dashboards.findIndex((other) => other.uid === uid) !== index);
  if (twice) throw new Error(`two dashboards have the uid "${twice.uid}"; rename the one that a system declares`);
  return { dashboards, omissions: placed.flatMap(({ omissions }) => omissions) };
}

const systemBoards = ({ services, boards = [] }: EffectiveSystem): readonly Board[] => [
  ...boards.map(systemBoard),
  ...services.map(serviceBoard),
];

const rendered = (folder: Folder, board: Board, context: RenderContext): RenderedDashboard => ({
  key: board.uid,
  uid: board.uid,
  title: board.title,
  folder,
  json: boardJson(board, folder.uid, context),
});
