import * as barGaugePanel from "@grafana/grafana-foundation-sdk/bargauge";
import * as common from "@grafana/grafana-foundation-sdk/common";
import * as gaugePanel from "@grafana/grafana-foundation-sdk/gauge";
import * as piePanel from "@grafana/grafana-foundation-sdk/piechart";
import * as statPanel from "@grafana/grafana-foundation-sdk/stat";
import { COLOURS, HEIGHTS, UNITS, type Colour } from "../style.ts";
import {
  byThreshold,
  colourOverrides,
  fixed,
  isMany,
  lastValue,
  NO_VALUE,
  steps,
  targets,
  tooltip,
  type ChartFrame,
} from "./chart.ts";
import { heightOf, panel, type Panel } from "./panel.ts";

export interface StatFrame extends ChartFrame {
  /** Queries only the last moment, for windows so long that their course says nothing. @default false */
  readonly once?: boolean;
  /** @default - by the size of the number */
  readonly decimals?: number;
  /** Colour below the lowest threshold. @default - sky, which is readable on a dark background */
  readonly base?: Colour;
  /** Shows the name above a single number, too. @default false */
  readonly named?: boolean;
}

/** One number with its recent course, or several with their names, in the colour of the highest threshold below the number. */
export function stat(frame: StatFrame): Panel {
  const { queries, base = COLOURS.sky, thresholds = [] } = frame;
  const several = frame.named === true || queries.length > 1 || queries.some(isMany);
  const builder = new statPanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .reduceOptions(lastValue())
    .graphMode(frame.once ? common.BigValueGraphMode.None : common.BigValueGraphMode.Area)
    .colorMode(common.BigValueColorMode.Value)
    .textMode(several ? common.BigValueTextMode.ValueAndName : common.BigValueTextMode.Value)
    .colorScheme(thresholds.length > 0 ? byThreshold() : fixed(queries[0]?.colour ?? base))
    .targets(targets(frame, frame.once ? "instant" : "range"));
  if (thresholds.length > 0) builder.thresholds(steps(thresholds, base));
  if (frame.decimals !== undefined) builder.decimals(frame.decimals);
  return panel(frame, HEIGHTS.stat, builder, frame.signal ?? "metrics");
}

/** A number on a scale. The scale of a share is 0 to 1; others need a maximum to be meaningful. */
export function gauge(frame: ChartFrame & { readonly max?: number | undefined }): Panel {
  const builder = new gaugePanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .min(0)
    .reduceOptions(lastValue())
    .showThresholdMarkers(false)
    .colorScheme(fixed(frame.queries[0]?.colour ?? COLOURS.sky))
    .targets(targets(frame, "instant"));
  const max = frame.max ?? (frame.unit === UNITS.ratio ? 1 : undefined);
  if (max !== undefined) builder.max(max);
  return panel(frame, HEIGHTS.gauge, builder, frame.signal ?? "metrics");
}

/** A bar for each of several numbers. */
export function barGauge(frame: ChartFrame & { readonly rows?: number | undefined }): Panel {
  const builder = new barGaugePanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .min(0)
    .reduceOptions(lastValue())
    .displayMode(common.BarGaugeDisplayMode.Basic)
    .orientation(common.VizOrientation.Horizontal)
    .colorScheme(fixed(frame.queries[0]?.colour ?? COLOURS.sky))
    .targets(targets(frame, "instant"));
  if (frame.unit === UNITS.ratio) builder.max(1);
  return panel(frame, heightOf(frame.rows, HEIGHTS.chart), builder, frame.signal ?? "metrics");
}

/** Shares of a whole, with their names and numbers beside the chart. */
export function pie(frame: ChartFrame): Panel {
  const legend = new piePanel.PieChartLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.Table)
    .placement(common.LegendPlacement.Right)
    .values([piePanel.PieChartLegendValues.Value, piePanel.PieChartLegendValues.Percent]);
  const builder = new piePanel.PanelBuilder()
    .unit(frame.unit)
    .noValue(frame.noValue ?? NO_VALUE)
    .reduceOptions(lastValue())
    .pieType(piePanel.PieChartType.Donut)
    .legend(legend)
    .displayLabels([piePanel.PieChartLabels.Percent])
    .tooltip(tooltip())
    .overrides(colourOverrides(frame.queries))
    .targets(targets(frame, "instant"));
  return panel(frame, HEIGHTS.chart, builder, frame.signal ?? "metrics");
}
