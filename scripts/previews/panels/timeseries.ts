import { AXIS_TEXT, chart, WHOLE_GRID } from "../chart.ts";
import { colourOf, isHidden, stepValue, styleOf } from "../fields.ts";
import { isRecord, numberOr, stringOr, type FieldStyle } from "../json.ts";
import { legendOf } from "../legend.ts";
import { scaleOf } from "../scale.ts";
import { seriesOf, type Series } from "../series.ts";
import { group, placeholder } from "../svg.ts";
import { hex, THEME } from "../theme.ts";
import { axisTime, momentsOf, ticksOf } from "../time.ts";
import { formatTick, isBinary } from "../units.ts";
import type { Draw, View } from "../view.ts";

const LINE_POINTS = 60;
const BAR_POINTS = 36;

interface Line extends Series {
  readonly style: FieldStyle;
  readonly colour: string;
  readonly label: string;
  /** Index of the value axis; 0 is on the left. */
  readonly axis: number;
}

/** Draws lines, areas, bars or points over time. */
export const drawTimeseries: Draw = (view) => {
  const lines = linesOf(view);
  if (lines.length === 0) return placeholder(view.width, view.height, "No data");
  const entries = lines.map((line) => ({ ...line, type: "number" as const }));
  const { svg, chartWidth, chartHeight } = legendOf(view.panel, entries, view.width, view.height);
  const shown = lines.filter(({ style }) => !isHidden(style, "viz"));
  const option = {
    useUTC: true,
    grid: WHOLE_GRID,
    xAxis: timeAxis(view, chartWidth),
    yAxis: valueAxes(shown, chartHeight),
    series: shown.flatMap((line, index) => [drawn(line, view, index === 0), ...exemplars(line, view)]),
  };
  return chart(option, chartWidth, chartHeight, view.prefix) + svg;
};

function linesOf({ panel }: View): readonly Line[] {
  const points = stringOr(panel.fieldConfig.defaults.custom["drawStyle"], "line") === "bars" ? BAR_POINTS : LINE_POINTS;
  const units: string[] = [];
  return seriesOf(panel, points).map((one, index) => {
    const style = styleOf(panel, { ...one, type: "number" });
    const side = stringOr(style.custom["axisPlacement"], "auto");
    const unit = style.unit ?? "none";
    if (!units.includes(unit)) units.push(unit);
    const axis = side === "right" || (side === "auto" && units.indexOf(unit) > 0) ? 1 : 0;
    const last = one.values.at(-1);
    return { ...one, style, axis, label: style.displayName ?? one.name, colour: colourOf(style, index, last) };
  });
}

/** Returns the time axis that all charts share. */
function timeAxis({ range }: Pick<View, "range">, width: number) {
  const customValues = ticksOf(range, width / 70);
  return {
    type: "time",
    min: range.from,
    max: range.to,
    axisLine: { show: false },
    axisTick: { show: false, customValues },
    axisLabel: {
      ...AXIS_TEXT,
      customValues,
      hideOverlap: true,
      formatter: (moment: number) => axisTime(moment, range),
    },
    splitLine: { show: true, lineStyle: { color: THEME.grid } },
  };
}

function valueAxes(lines: readonly Line[], height: number): readonly unknown[] {
  const sides = Math.max(...lines.map(({ axis }) => axis), 0) + 1;
  return Array.from({ length: sides }, (_, side) => {
    const own = lines.filter(({ axis }) => axis === side);
    return valueAxis(own[0]?.style, largest(own), side, height);
  });
}

function valueAxis(style: FieldStyle | undefined, top: number, side: number, height: number) {
  const scale = scaleOf(style);
  const softMin = scale.place(numberOr(style?.custom["axisSoftMin"], NaN));
  const softMax = scale.place(numberOr(style?.custom["axisSoftMax"], NaN));
  const splits = Math.max(2, Math.floor(height / 42));
  const { max, interval } = scaleTo(style, top, splits);
  return {
    type: scale.type,
    position: side === 0 ? "left" : "right",
    min: style?.min ?? (Number.isNaN(softMin) ? undefined : ({ min }: { min: number }) => Math.min(min, softMin)),
    max: max ?? (Number.isNaN(softMax) ? undefined : (data: { max: number }) => Math.max(data.max, softMax)),
    name: stringOr(style?.custom["axisLabel"], ""),
    nameTextStyle: AXIS_TEXT,
    splitNumber: splits,
    minInterval: style?.unit === "short" && Number.isInteger(top) ? 1 : undefined,
    interval:
      interval ??
      (scale.interval === undefined ? undefined : Math.ceil(Math.max(scale.place(top), softMax || 0) / splits)),
    axisLabel: {
      ...AXIS_TEXT,
      showMaxLabel: !(scale.place(top) < softMax), // an end above the data is not a round number
      formatter: (place: number) => formatTick(scale.value(place), style?.unit, style?.decimals),
    },
    splitLine: { show: side === 0, lineStyle: { color: THEME.grid } },
  };
}

/** Sets round ticks for a given end, and powers of two for bytes. ECharts divides other axes well. */
function scaleTo(style: FieldStyle | undefined, top: number, splits: number) {
  const min = style?.min ?? 0;
  if (style?.max !== undefined && style.max !== null) {
    const parts = [10, 5, 4, 2].find((count) => count <= splits + 1) ?? 2;
    return { max: style.max, interval: (style.max - min) / parts };
  }
  if (!isBinary(style?.unit) || top <= 0) return {};
  const interval = 2 ** Math.ceil(Math.log2(top / splits));
  return { max: Math.ceil((top * 1.02) / interval) * interval, interval };
}

