import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import { EXPORT_INTERVAL_SECONDS } from "../../../model/catalog/metrics.ts";
import { COLOURS, MEANINGS, type Colour, type UnitId } from "../style.ts";
import type { PanelFrame } from "./panel.ts";

export interface Query {
  readonly expr: string;
  /** Name of the series: text with `{{label}}`. */
  readonly legend: string;
  /** Of all its series. @default - by the meaning of a series' name, else from the palette, in shades if there are many */
  readonly colour?: Colour;
  /** Fetches exemplars: dots that link to a trace. Only the buckets of a histogram carry them. */
  readonly exemplars?: boolean;
}

/** A level, and the colour of values above it. */
export interface Threshold {
  readonly value: number;
  readonly colour: Colour;
}

/** True if a query has a series for each value of a label. */
export const isMany = ({ legend: name }: Query): boolean => name.includes("{{");

export interface ChartFrame extends PanelFrame {
  readonly unit: UnitId;
  readonly queries: readonly Query[];
  /** @default "metrics" */
  readonly signal?: "metrics" | "logs" | "usage";
  /** Text shown instead of missing data. @default "no data" */
  readonly noValue?: string;
  /** @default - none */
  readonly thresholds?: readonly Threshold[];
  /** Shortens the names of series. @default - as their legends say */
  readonly names?: Names | undefined;
}

/** How matching names of series are rewritten: `$1` is a part of the name. */
interface Names {
  readonly matches: RegExp;
  readonly text: string;
}

export const renamed = ({ names }: Pick<ChartFrame, "names">) =>
  names === undefined
    ? []
    : [{ id: "renameByRegex", options: { regex: names.matches.source, renamePattern: names.text } }];

export const NO_VALUE = "no data";

/**
 * How a query runs: over the time range, at its end, as rows of a table, or as a heatmap's buckets.
 * Steps are at least 60 s, so that `$__rate_interval` spans four exports whatever the data source is set to.
 */
type Mode = "range" | "bars" | "instant" | "table" | "heatmap";

/** Step of bars: four exports, so that a window as long as the step holds enough samples and counts each event once. */
const BAR_SECONDS = 4 * EXPORT_INTERVAL_SECONDS;

/** Letter of a query in its panel. */
export const refId = (index: number): string => String.fromCharCode("A".charCodeAt(0) + index);

export function targets({ queries, signal }: Pick<ChartFrame, "queries" | "signal">, mode: Mode) {
  return queries.map(({ expr, legend: name, exemplars }, index) => {
    if (signal === "logs") {
      const type = mode === "instant" || mode === "table" ? "instant" : "range";
      return new loki.DataqueryBuilder().expr(expr).legendFormat(name).queryType(type).refId(refId(index));
    }
    const query = new prometheus.DataqueryBuilder()
      .expr(expr)
      .legendFormat(name)
      .exemplar(exemplars ?? false)
      .interval(`${mode === "bars" ? BAR_SECONDS : EXPORT_INTERVAL_SECONDS}s`)
      .editorMode(prometheus.QueryEditorMode.Code)
      .refId(refId(index));
    if (mode === "table") return query.instant().format(prometheus.PromQueryFormat.Table);
    if (mode === "heatmap") return query.range().format(prometheus.PromQueryFormat.Heatmap);
    return mode === "instant" ? query.instant() : query.range();
  });
}

/** Without a calculation, a panel takes the last value even if it is null. */
export const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"]);

export const legend = () =>
  new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);

export const tooltip = () =>
  new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending);

export const colour = (mode: dashboard.FieldColorModeId, base: Colour) =>
  new dashboard.FieldColorBuilder().mode(mode).fixedColor(base);

export const fixed = (base: Colour) => colour(dashboard.FieldColorModeId.Fixed, base);

const override = (id: string, options: string, fixedColor: Colour, mode: "fixed" | "shades" = "fixed") => ({
  matcher: { id, options },
  properties: [{ id: "color", value: { mode, fixedColor } }],
});

export const byName = (name: string, base: Colour) => override("byName", name, base);

const PALETTE = [COLOURS.sky, COLOURS.orange, COLOURS.green, COLOURS.purple, COLOURS.blue, COLOURS.vermilion];

/** Labels whose values name an outcome. */
const OUTCOME = /\{\{\w*(status|result|outcome|decision|level|state|type|side|phase)\}\}/;

/**
 * Colours of the series: a hue for each query, in shades if it has many series whose names are not known beforehand; then
 * by the meaning of their names; then those that queries ask for. Later ones win. Grafana's own palette is not used: many
 * people cannot tell its green, yellow and red apart.
 */
export function colourOverrides(queries: readonly Query[]) {
  const letters = new Map(queries.map((query, index) => [query, refId(index)]));
  const meant = queries.some(({ legend: name }) => OUTCOME.test(name)) ? MEANINGS : [];
  const [asking, free] = [queries.filter(({ colour: own }) => own), queries.filter(({ colour: own }) => !own)];
  return [
    ...free.map((query, index) => {
      const base = PALETTE[index % PALETTE.length] ?? COLOURS.grey;
      return override("byFrameRefID", letters.get(query) ?? "", base, isMany(query) ? "shades" : "fixed");
    }),
    ...meant.map(([names, base]) => override("byRegexp", names, base)),
    ...asking.map((query) => override("byFrameRefID", letters.get(query) ?? "", query.colour ?? COLOURS.grey)),
  ];
}

export const byThreshold = () => new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds);

/** Threshold steps in Grafana's format: `base` is the colour below the first level. */
export const thresholdSteps = (thresholds: readonly Threshold[], base: string) => [
  { value: null, color: base },
  ...thresholds.toSorted((a, b) => a.value - b.value).map(({ value, colour: color }) => ({ value, color })),
];

export const steps = (thresholds: readonly Threshold[], base = "transparent") =>
  new dashboard.ThresholdsConfigBuilder()
    .mode(dashboard.ThresholdsMode.Absolute)
    .steps(thresholdSteps(thresholds, base));
