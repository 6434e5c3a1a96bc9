/*
 * The only module that knows the Grafana foundation SDK. Each function makes one kind of panel as plain data
 * and replaces the defaults of the SDK that would hurt: hidden legends, reducers that show null, closed log details.
 */
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as pyroscope from "@grafana/grafana-foundation-sdk/grafanapyroscope";
import * as logsPanel from "@grafana/grafana-foundation-sdk/logs";
import * as loki from "@grafana/grafana-foundation-sdk/loki";
import * as prometheus from "@grafana/grafana-foundation-sdk/prometheus";
import * as statPanel from "@grafana/grafana-foundation-sdk/stat";
import * as tablePanel from "@grafana/grafana-foundation-sdk/table";
import * as tempo from "@grafana/grafana-foundation-sdk/tempo";
import * as timeseriesPanel from "@grafana/grafana-foundation-sdk/timeseries";
import { EXPORT_INTERVAL_SECONDS } from "../../model/metrics.ts";
import { DATA_SOURCES, type Signal } from "./data-sources.ts";
import { COLOURS, HEIGHTS, type Colour, type UnitId } from "./style.ts";

export type JsonObject = Record<string, unknown>;

/** What every panel has. */
export interface PanelFrame {
  /** Unique on its board; the panel's id is made of it. Never change it: alerts and links point there. */
  readonly key: string;
  readonly title: string;
  /** What it shows, what is good, what to do. */
  readonly description: string;
  /** Columns of 24. */
  readonly width: number;
}

/** A panel that has no place yet. */
export interface Panel {
  readonly key: string;
  readonly width: number;
  readonly height: number;
  readonly json: JsonObject;
}

export interface Query {
  readonly expr: string;
  /** Name of the series: text with `{{label}}`. */
  readonly legend: string;
  readonly colour?: Colour;
  /** Fetches exemplars: dots that lead to a trace. Only the buckets of a histogram carry any. */
  readonly exemplars?: boolean;
}

export interface ChartFrame extends PanelFrame {
  readonly unit: UnitId;
  readonly queries: readonly Query[];
  /** @default "metrics" */
  readonly signal?: "metrics" | "logs";
  /** Text in place of missing data. @default "no data" */
  readonly noValue?: string;
}

const NO_VALUE = "no data";

/** One number with its recent course. */
export function stat(frame: ChartFrame): Panel {
  const builder = new statPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(["lastNotNull"])) // no calcs means the last value, null or not
    .graphMode(common.BigValueGraphMode.Area)
    .colorMode(common.BigValueColorMode.Value)
    .textMode(common.BigValueTextMode.Value)
    .colorScheme(colour(dashboard.FieldColorModeId.Fixed, frame.queries[0]?.colour ?? COLOURS.blue))
    .targets(chartTargets(frame));
  return panel(frame, HEIGHTS.stat, builder, frame.signal ?? "metrics");
}

export interface LinesFrame extends ChartFrame {
  /** Parts of a whole, on top of each other. @default false */
  readonly stacked?: boolean;
  /** Top of the axis. @default - by the data */
  readonly max?: number;
  /** Draws all series in shades of one colour. @default - a colour each */
  readonly shades?: Colour;
}

/** Lines over time. */
export function timeseries(frame: LinesFrame): Panel {
  const builder = new timeseriesPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .axisSoftMin(0)
    .lineWidth(1)
    .fillOpacity(frame.stacked ? 40 : 10)
    .showPoints(common.VisibilityMode.Never)
    .legend(legend())
    .tooltip(tooltip())
    .overrides(frame.queries.flatMap(colourOverride))
    .targets(chartTargets(frame));
  if (frame.max !== undefined) builder.max(frame.max);
  if (frame.shades) builder.colorScheme(colour(dashboard.FieldColorModeId.Shades, frame.shades));
  if (frame.stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  return panel(frame, HEIGHTS.chart, builder, frame.signal ?? "metrics");
}

/** Stacked bars: how many per interval. `colours` by name of the series. */
export function bars(frame: ChartFrame & { readonly colours: Readonly<Record<string, Colour>> }): Panel {
  const builder = new timeseriesPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .drawStyle(common.GraphDrawStyle.Bars)
    .lineWidth(0)
    .fillOpacity(80)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal))
    .legend(legend())
    .tooltip(tooltip())
    .overrides(Object.entries(frame.colours).map(([name, base]) => byName(name, base)))
    .targets(chartTargets(frame));
  return panel(frame, HEIGHTS.volume, builder, frame.signal ?? "metrics");
}

