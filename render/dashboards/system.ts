import type { BoardDefinition, BoardPanel, BoardQuery, BoardRow, View } from "../../model/catalog/board.ts";
import { panelMeasures, panelSeries } from "../../model/catalog/problems/board.ts";
import type { Service } from "../../model/catalog/service.ts";
import { labelsOf, readings, type Measure } from "../../model/catalog/measure.ts";
import { identityLabels, storedLabel, storedName } from "../../model/catalog/metrics.ts";
import { measured } from "../queries/measure.ts";
import { matcher, oneOf, type Scope } from "../queries/promql.ts";
import { anyLevel, logLines } from "../queries/logs-traces-profiles.ts";
import type { Board } from "./board.ts";
import { signalOf } from "./data-sources.ts";
import type { Section } from "./layout.ts";
import {
  alertList,
  barGauge,
  bars,
  gauge,
  heatmap,
  logs,
  pie,
  scatter,
  stat,
  state,
  table,
  text,
  timeseries,
  type ChartFrame,
  type Panel,
  type PanelFrame,
} from "./panels/index.ts";
import { serviceKey } from "./service/key.ts";
import { UNITS, type UnitId } from "./style.ts";
import { levelVariable } from "./variables.ts";

/** For queries that run only once: numbers of the whole time range, not of its last minutes. */
const WHOLE_RANGE = "$__range";
/** Bars stand side by side: each event counts in exactly one of them. */
const BAR_WINDOW = "$__interval";

/** A dashboard that a system declares. */
export function systemBoard({ id, title, description, rows }: BoardDefinition): Board {
  const services = [...new Set(rows.flatMap((row) => row.panels.flatMap(({ of = row.of }) => of)))];
  const choosesLevel = rows.some(({ panels }) =>
    panels.some(({ view }) => view.kind === "logs" && view.levels === undefined),
  );
  return {
    uid: id,
    title,
    description,
    tags: [...new Set(services.map(({ team }) => `team:${team}`))].sort(),
    services,
    variables: choosesLevel ? [levelVariable()] : [],
    sections: rows.map(section),
  };
}

const section = (row: BoardRow): Section => ({
  key: row.id,
  title: row.title,
  panels: row.panels.map((one) => boardPanel(one, one.of ?? row.of)),
});

function boardPanel(definition: BoardPanel, services: readonly Service[]): Panel {
  const { id, title, width, view } = definition;
  const frame: PanelFrame = {
    key: id,
    title,
    description: `${definition.description}${optionalNote(definition)}`,
    width,
  };
  switch (view.kind) {
    case "heatmap":
      return heatmap({
        ...frame,
        ...chart(definition, services, [{ value: { kind: "buckets", of: view.of }, legend: "{{le}}" }]),
        unit: view.of.metric.unit === "s" ? UNITS.seconds : UNITS[definition.unit ?? "count"],
      });
    case "scatter":
      return scatter({ ...frame, ...rowsOf(definition, services), ...points(view, definition, services) });
    case "table":
      return table({
        ...frame,
        ...rowsOf(definition, services),
        rows: definition.expected,
        columns: view.columns.map((column, index) => ({
          expr: query(column, services, WHOLE_RANGE),
          title: column.legend ?? `${title}${view.columns.length > 1 ? ` ${index + 1}` : ""}`,
          unit: UNITS[column.unit],
        })),
      });
    case "logs":
      return logs({ ...frame, expr: logLines(services, view.levels ? anyLevel(view.levels) : "$levels") });
    case "alerts":
      return alertList({ ...frame, labels: `{${matcher("service", oneOf(services.map((one) => one.id).sort()))}}` });
    case "text":
      return text({ ...frame, markdown: view.markdown });
    default:
      return CHARTS[view.kind]({ ...frame, ...chart(definition, services, view.queries, WINDOWS[view.kind]) });
  }
}

type Chart = Extract<View, { readonly queries: unknown }>["kind"];

