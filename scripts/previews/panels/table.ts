import { mappingOf, show, styleOf, boundsOf } from "../fields.ts";
import { isRecord, numberOr, stringOr, type FieldStyle, type Panel } from "../json.ts";
import { isShown, tableOf } from "../table-data.ts";
import { type Cell, type Column } from "../table-types.ts";
import { element, placeholder, rect, scrollbar, text, textWidth, viewport } from "../svg.ts";
import { hex, inkOn, mix, THEME } from "../theme.ts";
import { dateTime } from "../time.ts";
import type { Draw } from "../view.ts";

const ROW = 36;
const SIZE = 14;

/** Draws a table. */
export const drawTable: Draw = (view) => {
  const { columns, others } = tableOf(view.panel);
  const shown = columns.filter((column) => isShown(view.panel, column));
  if (shown.length === 0) return placeholder(view.width, view.height, "No data");
  const menu = others === 0 ? "" : `${others} more tables in a menu: this panel shows one table at a time`;
  return (
    grid(view.panel, shown, view.width, view.height - (menu === "" ? 0 : 22)) +
    text(4, view.height - 6, menu, { colour: THEME.secondary })
  );
};

/** Draws columns like Grafana's table: cuts content that is too wide, and scrolls content that is too high. */
export function grid(panel: Panel, columns: readonly Column[], width: number, height: number): string {
  const widths = columnWidths(panel, columns, width);
  const lefts = widths.map((_, index) => widths.slice(0, index).reduce((sum, one) => sum + one, 0));
  const rows = columns[0]?.cells.length ?? 0;
  const parts = columns.map((column, index) => {
    const [left, own] = [lefts[index] ?? 0, widths[index] ?? 0];
    const style = styleOf(panel, column);
    const name = style.displayName ?? column.name;
    return viewport(left, 0, own, height, heading(name, own, isNumeric(column)) + cells(column, style, own, height));
  });
  const rules = Array.from({ length: rows }, (_, row) => `M0 ${ROW * (row + 1)}h${Math.round(width)}`).join("");
  return (
    parts.join("") +
    element("path", { d: rules, stroke: THEME.border, fill: "none" }) +
    scrollbar(width, height, ROW * (rows + 1)) +
    sideways(width, height, (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0))
  );
}

const sideways = (width: number, height: number, contentWidth: number): string =>
  contentWidth <= width + 1 ? "" : rect(0, height - 5, (width * width) / contentWidth, 4, { rx: 2, fill: "#55575f" });

const isNumeric = ({ type }: Column): boolean => type === "number";

function heading(name: string, width: number, right: boolean): string {
  const anchor = right ? "end" : undefined;
  return text(right ? width - 8 : 6, 23, name, {
    colour: THEME.secondary,
    weight: 500,
    size: SIZE,
    width: width - 12,
    anchor,
  });
}

function cells(column: Column, style: FieldStyle, width: number, height: number): string {
  const count = Math.ceil(height / ROW);
  return column.cells
    .slice(0, count)
    .map((cell, row) => drawCell(column, style, cell, { y: ROW * (row + 1), width }))
    .join("");
}

function drawCell(column: Column, style: FieldStyle, cell: Cell, { y, width }: { y: number; width: number }): string {
  const options = isRecord(style.custom["cellOptions"]) ? style.custom["cellOptions"] : {};
  const kind = stringOr(options["type"], "auto");
  const { words, colour } = contents(column, style, cell);
  if (kind === "gauge" && typeof cell === "number") return gaugeCell(column, style, cell, { y, width, words, colour });
  const right = stringOr(style.custom["align"], "auto") === "right" || isNumeric(column);
  const filled = kind === "color-background";
  return (
    (filled ? rect(1, y + 1, width - 2, ROW - 2, { fill: colour }) : "") +
    text(right ? width - 8 : 6, y + 23, words, {
      size: SIZE,
      width: width - 12,
      anchor: right ? "end" : undefined,
      colour: filled ? inkOn(colour) : kind === "color-text" ? colour : undefined,
    })
  );
}

function contents(column: Column, style: FieldStyle, cell: Cell): { readonly words: string; readonly colour: string } {
  if (column.type === "time" && typeof cell === "number") return { words: dateTime(cell), colour: THEME.text };
  if (typeof cell === "string") {
    const mapped = mappingOf(style.mappings ?? [], cell);
    return { words: mapped?.text ?? cell, colour: hex(mapped?.color ?? "text") };
  }
  const shown = show(style, cell);
  return { words: shown.text, colour: shown.colour };
}

interface GaugeCell {
  readonly y: number;
  readonly width: number;
  readonly words: string;
  readonly colour: string;
}

function gaugeCell(column: Column, style: FieldStyle, cell: number, { y, width, words, colour }: GaugeCell): string {
  const numbers = column.cells.filter((one) => typeof one === "number");
  const [min, max] = boundsOf(style, numbers);
  const valueWidth = Math.max(...numbers.map((one) => textWidth(show(style, one).text, SIZE))) + 12;
  const room = Math.max(width - valueWidth - 8, 4);
  const share = Math.min(Math.max((cell - min) / (max - min || 1), 0.01), 1);
  const bar = rect(4, y + 7, room * share, ROW - 14, { fill: mix([colour, THEME.panel], 0.35), stroke: colour });
  return bar + text(width - 8, y + 23, words, { anchor: "end", size: SIZE, colour });
}

/** Minimum width of a column. Grafana scrolls sideways instead of making columns narrower. */
const NARROWEST = 150;

/** Assigns fixed widths first and divides the rest evenly, like Grafana. */
function columnWidths(panel: Panel, columns: readonly Column[], width: number): readonly number[] {
  const fixed = columns.map((column) => numberOr(styleOf(panel, column).custom["width"], 0));
  const free = fixed.filter((one) => one === 0).length;
  const rest = width - fixed.reduce((sum, one) => sum + one, 0);
  return fixed.map((one) => (one === 0 ? Math.max(rest / free, NARROWEST) : one));
}
