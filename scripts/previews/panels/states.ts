import { mappingOf, show, styleOf } from "../fields.ts";
import { section, type FieldStyle } from "../json.ts";
import { randomOf } from "../random.ts";
import { seriesOf, type Series } from "../series.ts";
import { group, placeholder, rect, text, textWidth } from "../svg.ts";
import { inkOn, THEME } from "../theme.ts";
import { axisTime, ticksOf } from "../time.ts";
import type { Draw, View } from "../view.ts";
import { dot } from "./gauges.ts";

const POINTS = 40;
const AXIS = 18;
const LEGEND = 22;

/** Draws a lane for each series; equal neighbours form one phase. */
export const drawStateTimeline: Draw = (view) => lanes(view, view.panel.options["mergeValues"] !== false);

/** Draws a lane for each series, with a box for each point in time. */
export const drawStatusHistory: Draw = (view) => lanes(view, false);

interface Phase {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

function lanes(view: View, merge: boolean): string {
  const series = seriesOf(view.panel, POINTS);
  if (series.length === 0) return placeholder(view.width, view.height, "No data");
  const legend = legendEntries(view, series);
  const names = Math.min(Math.max(...series.map(({ name }) => textWidth(name))) + 12, view.width * 0.35);
  const height = view.height - AXIS - (legend.length > 0 ? LEGEND : 0);
  const pitch = height / series.length;
  const width = view.width - names - 4;
  const drawn = series.map((one, index) => {
    const style = styleOf(view.panel, { ...one, type: "number" });
    const boxes = phases(view, one, merge).map((phase) =>
      box(style, phase, width / POINTS, Math.min(pitch - 4, 40), merge),
    );
    const name = text(names - 8, pitch / 2 + 4, style.displayName ?? one.name, { anchor: "end", width: names - 8 });
    return group(0, index * pitch, name, group(names, Math.max((pitch - 40) / 2, 2), ...boxes));
  });
  return drawn.join("") + timeLabels(view, names, width, height) + legendLine(legend, view);
}

/** Returns the phases of a series. Sometimes inserts another mapped state, because a constant state shows nothing. */
function phases({ panel }: View, series: Series, merge: boolean): readonly Phase[] {
  const random = randomOf(`${panel.id} ${series.name} states`);
  const others = otherStates(styleOf(panel, { ...series, type: "number" }), series.values[0] ?? 0);
  const at = Math.floor(random() * 26) + 6;
  const length = random() < 0.6 ? Math.floor(random() * 4) + 1 : 0;
  const values = series.values.map((value, index) =>
    index >= at && index < at + length && others.length > 0 ? (others[0] ?? value) : value,
  );
  return values.reduce<Phase[]>((all, value, index) => {
    const last = all.at(-1);
    if (merge && last?.value === value) return [...all.slice(0, -1), { ...last, end: index + 1 }];
    return [...all, { start: index, end: index + 1, value }];
  }, []);
}

function otherStates(style: FieldStyle, usual: number): readonly number[] {
  const mapped = (style.mappings ?? []).flatMap((mapping) =>
    mapping.type === "value" ? Object.keys(mapping.options) : [],
  );
  return mapped.map(Number).filter((value) => !Number.isNaN(value) && value !== usual);
}

function box(style: FieldStyle, { start, end, value }: Phase, pitch: number, height: number, merge: boolean): string {
  const shown = show(style, value);
  const [x, width] = [start * pitch, (end - start) * pitch];
  const words = mappingOf(style.mappings ?? [], value)?.text ?? shown.text;
  const fits = merge && textWidth(words) < width - 8;
  return (
    rect(x, 0, width - 1, height, { fill: shown.colour, rx: 1 }) +
    (fits ? text(x + 6, height / 2 + 4, words, { colour: inkOn(shown.colour) }) : "")
  );
}

function timeLabels({ range }: View, left: number, width: number, top: number): string {
  return ticksOf(range, width / 70)
    .map((tick) => {
      const share = (tick - range.from) / (range.to - range.from);
      const anchor = share < 0.03 ? "start" : share > 0.97 ? "end" : "middle";
      return text(left + width * share, top + 14, axisTime(tick, range), { anchor, colour: THEME.secondary });
    })
    .join("");
}

/** Returns the meanings of the colours, from the mappings. */
function legendEntries({ panel }: View, series: readonly Series[]): readonly (readonly [string, string])[] {
  const options = section(panel.options, "legend");
  const [first] = series;
  if (options["showLegend"] === false || first === undefined) return [];
  const style = styleOf(panel, { ...first, type: "number" });
  return (style.mappings ?? []).flatMap((mapping) => {
    const results = mapping.type === "value" ? Object.values(mapping.options) : [mapping.options.result];
    return results.map(
      ({ text: words = "", color = "gray" }) =>
        [words, show({ ...style, mappings: [], color: { mode: "fixed", fixedColor: color } }, 0).colour] as const,
    );
  });
}

function legendLine(entries: readonly (readonly [string, string])[], { height }: View): string {
  let x = 0;
  return entries
    .map(([words, colour]) => {
      const part = dot(x + 5, height - 8, colour) + text(x + 14, height - 4, words);
      x += textWidth(words) + 30;
      return part;
    })
    .join("");
}
