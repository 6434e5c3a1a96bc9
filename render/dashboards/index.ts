import type { System } from "../../model/catalog/system.ts";
import type { RenderContext } from "../context.ts";
import { boardJson, type Board } from "./board.ts";
import type { Thresholds } from "./drawn-thresholds.ts";
import type { JsonObject } from "./panels/index.ts";
import { fleetBoards } from "./fleet/index.ts";
import { FLEET } from "../../model/catalog/uids.ts";
import { serviceBoard } from "./service/index.ts";
import { systemBoard } from "./system.ts";

/** What boards need to know of the environment. */
export interface BoardContext extends RenderContext {
  /** Overrides by rule uid; the catalog's threshold is drawn where there is none. @default - none */
  readonly thresholds?: Thresholds;
}

/** A dashboard as Grafana takes it, and the folder it belongs to. */
export interface RenderedDashboard {
  /** Stable suffix for resource names. */
  readonly key: string;
  readonly uid: string;
  readonly title: string;
  readonly folder: { readonly uid: string; readonly title: string };
  /** Schema v1; the same input gives the same text. */
  readonly json: JsonObject;
}

/** All boards of some systems: in the folder of each its own and one per service, then those on every service. */
export function renderDashboards(systems: readonly System[], context: BoardContext): readonly RenderedDashboard[] {
  const overview = { uid: FLEET.folder, title: "Overview" };
  const rendered = [
    ...systems.flatMap((system) => systemBoards(system, context)),
    ...fleetBoards(systems, context.environment).map((board) => inFolder(overview, board, context)),
  ];
  const twice = rendered.find(({ uid }, index) => rendered.findIndex((other) => other.uid === uid) !== index);
  if (twice) throw new Error(`two boards have the uid "${twice.uid}"; rename the one of a system`);
  return rendered;
}

function systemBoards({ id, title, services, boards = [] }: System, context: BoardContext) {
  const { thresholds = {} } = context;
  const all = [...boards.map(systemBoard), ...services.map((service) => serviceBoard(service, thresholds))];
  return all.map((board) => inFolder({ uid: id, title }, board, context));
}

const inFolder = (folder: RenderedDashboard["folder"], board: Board, context: BoardContext): RenderedDashboard => ({
  key: board.uid,
  uid: board.uid,
  title: board.title,
  folder,
  json: boardJson(board, folder.uid, context),
});
