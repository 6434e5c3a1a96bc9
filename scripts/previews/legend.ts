import type { Field } from "./fields.ts";
import { isHidden, styleOf } from "./fields.ts";
import { section, stringOr, stringsOf, type Panel } from "./json.ts";
import { element, rect, scrollbar, text, textWidth, truncate, viewport } from "./svg.ts";
import { THEME } from "./theme.ts";
import { formatValue } from "./units.ts";

export interface LegendEntry extends Field {
  readonly label: string;
  readonly colour: string;
  readonly values: readonly number[];
}

/** A legend and the space that it leaves for the chart. */
export interface Legend {
  readonly svg: string;
  readonly chartWidth: number;
  readonly chartHeight: number;
}

const LINE = 20;
const SWATCH = 20;
/** Maximum share of the panel's height for a legend below the chart, and of its width for one beside it, as in Grafana. */
const MOST_HEIGHT = 0.35;
const MOST_WIDTH = 0.6;

const CALCULATIONS: Readonly<Record<string, readonly [string, (values: readonly number[]) => number]>> = {
  lastNotNull: ["Last *", (values) => values.at(-1) ?? 0],
  last: ["Last", (values) => values.at(-1) ?? 0],
  firstNotNull: ["First *", (values) => values[0] ?? 0],
  first: ["First", (values) => values[0] ?? 0],
  mean: ["Mean", (values) => total(values) / Math.max(values.length, 1)],
  max: ["Max", (values) => Math.max(...values)],
  min: ["Min", (values) => Math.min(...values)],
  sum: ["Total", (values) => total(values)],
  count: ["Count", (values) => values.length],
  range: ["Range", (values) => Math.max(...values) - Math.min(...values)],
  delta: ["Delta", (values) => (values.at(-1) ?? 0) - (values[0] ?? 0)],
  diff: ["Difference", (values) => (values.at(-1) ?? 0) - (values[0] ?? 0)],
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Returns the heading and function of a Grafana reducer. Throws if the id does not exist. */
export function calculation(id: string): readonly [string, (values: readonly number[]) => number] {
  const found = CALCULATIONS[id];
  if (found === undefined)
    throw new Error(`calculation "${id}": expected one of ${Object.keys(CALCULATIONS).join(", ")}`);
  return found;
}

/** Draws the legend that the panel's options specify into a body of `width` by `height` pixels. */
export function legendOf(panel: Panel, entries: readonly LegendEntry[], width: number, height: number): Legend {
  const options = section(panel.options, "legend");
  const shown = entries.filter((entry) => !isHidden(styleOf(panel, entry), "legend"));
  const mode = stringOr(options["displayMode"], "list");
  if (options["showLegend"] === false || mode === "hidden" || shown.length === 0) {
    return { svg: "", chartWidth: width, chartHeight: height };
  }
  const rows = new Rows(panel, shown, [...stringsOf(options["calcs"]), ...stringsOf(options["values"])]);
  if (stringOr(options["placement"], "bottom") === "right") return beside(rows, width, height);
  return mode === "table" ? tableBelow(rows, width, height) : listBelow(rows, width, height);
}

/** Texts of a legend's lines and their widths. */
class Rows {
  readonly entries: readonly LegendEntry[];
  readonly headings: readonly string[];
  readonly cells: readonly (readonly string[])[];

  constructor(panel: Panel, entries: readonly LegendEntry[], calcs: readonly string[]) {
    const reducers = calcs.filter((id) => id !== "value" && id !== "percent").map(calculation);
    this.entries = entries;
    this.headings = [...reducers.map(([heading]) => heading), ...partHeadings(calcs)];
    const whole = total(entries.map(({ values }) => values.at(-1) ?? 0));
    this.cells = entries.map((entry) => {
      const { unit, decimals } = styleOf(panel, entry);
      const value = entry.values.at(-1) ?? 0;
      return [
        ...reducers.map(([, reduce]) => formatValue(reduce(entry.values), unit, decimals)),
        ...(calcs.includes("value") ? [formatValue(value, unit, decimals)] : []),
        ...(calcs.includes("percent") ? [`${Math.round((value / (whole || 1)) * 100)}%`] : []),
      ];
    });
  }

  /** Returns the `Last *: 12` pairs of an entry in a list. */
  suffix(index: number): string {
    return (this.cells[index] ?? []).map((cell, at) => `${this.headings[at]}: ${cell}`).join("  ");
  }

  columnWidth(column: number): number {
    const texts = [this.headings[column] ?? "", ...this.cells.map((cells) => cells[column] ?? "")];
    return Math.max(...texts.map((one) => textWidth(one))) + 16;
  }
}

const partHeadings = (calcs: readonly string[]): readonly string[] => [
  ...(calcs.includes("value") ? ["Value"] : []),
  ...(calcs.includes("percent") ? ["Percent"] : []),
];

const swatch = (x: number, y: number, colour: string): string => rect(x, y + 8, 14, 4, { rx: 2, fill: colour });

function listBelow(rows: Rows, width: number, height: number): Legend {
  let x = 0;
  let line = 0;
  const parts = rows.entries.map(({ label, colour }, index) => {
    const suffix = rows.suffix(index);
    const room = width - SWATCH - 8 - (suffix === "" ? 0 : textWidth(suffix) + 10);
    const name = truncate(label, room);
    const nameWidth = textWidth(name);
    const entryWidth = SWATCH + nameWidth + (suffix === "" ? 0 : textWidth(suffix) + 10) + 14;
    if (x > 0 && x + entryWidth - 14 > width) {
      x = 0;
      line += 1;
    }
    const [left, top] = [x, line * LINE];
    x += entryWidth;
    const value =
      suffix === "" ? "" : text(left + SWATCH + nameWidth + 10, top + 14, suffix, { colour: THEME.secondary });
    return swatch(left, top, colour) + text(left + SWATCH, top + 14, name) + value;
  });
  return below(parts.join(""), (line + 1) * LINE, width, height);
}

function below(content: string, contentHeight: number, width: number, height: number): Legend {
  const legendHeight = Math.min(contentHeight, Math.max(Math.floor((height * MOST_HEIGHT) / LINE), 1) * LINE);
  const chartHeight = height - legendHeight - 4;
  const svg = viewport(
    0,
    chartHeight + 4,
    width,
    legendHeight,
    content + scrollbar(width, legendHeight, contentHeight),
  );
  return { svg, chartWidth: width, chartHeight };
}

function tableBelow(rows: Rows, width: number, height: number): Legend {
  return below(table(rows, width), (rows.entries.length + 1) * LINE, width, height);
}

/** Draws a legend on the right: a table if it has values, else one name per line. */
function beside(rows: Rows, width: number, height: number): Legend {
  const columns = rows.headings.reduce((sum, _, column) => sum + rows.columnWidth(column), 0);
  const names = Math.max(...rows.entries.map(({ label }) => textWidth(label))) + SWATCH + 20;
  const legendWidth = Math.min(names + columns, width * MOST_WIDTH);
  const lines = rows.entries.length + (columns > 0 ? 1 : 0);
  const x = width - legendWidth;
  const content = columns > 0 ? table(rows, legendWidth) : lineEach(rows, legendWidth);
  const svg = viewport(x, 0, legendWidth, height, content + scrollbar(legendWidth, height, lines * LINE));
  return { svg, chartWidth: x - 12, chartHeight: height };
}

const lineEach = (rows: Rows, width: number): string =>
  rows.entries
    .map(({ label, colour }, index) => {
      const y = index * LINE;
      return swatch(0, y, colour) + text(SWATCH, y + 14, label, { width: width - SWATCH - 8 });
    })
    .join("");

function table(rows: Rows, width: number): string {
  const widths = rows.headings.map((_, column) => rows.columnWidth(column));
  const ends = widths.map((_, column) => width - 8 - total(widths.slice(column + 1)));
  const nameWidth = width - 8 - total(widths) - SWATCH;
  const heading = rows.headings.map((one, column) =>
    text(ends[column] ?? 0, 14, one, { anchor: "end", colour: THEME.link, size: 11 }),
  );
  const lines = rows.entries.map(({ label, colour }, index) => {
    const y = (index + 1) * LINE;
    const cells = (rows.cells[index] ?? []).map((cell, column) =>
      text(ends[column] ?? 0, y + 14, cell, { anchor: "end" }),
    );
    const rule = element("path", { d: `M0 ${y}h${Math.round(width - 8)}`, stroke: THEME.border });
    return (
      rule + swatch(0, y, colour) + text(SWATCH, y + 14, label, { width: Math.max(nameWidth, 24) }) + cells.join("")
    );
  });
  return text(0, 14, "Name", { colour: THEME.link, size: 11 }) + heading.join("") + lines.join("");
}
