import type { BoardDefinition, BoardPanel, BoardRow } from "../board.ts";
import type { Service } from "../service.ts";
import { readings, type Measure } from "../measure.ts";
import { measureProblems, problem } from "./measure.ts";
import type { Problem } from "../../problem.ts";
import type { Series } from "../series.ts";
import { ID, UID_LENGTH } from "../uids.ts";

const COLUMNS = 24;

/** All problems of a system's dashboard. */
export function boardProblems(path: string, { id, rows }: BoardDefinition): readonly Problem[] {
  const ids = [...rows, ...rows.flatMap((row) => row.panels)].map((one) => one.id);
  const twice = new Set(ids.filter((one, index) => ids.indexOf(one) !== index));
  const uid = `a-z, 0-9 and single -, at most ${UID_LENGTH} characters`;
  return [
    ...(ID.test(id) && id.length <= UID_LENGTH
      ? []
      : problem(`${path}.id`, uid, id, "choose another id; it becomes the dashboard's address")),
    ...[...twice].flatMap((one) => problem(`${path}.rows.*.id`, "unique ids of rows and panels", one, "rename one")),
    ...rows.flatMap((row) => row.panels.flatMap((panel) => boardPanelProblems(`${path}.${panel.id}`, row, panel))),
  ];
}

function boardPanelProblems(path: string, row: BoardRow, panel: BoardPanel): readonly Problem[] {
  const { width, of: services = row.of } = panel;
  const fits = Number.isInteger(width) && width >= 1 && width <= COLUMNS;
  return [
    ...(fits ? [] : problem(`${path}.width`, `columns, 1 to ${COLUMNS}`, String(width), "choose another width")),
    ...panelMeasures(panel).flatMap((measure) => measureProblems(path, measure)),
    ...panelSeries(panel)
      .filter(({ metric, service }) => service === undefined && !declared(services, metric.name))
      .flatMap(({ metric }) =>
        problem(
          path,
          "a metric that each of its services declares",
          metric.name,
          "name services in `of` that all declare it",
        ),
      ),
  ];
}

const declared = (services: readonly Service[], name: string): boolean =>
  services.length > 0 && services.every(({ metrics }) => metrics.some((metric) => metric.name === name));

/** Every measure a panel shows. */
export function panelMeasures({ view }: Pick<BoardPanel, "view">): readonly Measure[] {
  if ("queries" in view) return view.queries.map(({ value }) => value);
  if (view.kind === "scatter") return [view.x.value, view.y.value];
  if (view.kind === "table") return view.columns.map(({ value }) => value);
  return [];
}

/** Every series a panel reads. */
export const panelSeries = (panel: Pick<BoardPanel, "view">): readonly Series[] => [
  ...panelMeasures(panel)
    .flatMap(readings)
    .map(({ of }) => of),
  ...(panel.view.kind === "heatmap" ? [panel.view.of] : []),
];
