import { AXIS_TEXT, chart, WHOLE_GRID } from "../chart.ts";
import { colourOf, styleOf } from "../fields.ts";
import { isRecord, numberOr, section, stringOr, type FieldStyle, type Panel } from "../json.ts";
import { legendOf } from "../legend.ts";
import { seriesOf, type Series } from "../series.ts";
import { placeholder } from "../svg.ts";
import { THEME } from "../theme.ts";
import { formatTick } from "../units.ts";
import { isTabular, numbersOf } from "../values.ts";
import { tableOf } from "../table-data.ts";
import type { Draw } from "../view.ts";

const POINTS = 60;

interface Axis {
  readonly name: string;
  readonly refId: string;
  readonly values: readonly number[];
}

/** Returns the size of points; Grafana's default if the panel sets none. */
const pointSize = ({ custom }: FieldStyle): number =>
  numberOr(isRecord(custom["pointSize"]) ? custom["pointSize"]["fixed"] : undefined, 5);

/** Draws points of two values. The first value is on the x axis unless the panel names another. */
export const drawScatter: Draw = (view) => {
  const { panel } = view;
  const axes = axesOf(panel);
  const wanted = fieldNames(panel);
  const x = axes.find(({ name }) => name === wanted.x) ?? axes[0];
  const y = axes.find(({ name }) => name === wanted.y) ?? axes.find((one) => one !== x);
  if (x === undefined || y === undefined) return placeholder(view.width, view.height, "Needs two numbers");
  const style = styleOf(panel, { ...y, type: "number" });
  const colour = colourOf(style, 0);
  const entry = { ...y, type: "number" as const, label: style.displayName ?? y.name, colour };
  const { svg, chartWidth, chartHeight } = legendOf(panel, [entry], view.width, view.height);
  const option = {
    grid: { ...WHOLE_GRID, outerBoundsContain: "all", top: 20 },
    xAxis: axis(panel, x, "middle", chartWidth / 90),
    yAxis: axis(panel, y, "end", chartHeight / 42),
    series: {
      type: "scatter",
      symbolSize: pointSize(style),
      itemStyle: { color: colour, opacity: 0.8 },
      data: x.values.map((value, index) => [value, y.values[index] ?? 0]),
    },
  };
  return chart(option, chartWidth, chartHeight, view.prefix) + svg;
};

/** Returns the numbers that can be axes: columns of a table, or one series of each query. */
function axesOf(panel: Panel): readonly Axis[] {
  if (!isTabular(panel)) return seriesOf(panel, POINTS).map(axisOf);
  const columns = tableOf(panel).columns.filter(({ type }) => type === "number");
  return columns.map((column) => ({ ...column, values: numbersOf(column) }));
}

const axisOf = ({ name, refId, values }: Series): Axis => ({ name, refId, values });

/** Returns the fields that a manual mapping names. */
function fieldNames(panel: Panel): { readonly x?: string; readonly y?: string } {
  const [first] = Array.isArray(panel.options["series"]) ? (panel.options["series"] as readonly unknown[]) : [];
  if (!isRecord(first)) return {};
  return { x: matcherName(first, "x"), y: matcherName(first, "y") };
}

const matcherName = (series: Record<string, unknown>, side: string): string =>
  stringOr(section(section(series, side), "matcher")["options"], "");

function axis(panel: Panel, { name, refId }: Axis, nameLocation: string, splits: number) {
  const { unit, decimals, custom, min, max, displayName } = styleOf(panel, { name, refId, type: "number" });
  return {
    type: "value",
    name: stringOr(custom["axisLabel"], "") || displayName || name,
    nameLocation,
    nameGap: nameLocation === "middle" ? 22 : 8,
    nameTextStyle: { ...AXIS_TEXT, align: nameLocation === "middle" ? "center" : "left" },
    min: min ?? undefined,
    max: max ?? undefined,
    splitNumber: Math.max(2, Math.floor(splits)),
    axisLabel: { ...AXIS_TEXT, formatter: (value: number) => formatTick(value, unit, decimals) },
    splitLine: { lineStyle: { color: THEME.grid } },
  };
}
