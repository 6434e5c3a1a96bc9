import { answering, type DataSourceRole, type DataSources } from "../../model/backends/data-sources.ts";
import type { Omission } from "../context.ts";
import type { Board } from "./board.ts";
import type { JsonObject } from "./panels/index.ts";

/** The part of a dashboard that a backend can show; undefined if there is none. */
export interface Available {
  readonly board: Board | undefined;
  readonly omissions: readonly Omission[];
}

/** Leaves out panels, variables and annotations whose data source the backend lacks. */
export function available(board: Board, dataSources: DataSources): Available {
  const lacks = (role: DataSourceRole | undefined) => role !== undefined && answering(dataSources, role) === undefined;
  const panels = board.sections.flatMap((section) => section.panels);
  const missing = panels.filter(({ needs }) => lacks(needs));
  const [first] = missing;
  if (first?.needs === undefined) return { board, omissions: [] };
  if (missing.length === panels.filter(({ needs }) => needs !== undefined).length) {
    return { board: undefined, omissions: [{ kind: "dashboard", name: board.uid, lacks: first.needs }] };
  }
  const sections = board.sections
    .map((section) => ({ ...section, panels: section.panels.filter(({ needs }) => !lacks(needs)) }))
    .filter((section) => section.panels.length > 0);
  const shown = JSON.stringify(sections);
  return {
    board: {
      ...board,
      sections,
      variables: board.variables.filter((variable) => shown.includes(`$${String(variable["name"])}`)),
      services: lacks("metrics") ? [] : board.services, // new versions are detected in metrics
    },
    omissions: missing.flatMap(({ needs, json }) =>
      needs === undefined ? [] : [{ kind: "panel" as const, name: `${board.uid}: ${titleOf(json)}`, lacks: needs }],
    ),
  };
}

const titleOf = (json: JsonObject): string => String(json["title"]);