const CHARTS: Readonly<Record<Chart, (frame: ChartFrame) => Panel>> = {
  stat,
  lines: timeseries,
  stacked: (frame) => timeseries({ ...frame, stacked: true }),
  bars,
  gauge,
  "bar-gauge": barGauge,
  pie,
  state,
};

const WINDOWS: Readonly<Partial<Record<Chart, string>>> = {
  bars: BAR_WINDOW,
  gauge: WHOLE_RANGE,
  "bar-gauge": WHOLE_RANGE,
  pie: WHOLE_RANGE,
};

function chart(
  definition: BoardPanel,
  services: readonly Service[],
  queries: readonly BoardQuery[],
  window?: string,
): Omit<ChartFrame, keyof PanelFrame> & Pick<BoardPanel, "max" | "logarithmic"> & { readonly rows?: number } {
  const { max, expected, logarithmic } = definition;
  return {
    ...(max === undefined ? {} : { max }),
    ...(expected === undefined ? {} : { rows: expected }),
    ...(logarithmic === undefined ? {} : { logarithmic }),
    unit: UNITS[definition.unit ?? "count"],
    ...emptiness(definition),
    queries: queries.map((one) => ({
      expr: query(one, services, window),
      legend: one.legend ?? legend(one.value, services, definition.title),
      exemplars: one.value.kind === "quantile" || one.value.kind === "buckets",
    })),
  };
}

function query({ value }: BoardQuery, services: readonly Service[], window?: string): string {
  const scope: Scope = { service: services, ...(window === undefined ? {} : { window }) };
  return measured(scope, value);
}

/** Labels that distinguish the values of a measure on this panel. */
function keysOf(measure: Measure, services: readonly Service[]): readonly string[] {
  const [first] = readings(measure);
  const several = services.length > 1 && first !== undefined && first.of.service === undefined;
  return [...(several ? identityLabels(first.of.metric) : []), ...labelsOf(measure).map(storedLabel)];
}

function legend(measure: Measure, services: readonly Service[], title: string): string {
  const keys = keysOf(measure, services);
  return keys.length === 0 ? title : keys.map((label) => `{{${label}}}`).join(" ");
}

function rowsOf(definition: BoardPanel, services: readonly Service[]) {
  const keys = [...new Set(panelMeasures(definition).flatMap((measure) => keysOf(measure, services)))];
  return {
    keys: keys.map((label) => (label === "job" ? serviceKey(services) : { label, title: headline(label) })),
    ...emptiness(definition),
  };
}

/** A label such as `queue_name` as a column header. */
const headline = (label: string): string => label.charAt(0).toUpperCase() + label.slice(1).replaceAll("_", " ");

function points(view: Extract<View, { kind: "scatter" }>, definition: BoardPanel, services: readonly Service[]) {
  const point = (one: BoardQuery, unit: UnitId, axis: string) => ({
    expr: query(one, services, WHOLE_RANGE),
    title: one.legend ?? axis,
    unit,
  });
  return {
    x: point(view.x, UNITS[view.xUnit], `${definition.title}, x`),
    y: point(view.y, UNITS[definition.unit ?? "count"], `${definition.title}, y`),
  };
}

function emptiness(definition: BoardPanel): Pick<ChartFrame, "noValue" | "signal"> {
  const series = panelSeries(definition);
  const noValue = definition.empty ?? (series.some(({ metric }) => metric.optional) ? "not reported" : undefined);
  return {
    ...(noValue === undefined ? {} : { noValue }),
    signal: signalOf(series),
  };
}

/** Names the metrics that may be missing. */
function optionalNote(definition: BoardPanel): string {
  const names = new Set(panelSeries(definition).flatMap(({ metric }) => (metric.optional ? [storedName(metric)] : [])));
  return names.size === 0
    ? ""
    : ` Empty if the service does not report ${[...names].map((name) => `\`${name}\``).join(" or ")}.`;
}
