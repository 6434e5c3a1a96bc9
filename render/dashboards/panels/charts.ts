import * as common from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import * as heatmapPanel from "@grafana/grafana-foundation-sdk/heatmap";
import * as statePanel from "@grafana/grafana-foundation-sdk/statetimeline";
import * as timeseriesPanel from "@grafana/grafana-foundation-sdk/timeseries";
import { COLOURS, HEIGHTS, UNITS, type Colour } from "../style.ts";
import {
  byName,
  colour,
  colourOverrides,
  fixed,
  isMany,
  legend,
  NO_VALUE,
  renamed,
  steps,
  targets,
  tooltip,
  type ChartFrame,
} from "./chart.ts";
import { panel, type Panel } from "./panel.ts";

export interface LinesFrame extends ChartFrame {
  /** Parts of a whole, on top of each other. @default false */
  readonly stacked?: boolean;
  /** Maximum of the axis. @default - by the data */
  readonly max?: number;
  /** Height in grid rows. @default - that of a chart */
  readonly height?: number;
  /** Spreads small values: linear up to 1, logarithmic above. @default false */
  readonly logarithmic?: boolean;
  /** Draws all series in shades of one colour. @default - a colour each */
  readonly shades?: Colour;
}

/** Areas of many lines hide each other. */
function fill({ stacked, queries }: LinesFrame): number {
  if (stacked) return 40;
  return queries.length === 1 && !queries.some(isMany) ? 10 : 0;
}

/** A level at the very top of the axis would be cut off. */
const ROOM_ABOVE = 1.05;

/** A logarithmic scale that can show 0. */
const symlog = () =>
  new common.ScaleDistributionConfigBuilder().type(common.ScaleDistribution.Symlog).log(2).linearThreshold(1);

/** Lines over time; levels at which rules fire are dashed. */
export function timeseries(frame: LinesFrame): Panel {
  const thresholds = (frame.thresholds ?? []).filter(({ value }) => value !== 0); // the axis is drawn there
  const builder = new timeseriesPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .axisSoftMin(0)
    .lineWidth(1)
    .fillOpacity(fill(frame))
    .showPoints(common.VisibilityMode.Never)
    .legend(legend())
    .tooltip(tooltip())
    .transformations(renamed(frame))
    .overrides(frame.shades ? [] : colourOverrides(frame.queries))
    .targets(targets(frame, "range"));
  if (frame.max !== undefined) builder.max(frame.max);
  if (frame.logarithmic) builder.scaleDistribution(symlog());
  if (frame.shades) builder.colorScheme(colour(dashboard.FieldColorModeId.Shades, frame.shades));
  if (frame.stacked) builder.stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal));
  if (thresholds.length > 0) {
    builder
      .thresholds(steps(thresholds))
      .axisSoftMax(Math.max(...thresholds.map(({ value }) => value * ROOM_ABOVE), 0)) // otherwise the axis ends below them
      .thresholdsStyle(new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed));
  }
  return panel(frame, frame.height ?? HEIGHTS.chart, builder, frame.signal ?? "metrics");
}

/** Stacked bars: counts per interval. `colours` are by name of the series. */
export function bars(frame: ChartFrame & { readonly colours?: Readonly<Record<string, Colour>> }): Panel {
  const named = frame.colours && Object.entries(frame.colours).map(([name, base]) => byName(name, base));
  const builder = new timeseriesPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .axisSoftMin(0)
    .drawStyle(common.GraphDrawStyle.Bars)
    .lineWidth(0)
    .fillOpacity(80)
    .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal))
    .legend(legend())
    .tooltip(tooltip())
    .overrides(named ?? colourOverrides(frame.queries))
    .targets(targets(frame, "bars"));
  return panel(frame, frame.signal === "logs" ? HEIGHTS.volume : HEIGHTS.chart, builder, frame.signal ?? "metrics");
}

/** Phases over time, for values of 1 or 0; any other number is shown as it is. */
export function state(frame: ChartFrame): Panel {
  const [on, off] = frame.unit === UNITS.yesNo ? ["yes", "no"] : ["up", "down"];
  const mappings: dashboard.ValueMap = {
    type: dashboard.MappingType.ValueToText,
    options: {
      "0": { text: off, color: COLOURS.vermilion, index: 0 },
      "1": { text: on, color: COLOURS.blue, index: 1 },
    },
  };
  const builder = new statePanel.PanelBuilder()
    .unit(frame.unit === UNITS.yesNo ? UNITS.count : frame.unit) // otherwise the unit would take precedence over the words
    .noValue(frame.noValue ?? NO_VALUE)
    .mappings([mappings])
    .colorScheme(fixed(COLOURS.grey))
    .showValue(common.VisibilityMode.Auto)
    .mergeValues(true)
    .legend(legend())
    .tooltip(tooltip())
    .transformations(renamed(frame))
    .targets(targets(frame, "range"));
  return panel(frame, HEIGHTS.chart, builder, frame.signal ?? "metrics");
}

/** Distribution over time: buckets by their upper bound, darker where there are more events. The unit is that of the bounds. */
export function heatmap(frame: ChartFrame): Panel {
  const scheme = new heatmapPanel.HeatmapColorOptionsBuilder()
    .mode(heatmapPanel.HeatmapColorMode.Scheme)
    .scheme("Viridis") // even steps of brightness that do not depend on telling red from green
    .steps(64);
  const builder = new heatmapPanel.PanelBuilder()
    .noValue(frame.noValue ?? NO_VALUE)
    .unit(frame.unit)
    .calculate(false)
    .color(scheme)
    .yAxis(new heatmapPanel.YAxisConfigBuilder().unit(frame.unit).axisPlacement(common.AxisPlacement.Left))
    .cellValues(new heatmapPanel.CellValuesBuilder().unit(UNITS.perSecond))
    .tooltip(new heatmapPanel.HeatmapTooltipBuilder().mode(common.TooltipDisplayMode.Single).showColorScale(true))
    .targets(targets(frame, "heatmap"));
  return panel(frame, HEIGHTS.chart, builder, "metrics");
}
