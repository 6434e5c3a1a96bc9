import { chart } from "../chart.ts";
import { boundsOf, colourOf, show, stepValue, styleOf } from "../fields.ts";
import { stringOr, type FieldStyle } from "../json.ts";
import { element, group, placeholder, rect, text, textWidth } from "../svg.ts";
import { hex, mix, THEME } from "../theme.ts";
import { valuesOf, type NamedValue } from "../values.ts";
import type { Draw, View } from "../view.ts";
import { tiles } from "./stat.ts";

/** Draws an arc for each value, surrounded by its thresholds. */
export const drawGauge: Draw = (view) => {
  const values = valuesOf(view.panel);
  if (values.length === 0) return placeholder(view.width, view.height, "No data");
  return tiles(view, { count: values.length, shape: 0.8 }, (index, width, height) => {
    const value = values[index];
    return value === undefined ? "" : dial(view, value, { index, width, height, named: values.length > 1 });
  });
};

interface Place {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  readonly named: boolean;
}

function dial(view: View, value: NamedValue, { index, width, height, named }: Place): string {
  const style = styleOf(view.panel, value);
  const last = value.values.at(-1) ?? 0;
  const shown = show(style, last, index);
  const radius = Math.min(width / 2, (height - (named ? 20 : 0)) / 1.7) * 0.92;
  const middle = Math.max((height - radius * 1.4 - (named ? 20 : 0)) / 2, 4) + radius;
  const series = arcs(style, last, { center: [width / 2, middle], radius, colour: shown.colour });
  const size = Math.min(radius * 0.42, (radius * 1.15) / (textWidth(shown.text, 10) / 10));
  const name = { anchor: "middle", width: width - 8 } as const;
  return [
    chart({ series }, width, height, `${view.prefix}${index}-`),
    text(width / 2, middle + size * 0.3, shown.text, { anchor: "middle", size, weight: 500, colour: shown.colour }),
    named ? text(width / 2, middle + radius * 0.4 + 16, style.displayName ?? value.name, name) : "",
  ].join("");
}

interface Arc {
  readonly center: readonly [number, number];
  readonly radius: number;
  readonly colour: string;
}

/** Returns the value as an arc, and a thin arc with the thresholds around it. */
function arcs(style: FieldStyle, value: number, { center, radius, colour }: Arc): readonly unknown[] {
  const [min, max] = boundsOf(style);
  const hidden = { show: false };
  const bare = { axisTick: hidden, splitLine: hidden, axisLabel: hidden, pointer: hidden, detail: hidden };
  const arc = { type: "gauge", startAngle: 200, endAngle: -20, min, max, center, ...bare };
  const width = radius * 0.24;
  return [
    {
      ...arc,
      radius: radius * 0.92,
      axisLine: { lineStyle: { width, color: [[1, THEME.raised]] } },
      progress: { show: true, width, itemStyle: { color: colour } },
      data: [{ value: Math.min(Math.max(value, min), max) }],
    },
    { ...arc, radius, axisLine: { lineStyle: { width: 4, color: bands(style, min, max) } } },
  ];
}

/** Returns the colours along the scale, each with the position where it ends. */
function bands(style: FieldStyle, min: number, max: number): readonly (readonly [number, string])[] {
  const steps = style.thresholds?.steps ?? [];
  if (steps.length === 0) return [[1, colourOf(style, 0, max)]];
  return steps.map(({ color }, index) => {
    const next = steps[index + 1];
    const end = next === undefined ? 1 : (stepValue(style, next.value) - min) / (max - min);
    return [Math.min(Math.max(end, 0), 1), hex(color)] as const;
  });
}

/** Draws a bar for each value, horizontal unless the panel sets another orientation. */
export const drawBarGauge: Draw = (view) => {
  const values = valuesOf(view.panel);
  if (values.length === 0) return placeholder(view.width, view.height, "No data");
  const upright = stringOr(view.panel.options["orientation"], "auto") === "vertical";
  return upright ? uprightBars(view, values) : levelBars(view, values);
};

/** Returns the common scale of all bars, derived from their values if the panel sets none. */
const scaleOf = (view: View, values: readonly NamedValue[]) =>
  boundsOf(
    view.panel.fieldConfig.defaults,
    values.map((one) => one.values.at(-1) ?? 0),
  );

function levelBars(view: View, values: readonly NamedValue[]): string {
  const [min, max] = scaleOf(view, values);
  const pitch = Math.min(view.height / values.length, 56);
  const nameWidth = Math.min(Math.max(...values.map(({ name }) => textWidth(name))) + 10, view.width * 0.4);
  const texts = values.map((one, index) => show(styleOf(view.panel, one), one.values.at(-1), index));
  const valueWidth = Math.max(...texts.map((shown) => textWidth(shown.text, 14))) + 10;
  const barWidth = view.width - nameWidth - valueWidth - 8;
  const bars = values.map((one, index) => {
    const shown = texts[index];
    const share = ((one.values.at(-1) ?? 0) - min) / (max - min || 1);
    const height = Math.min(Math.max(pitch - 8, 6), 28);
    const middle = pitch / 2 + 5;
    return group(
      0,
      index * pitch,
      text(nameWidth - 8, middle, styleOf(view.panel, one).displayName ?? one.name, {
        anchor: "end",
        width: nameWidth - 8,
      }),
      rect(nameWidth, (pitch - height) / 2, barWidth, height, { fill: THEME.raised, rx: 2 }),
      bar(nameWidth, (pitch - height) / 2, barWidth * Math.min(Math.max(share, 0.005), 1), height, shown?.colour ?? ""),
      text(nameWidth + barWidth + 8, middle, shown?.text ?? "", { size: 14, colour: shown?.colour }),
    );
  });
  return bars.join("");
}

const bar = (x: number, y: number, width: number, height: number, colour: string): string =>
  rect(x, y, width, height, { fill: mix([colour, THEME.panel], 0.35), stroke: colour, rx: 2 });

function uprightBars(view: View, values: readonly NamedValue[]): string {
  const [min, max] = scaleOf(view, values);
  const pitch = view.width / values.length;
  const full = view.height - 44;
  return values
    .map((one, index) => {
      const style = styleOf(view.panel, one);
      const shown = show(style, one.values.at(-1), index);
      const height = full * Math.min(Math.max(((one.values.at(-1) ?? 0) - min) / (max - min || 1), 0.005), 1);
      return group(
        index * pitch,
        0,
        text(pitch / 2, 16, shown.text, { anchor: "middle", size: 14, colour: shown.colour, width: pitch }),
        rect(8, 24, pitch - 16, full, { fill: THEME.raised, rx: 2 }),
        bar(8, 24 + full - height, pitch - 16, height, shown.colour),
        text(pitch / 2, view.height - 4, style.displayName ?? one.name, { anchor: "middle", width: pitch - 4 }),
      );
    })
    .join("");
}

/** Draws the colour dot beside a name, for panels whose values are slices or columns. */
export const dot = (x: number, y: number, colour: string): string =>
  element("circle", { cx: x, cy: y, r: 4, fill: colour });
