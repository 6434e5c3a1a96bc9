import { AXIS_TEXT, chart, WHOLE_GRID } from "../chart.ts";
import { colourOf, styleOf } from "../fields.ts";
import { numberOr, stringOr } from "../json.ts";
import { legendOf } from "../legend.ts";
import { seriesOf } from "../series.ts";
import { placeholder, truncate } from "../svg.ts";
import { THEME } from "../theme.ts";
import { axisTime, END } from "../time.ts";
import { formatTick } from "../units.ts";
import { isTabular, numbersOf } from "../values.ts";
import { tableOf } from "../table-data.ts";
import { type Column } from "../table-types.ts";
import type { Draw, View } from "../view.ts";

interface Bars {
  readonly categories: readonly string[];
  readonly columns: readonly Column[];
}

/** Draws a group of bars for each row of a table, or for each point in time if there is no table. */
export const drawBarChart: Draw = (view) => {
  const { categories, columns } = barsOf(view);
  if (columns.length === 0) return placeholder(view.width, view.height, "No data");
  const entries = columns.map((column, index) => {
    const style = styleOf(view.panel, column);
    const values = numbersOf(column);
    return {
      ...column,
      values,
      style,
      label: style.displayName ?? column.name,
      colour: colourOf(style, index, values.at(-1)),
    };
  });
  const { svg, chartWidth, chartHeight } = legendOf(view.panel, entries, view.width, view.height);
  const level = stringOr(view.panel.options["orientation"], "auto") === "horizontal";
  const stacked = stringOr(view.panel.options["stacking"], "none") !== "none";
  const room = level ? chartWidth * 0.35 : Math.max(chartWidth / categories.length - 6, 30);
  const names = {
    type: "category",
    data: categories,
    inverse: level,
    axisTick: { show: false },
    axisLabel: { ...AXIS_TEXT, interval: 0, formatter: (name: string) => truncate(name, room, 11) },
  };
  const option = {
    grid: WHOLE_GRID,
    xAxis: level ? valueAxis(view, chartWidth / 90) : names,
    yAxis: level ? names : valueAxis(view, chartHeight / 42),
    series: entries.map(({ values, colour }) => ({
      type: "bar",
      data: values,
      stack: stacked ? "all" : undefined,
      barMaxWidth: 48,
      itemStyle: { color: colour, opacity: numberOr(view.panel.fieldConfig.defaults.custom["fillOpacity"], 80) / 100 },
    })),
  };
  return chart(option, chartWidth, chartHeight, view.prefix) + svg;
};

function barsOf({ panel, range }: View): Bars {
  if (!isTabular(panel)) {
    const columns = seriesOf(panel, 12).map(({ name, refId, values }): Column => ({
      name,
      refId,
      type: "number",
      cells: values,
    }));
    const step = (range.to - range.from) / 12;
    return {
      columns,
      categories: Array.from({ length: 12 }, (_, index) => axisTime(END - (11 - index) * step, range)),
    };
  }
  const { columns } = tableOf(panel);
  const names =
    columns.find(({ name }) => name === panel.options["xField"]) ?? columns.find(({ type }) => type === "string");
  return { categories: (names?.cells ?? []).map(String), columns: columns.filter(({ type }) => type === "number") };
}

const valueAxis = ({ panel }: View, splits: number) => ({
  type: "value",
  min: panel.fieldConfig.defaults.min ?? undefined,
  max: panel.fieldConfig.defaults.max ?? undefined,
  splitNumber: Math.max(2, Math.floor(splits)),
  axisLabel: {
    ...AXIS_TEXT,
    formatter: (value: number) =>
      formatTick(value, panel.fieldConfig.defaults.unit, panel.fieldConfig.defaults.decimals),
  },
  splitLine: { lineStyle: { color: THEME.grid } },
});

const BUCKETS = 14;

/** Draws how often each value occurs. */
export const drawHistogram: Draw = (view) => {
  const series = seriesOf(view.panel, 240);
  if (series.length === 0) return placeholder(view.width, view.height, "No data");
  const style = view.panel.fieldConfig.defaults;
  const entries = series.map((one, index) => ({
    ...one,
    type: "number" as const,
    label: one.name,
    colour: colourOf(styleOf(view.panel, { ...one, type: "number" }), index),
  }));
  const { svg, chartWidth, chartHeight } = legendOf(view.panel, entries, view.width, view.height);
  const all = series.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const size = numberOr(view.panel.options["bucketSize"], (high - low) / BUCKETS || 1);
  const count = Math.min(Math.floor((high - low) / size) + 1, 40);
  const option = {
    grid: WHOLE_GRID,
    xAxis: {
      type: "category",
      data: Array.from({ length: count }, (_, index) =>
        formatTick(Number((low + index * size).toPrecision(3)), style.unit),
      ),
      axisTick: { show: false },
      axisLabel: { ...AXIS_TEXT, hideOverlap: true },
    },
    yAxis: { type: "value", splitNumber: 4, axisLabel: AXIS_TEXT, splitLine: { lineStyle: { color: THEME.grid } } },
    series: entries.map(({ values, colour }) => ({
      type: "bar",
      barCategoryGap: 1,
      itemStyle: { color: colour, opacity: 0.8 },
      data: Array.from(
        { length: count },
        (_, index) => values.filter((value) => Math.floor((value - low) / size) === index).length,
      ),
    })),
  };
  return chart(option, chartWidth, chartHeight, view.prefix) + svg;
};
