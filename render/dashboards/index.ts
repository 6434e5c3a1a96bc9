import type { System } from "../../model/catalog.ts";
import type { RenderContext } from "../context.ts";
import { boardJson } from "./board.ts";
import type { Thresholds } from "./levels.ts";
import type { JsonObject } from "./panels/index.ts";
import { serviceBoard } from "./service.ts";
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

/** All boards of some systems, in the folder of each: its own, then one per service. */
export const renderDashboards = (systems: readonly System[], context: BoardContext): readonly RenderedDashboard[] =>
  systems.flatMap(({ id, title, services, boards = [] }) =>
    [...boards.map(systemBoard), ...services.map((service) => serviceBoard(service, context.thresholds ?? {}))].map(
      (board) => ({
        key: board.uid,
        uid: board.uid,
        title: board.title,
        folder: { uid: id, title },
        json: boardJson(board, context),
      }),
    ),
  );