function largest(lines: readonly Line[]): number {
  const tops = lines.map(({ values }) => Math.max(...values));
  return lines.some(({ style }) => isStacked(style)) ? tops.reduce((sum, top) => sum + top, 0) : Math.max(...tops, 0);
}

const stackingOf = (style: FieldStyle): Record<string, unknown> => {
  const stacking = style.custom["stacking"];
  return isRecord(stacking) ? stacking : {};
};

const isStacked = (style: FieldStyle): boolean => stringOr(stackingOf(style)["mode"], "none") !== "none";

function drawn(line: Line, view: View, first: boolean) {
  const { style, colour, axis, values } = line;
  const draws = stringOr(style.custom["drawStyle"], "line");
  const moments = momentsOf(view.range, values.length);
  const sign = style.custom["transform"] === "negative-Y" ? -1 : 1;
  const opacity = numberOr(style.custom["fillOpacity"], 0) / 100;
  const interpolation = stringOr(style.custom["lineInterpolation"], "linear");
  return {
    type: draws === "bars" ? "bar" : draws === "points" ? "scatter" : "line",
    yAxisIndex: axis,
    data: values.map((value, index) => [moments[index], scaleOf(style).place(value * sign)]),
    stack: isStacked(style) ? `${stringOr(stackingOf(style)["group"], "A")}${axis}` : undefined,
    symbol: draws === "points" ? "circle" : "none",
    symbolSize: 4,
    step: interpolation === "stepAfter" ? "end" : interpolation === "stepBefore" ? "start" : false,
    smooth: interpolation === "smooth" ? 0.3 : false,
    barCategoryGap: "25%",
    itemStyle: { color: colour, opacity: draws === "bars" ? Math.max(opacity, 0.15) : 1 },
    lineStyle: { color: colour, width: numberOr(style.custom["lineWidth"], 1) || 0, type: dashOf(style) },
    areaStyle: draws === "line" && opacity > 0 ? { color: colour, opacity } : undefined,
    ...(first ? { markLine: markLine(style, view), markArea: thresholdAreas(style) } : {}),
  };
}

function dashOf(style: FieldStyle): unknown {
  const line = style.custom["lineStyle"];
  if (!isRecord(line) || line["fill"] === "solid" || line["fill"] === undefined) return "solid";
  return line["fill"] === "dot" ? "dotted" : (line["dash"] ?? "dashed");
}

const thresholdStyle = (style: FieldStyle): string => {
  const shown = style.custom["thresholdsStyle"];
  return isRecord(shown) ? stringOr(shown["mode"], "off") : "off";
};

const steps = (style: FieldStyle) => (style.thresholds?.steps ?? []).filter(({ value }) => typeof value === "number");

/** Returns thresholds as lines, and the dashboard's annotations. */
function markLine(style: FieldStyle, { marks }: View) {
  const mode = thresholdStyle(style);
  const lines = mode.startsWith("line") || mode.startsWith("dashed") ? steps(style) : [];
  return {
    silent: true,
    symbol: "none",
    label: { show: false },
    data: [
      ...lines.map(({ value, color }) => ({
        yAxis: scaleOf(style).place(stepValue(style, value)),
        lineStyle: { color: hex(color), width: 1.5, type: mode.startsWith("dashed") ? "dashed" : "solid" },
      })),
      ...marks.map(({ at, colour }) => ({ xAxis: at, lineStyle: { color: colour, width: 1, type: "dashed" } })),
    ],
  };
}

function thresholdAreas(style: FieldStyle) {
  if (!thresholdStyle(style).includes("area")) return undefined;
  const all = style.thresholds?.steps ?? [];
  const data = all.map(({ value, color }, index) => [
    { yAxis: value ?? "min", itemStyle: { color: hex(color), opacity: 0.08 } },
    { yAxis: all[index + 1]?.value ?? "max" },
  ]);
  return { silent: true, data };
}

/** Returns the dots that link a point in time to a trace. */
function exemplars({ values, axis, style, exemplars: wanted }: Line, view: View): readonly unknown[] {
  if (!wanted) return [];
  const moments = momentsOf(view.range, values.length);
  const data = [7, 19, 33, 48].flatMap((at) =>
    values[at] === undefined ? [] : [[moments[at], scaleOf(style).place((values[at] ?? 0) * 1.06)]],
  );
  return [
    { type: "scatter", yAxisIndex: axis, data, symbol: "diamond", symbolSize: 6, itemStyle: { color: "#5794F2" } },
  ];
}

/** Draws a small graph without axes, as below a stat. */
export function sparkline(
  values: readonly number[],
  colour: string,
  width: number,
  height: number,
  prefix: string,
): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const option = {
    grid: { left: 0, right: 0, top: 2, bottom: 0 },
    xAxis: { type: "value", show: false, min: 0, max: values.length - 1 },
    yAxis: { type: "value", show: false, min: low - (high - low || 1) * 0.2, max: high + (high - low) * 0.1 + 1e-9 },
    series: {
      type: "line",
      symbol: "none",
      data: values.map((value, index) => [index, value]),
      lineStyle: { color: colour, width: 1.5 },
      areaStyle: { color: colour, opacity: 0.2 },
    },
  };
  return group(0, 0, chart(option, width, height, prefix));
}
