import { show, styleOf, type Shown } from "../fields.ts";
import { stringOr } from "../json.ts";
import { placeholder, rect, text, textWidth, viewport } from "../svg.ts";
import { inkOn, mix, THEME } from "../theme.ts";
import { valuesOf, type NamedValue } from "../values.ts";
import type { Draw, View } from "../view.ts";
import { sparkline } from "./timeseries.ts";

/** Draws one big number for each value, with a sparkline below. */
export const drawStat: Draw = (view) => {
  const values = valuesOf(view.panel);
  const [only] = values;
  if (only === undefined) {
    return placeholder(view.width, view.height, view.panel.fieldConfig.defaults.noValue ?? "No data");
  }
  return tiles(view, { count: values.length, shape: 2 }, (index, width, height) => {
    const value = values[index];
    return value === undefined ? "" : tile(view, value, { index, width, height, alone: values.length === 1 });
  });
};

interface Place {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly alone: boolean;
}

/** Divides a body into tiles, close to `shape` (width over height) if the panel does not set a layout; `draw` gets their size. */
export function tiles(
  view: View,
  { count, shape }: { readonly count: number; readonly shape: number },
  draw: (index: number, width: number, height: number) => string,
): string {
  const orientation = stringOr(view.panel.options["orientation"], "auto");
  const columns =
    orientation === "horizontal" ? 1 : orientation === "vertical" ? count : bestColumns(view, count, shape);
  const rows = Math.ceil(count / columns);
  const [width, height] = [(view.width - 6 * (columns - 1)) / columns, (view.height - 6 * (rows - 1)) / rows];
  return Array.from({ length: count }, (_, index) => {
    const [x, y] = [(index % columns) * (width + 6), Math.floor(index / columns) * (height + 6)];
    return viewport(x, y, width, height, draw(index, width, height));
  }).join("");
}

function bestColumns({ width, height }: View, count: number, shape: number): number {
  const fit = (columns: number): number => Math.min(width / columns / shape, height / Math.ceil(count / columns));
  const choices = Array.from({ length: count }, (_, index) => index + 1);
  return choices.reduce((best, columns) => (fit(columns) > fit(best) ? columns : best), 1);
}

function tile(view: View, value: NamedValue, { index, width, height, alone }: Place): string {
  const { options } = view.panel;
  const style = styleOf(view.panel, value);
  const shown = show(style, value.values.at(-1), index);
  const graph = stringOr(options["graphMode"], "area") === "area" && value.values.length > 1;
  const background = stringOr(options["colorMode"], "value").startsWith("background");
  const textMode = stringOr(options["textMode"], "auto");
  const name = style.displayName ?? value.name;
  const named = textMode === "value_and_name" || textMode === "name" || (textMode === "auto" && !alone);
  const graphHeight = graph ? height * 0.3 : 0;
  const colour = background ? mix([shown.colour, THEME.panel], 0.15) : shown.colour;
  return [
    background ? rect(0, 0, width, height, { fill: colour, rx: 3 }) : "",
    graph
      ? viewport(
          0,
          height - graphHeight,
          width,
          graphHeight,
          sparkline(value.values, background ? "#ffffff" : shown.colour, width, graphHeight, `${view.prefix}${index}-`),
        )
      : "",
    words(stringOr(options["colorMode"], "value") === "none" ? { ...shown, colour: THEME.text } : shown, {
      name: named ? name : "",
      ink: background ? inkOn(colour) : undefined,
      value: textMode !== "name",
      width,
      height: height - graphHeight,
    }),
  ].join("");
}

interface Words {
  readonly name: string;
  readonly ink: string | undefined;
  readonly value: boolean;
  readonly width: number;
  readonly height: number;
}

/** Draws the number as large as fits, below its name if it has one. */
function words(shown: Shown, { name, ink, value, width, height }: Words): string {
  const nameSize = name === "" ? 0 : Math.min(16, Math.max(11, height * 0.22));
  const room = height - (nameSize === 0 ? 0 : nameSize + 6);
  const unscaled = textWidth(shown.text, 10) / 10;
  const size = Math.max(10, Math.min(room * 0.72, (width * 0.92) / unscaled, 72));
  const top = nameSize === 0 ? 0 : nameSize + 4;
  const label = text(width / 2, nameSize, name, { anchor: "middle", size: nameSize, width: width - 8, colour: ink });
  if (!value) return label;
  const baseline = top + room / 2 + size * 0.36;
  return (
    label + text(width / 2, baseline, shown.text, { anchor: "middle", size, weight: 500, colour: ink ?? shown.colour })
  );
}
