import { AXIS_TEXT, chart, WHOLE_GRID } from "../chart.ts";
import { isRecord, section, stringOr } from "../json.ts";
import { randomOf } from "../random.ts";
import { group, rect, text } from "../svg.ts";
import { mix, scaleColours, THEME } from "../theme.ts";
import { axisTime, ticksOf } from "../time.ts";
import { formatTick, formatValue } from "../units.ts";
import type { Draw, View } from "../view.ts";
import { labelValues } from "../vocabulary.ts";

const COLUMNS = 36;
const LEGEND = 26;
/** Number of shades. All cells of one shade are one path. */
const SHADES = 16;

/** Draws a distribution over time: a column of buckets for each point in time, brighter for higher counts. */
export const drawHeatmap: Draw = (view) => {
  const buckets = bucketsOf(view);
  const legend = section(view.panel.options, "legend")["show"] !== false;
  const height = view.height - (legend ? LEGEND : 0);
  const { cells, most } = cellsOf(view, buckets.length);
  const colours = coloursOf(view);
  const category = { type: "category", axisTick: { show: false }, axisLine: { show: false } };
  const option = {
    grid: WHOLE_GRID,
    xAxis: {
      ...category,
      data: columnNames(view),
      axisLabel: { ...AXIS_TEXT, interval: 0 },
    },
    yAxis: { ...category, data: buckets, axisLabel: { ...AXIS_TEXT, hideOverlap: true } },
    visualMap: { show: false, min: 0, max: most, inRange: { color: colours }, dimension: 2 },
    series: { type: "heatmap", data: cells, itemStyle: { borderWidth: 0.5, borderColor: THEME.panel } },
  };
  return chart(option, view.width, height, view.prefix) + (legend ? scale(view, colours, most, height) : "");
};

/** Returns round times, each at the nearest column. */
function columnNames({ range, width }: View): readonly string[] {
  const names = Array.from({ length: COLUMNS }, () => "");
  for (const tick of ticksOf(range, width / 70)) {
    names[Math.round(((tick - range.from) / (range.to - range.from)) * (COLUMNS - 1))] = axisTime(tick, range);
  }
  return names;
}

/** Returns the upper bounds of the buckets, in the unit of the axis. */
function bucketsOf({ panel }: View): readonly string[] {
  const unit = section(panel.options, "yAxis")["unit"] ?? panel.fieldConfig.defaults.unit;
  const [target] = panel.targets;
  const bounds = /confidence|\bratio|score/.test(`${target?.expr} ${panel.title}`.toLowerCase())
    ? ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"]
    : labelValues("le", "");
  const isLabel = target?.legendFormat?.includes("{{le}}") === true && typeof unit !== "string";
  return bounds.map((bound) => (isLabel ? bound : formatTick(Number(bound), stringOr(unit, "none"))));
}

function cellsOf({ panel }: View, buckets: number) {
  const random = randomOf(`${panel.id} heatmap`);
  const centre = buckets * (0.3 + random() * 0.25);
  const cells: (readonly [number, number, number])[] = [];
  for (let column = 0; column < COLUMNS; column += 1) {
    const middle =
      centre + Math.sin(column / 6 + centre) * buckets * 0.06 + (column > 24 && column < 29 ? buckets * 0.18 : 0);
    for (let bucket = 0; bucket < buckets; bucket += 1) {
      const distance = (bucket - middle) / (buckets * (bucket > middle ? 0.2 : 0.11));
      const count = Math.round(60 * Math.exp(-distance * distance) * (0.6 + random() * 0.8));
      if (count > 0) cells.push([column, bucket, count]);
    }
  }
  const most = Math.max(...cells.map(([, , count]) => count));
  const step = most / SHADES;
  const shaded = cells.map(([column, bucket, count]) => [column, bucket, Math.ceil(count / step) * step] as const);
  return { most, cells: shaded.toSorted(([, , a], [, , b]) => a - b) };
}

function coloursOf({ panel }: View): readonly string[] {
  const colour = section(panel.options, "color");
  if (colour["mode"] === "opacity") return [THEME.panel, stringOr(colour["fill"], "#FF780A")];
  const name = stringOr(colour["scheme"], "Oranges");
  const colours = scaleColours(name);
  if (colours === undefined)
    throw new Error(`heat map scheme "${name}": expected a scheme such as Oranges, Viridis or Cividis`);
  return colour["reverse"] === true ? colours.toReversed() : colours;
}

/** Draws the colours and their meaning. */
function scale({ panel, width }: View, colours: readonly string[], most: number, top: number): string {
  const steps = 24;
  const left = width / 2 - steps * 4;
  const cellValues = section(panel.options, "cellValues");
  const unit = isRecord(cellValues) ? stringOr(cellValues["unit"], "short") : "short";
  const boxes = Array.from({ length: steps }, (_, step) =>
    rect(step * 8, 0, 8, 9, { fill: mix(colours, step / (steps - 1)) }),
  );
  return group(
    left,
    top + 10,
    ...boxes,
    text(-8, 9, "0", { anchor: "end", size: 11, colour: THEME.secondary }),
    text(steps * 8 + 8, 9, formatValue(most, unit), { size: 11, colour: THEME.secondary }),
  );
}