/** Log lines, newest first, with details open to the links they hold. */
export function logs(frame: PanelFrame & { readonly expr: string }): Panel {
  const builder = new logsPanel.PanelBuilder()
    .showTime(true)
    .wrapLogMessage(true)
    .prettifyLogMessage(true)
    .enableLogDetails(true) // without details there is no way from a line to its trace
    .sortOrder(common.LogsSortOrder.Descending)
    .withTarget(new loki.DataqueryBuilder().expr(frame.expr).queryType("range").maxLines(200).refId("A"));
  return panel(frame, HEIGHTS.list, builder, "logs");
}

/** Traces found by TraceQL; Grafana makes their ids links. */
export function traces(frame: PanelFrame & { readonly query: string; readonly limit: number }): Panel {
  const query = new tempo.DataqueryBuilder()
    .queryType(tempo.TempoQueryType.Traceql)
    .query(frame.query)
    .tableType(tempo.SearchTableType.Traces)
    .limit(frame.limit)
    .refId("A");
  return panel(frame, HEIGHTS.list, new tablePanel.PanelBuilder().noValue("no traces").withTarget(query), "traces");
}

/** Flame graph of one profile type. */
export function flameGraph(frame: PanelFrame & { readonly profileType: string; readonly selector: string }): Panel {
  const query = new pyroscope.DataqueryBuilder()
    .queryType("profile")
    .profileTypeId(frame.profileType)
    .labelSelector(frame.selector)
    .groupBy([])
    .refId("A");
  return panel(frame, HEIGHTS.flameGraph, new UntypedPanel("flamegraph").withTarget(query), "profiles");
}

/** Alerts that fire or are about to, by a matcher on their labels. */
export function alertList(frame: PanelFrame & { readonly labels: string }): Panel {
  const options = {
    alertInstanceLabelFilter: frame.labels,
    groupMode: "default",
    maxItems: 20,
    sortOrder: 3, // most important first
    stateFilter: { error: true, firing: true, noData: false, normal: false, pending: true, recovering: true },
    viewMode: "list",
  };
  return panel(frame, HEIGHTS.stat, new UntypedPanel("alertlist").withOptions(options));
}

/** Panel kinds the SDK has no schema for. */
class UntypedPanel extends dashboard.PanelBuilder {
  constructor(type: string) {
    super();
    this.internal.type = type;
  }

  withOptions(options: JsonObject): this {
    this.internal.options = options;
    return this;
  }
}

interface Builder {
  title(text: string): this;
  description(text: string): this;
  datasource(reference: common.DataSourceRef): this;
  build(): dashboard.Panel;
}

function panel(frame: PanelFrame, height: number, builder: Builder, signal?: Signal): Panel {
  const { key, title, description, width } = frame;
  builder.title(title).description(description);
  if (signal !== undefined) builder.datasource(DATA_SOURCES[signal]);
  return { key, width, height, json: plain(builder.build()) };
}

function chartTargets({ queries, signal }: ChartFrame) {
  return queries.map(({ expr, legend: name, exemplars }, index) => {
    const refId = String.fromCharCode("A".charCodeAt(0) + index);
    if (signal === "logs") {
      return new loki.DataqueryBuilder().expr(expr).legendFormat(name).queryType("range").refId(refId);
    }
    return new prometheus.DataqueryBuilder()
      .expr(expr)
      .legendFormat(name)
      .range()
      .exemplar(exemplars ?? false)
      .interval(`${EXPORT_INTERVAL_SECONDS}s`) // $__rate_interval then spans four exports, whatever the data source says
      .editorMode(prometheus.QueryEditorMode.Code)
      .refId(refId);
  });
}

const colour = (mode: dashboard.FieldColorModeId, base: Colour) =>
  new dashboard.FieldColorBuilder().mode(mode).fixedColor(base);

const legend = () =>
  new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.List)
    .placement(common.LegendPlacement.Bottom);

const tooltip = () =>
  new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending);

const byName = (name: string, fixedColor: Colour) => ({
  matcher: { id: "byName", options: name },
  properties: [{ id: "color", value: { mode: "fixed", fixedColor } }],
});

const colourOverride = (query: Query) => (query.colour === undefined ? [] : [byName(query.legend, query.colour)]);

/** The SDK returns live objects with methods in them; boards are data. */
const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
