import {
  fieldStyle,
  isRecord,
  stringsOf,
  type FieldStyle,
  type Mapping,
  type MappingResult,
  type Panel,
} from "./json.ts";
import { hex, mix, paletteColour, scaleColours, THEME } from "./theme.ts";
import { formatValue } from "./units.ts";

/** Properties of a field that overrides can match. */
export interface Field {
  readonly name: string;
  readonly refId: string;
  readonly type: "number" | "string" | "time";
}

/** Default colour modes by panel type, as in Grafana. */
const COLOUR_MODES: Readonly<Record<string, string>> = {
  stat: "thresholds",
  gauge: "thresholds",
  bargauge: "thresholds",
  table: "thresholds",
  "status-history": "thresholds",
  "state-timeline": "continuous-GrYlRd",
};

/** Thresholds of a panel that sets none. */
const THRESHOLDS = [
  { value: null, color: "green" },
  { value: 80, color: "red" },
];

/** Returns the style of a field: the panel's defaults, then each matching override in order. */
export function styleOf(panel: Panel, field: Field): FieldStyle {
  const style: Record<string, unknown> = structuredClone(panel.fieldConfig.defaults);
  const custom: Record<string, unknown> = { ...panel.fieldConfig.defaults.custom };
  for (const { matcher, properties } of panel.fieldConfig.overrides) {
    if (!matches(matcher.id, matcher.options, field)) continue;
    for (const { id, value } of properties) {
      if (id.startsWith("custom.")) custom[id.slice("custom.".length)] = value;
      else style[id] = value;
    }
  }
  const mode = COLOUR_MODES[panel.type] ?? "palette-classic";
  return fieldStyle.parse({ color: { mode }, ...style, custom });
}

function matches(id: string, options: unknown, { name, refId, type }: Field): boolean {
  switch (id) {
    case "byName":
      return options === name;
    case "byNames":
      return stringsOf(isRecord(options) ? options["names"] : undefined).includes(name);
    case "byRegexp":
      return typeof options === "string" && pattern(options).test(name);
    case "byFrameRefID":
      return options === refId;
    case "byType":
      return options === type;
    default:
      throw new Error(`override matcher "${id}": expected byName, byNames, byRegexp, byFrameRefID or byType`);
  }
}

/** Parses a regular expression as Grafana does: `/text/flags`, or only its text. */
function pattern(text: string): RegExp {
  const [, body = text, flags = ""] = /^\/(.*)\/([a-z]*)$/.exec(text) ?? [];
  return new RegExp(body, flags);
}

/** A value as displayed: its text, and its colour by mapping, threshold, scale or fixed colour. */
export interface Shown {
  readonly text: string;
  readonly colour: string;
}

/** Formats a number; `index` is the position of its series in the palette. */
export function show(style: FieldStyle, value: number | null | undefined, index = 0): Shown {
  const mapped = mappingOf(style.mappings ?? [], value ?? null);
  const text =
    mapped?.text ?? (value === null || value === undefined ? (style.noValue ?? "-") : formatted(style, value));
  if (mapped?.color !== undefined) return { text, colour: hex(mapped.color) };
  return { text, colour: colourOf(style, index, value ?? undefined) };
}

const formatted = (style: FieldStyle, value: number): string => formatValue(value, style.unit, style.decimals);

/** Returns the result of the first mapping that matches a value or a text. */
export function mappingOf(mappings: readonly Mapping[], value: number | string | null): MappingResult | undefined {
  for (const mapping of mappings) {
    const result = resultOf(mapping, value);
    if (result !== undefined) return result;
  }
  return undefined;
}

function resultOf(mapping: Mapping, value: number | string | null): MappingResult | undefined {
  switch (mapping.type) {
    case "value":
      return mapping.options[String(value)];
    case "range": {
      const { from, to, result } = mapping.options;
      return typeof value === "number" && value >= (from ?? -Infinity) && value <= (to ?? Infinity)
        ? result
        : undefined;
    }
    case "special":
      return value === null && mapping.options.match.includes("null") ? mapping.options.result : undefined;
    case "regex": {
      const matches = pattern(mapping.options.pattern);
      const { text, color } = mapping.options.result;
      if (typeof value !== "string" || !matches.test(value)) return undefined;
      return { color, text: text === undefined ? undefined : value.replace(matches, text) };
    }
  }
}

/** Returns the colour of a series or, with thresholds or a scale, of one value. */
export function colourOf(style: FieldStyle, index: number, value?: number): string {
  const { mode, fixedColor } = style.color ?? { mode: "palette-classic" };
  if (mode === "fixed") return hex(fixedColor ?? "gray");
  if (mode === "shades") return shade(hex(fixedColor ?? "gray"), index);
  if (mode === "thresholds") return thresholdColour(style, value);
  const colours = scaleColours(mode);
  if (colours !== undefined) return mix(colours, shareOf(style, value ?? 0));
  const colour = paletteColour(mode, index);
  if (colour === undefined)
    throw new Error(`colour mode "${mode}": expected fixed, shades, thresholds, palette-* or continuous-*`);
  return colour;
}

/** Returns the colour of a value's threshold step. */
function thresholdColour(style: FieldStyle, value: number | undefined): string {
  const { steps } = style.thresholds ?? { steps: THRESHOLDS };
  const reached = steps.findLast((step) => value !== undefined && value >= stepValue(style, step.value));
  return hex((reached ?? steps[0])?.color ?? "green");
}

/** Returns the start of a step, in the unit of the field. */
export function stepValue(style: FieldStyle, value: number | null | undefined): number {
  if (value === null || value === undefined) return -Infinity;
  if (style.thresholds?.mode !== "percentage") return value;
  const [min, max] = boundsOf(style);
  return min + ((max - min) * value) / 100;
}

/** Returns the ends of the scale of gauges and continuous colours. */
export function boundsOf(style: FieldStyle, values: readonly number[] = []): readonly [number, number] {
  const top = style.unit === "percentunit" ? 1 : 100;
  const min = style.min ?? Math.min(0, ...values);
  return [min, style.max ?? (values.length > 0 ? Math.max(...values, min + 1e-9) : top)];
}

const shareOf = (style: FieldStyle, value: number): number => {
  const [min, max] = boundsOf(style);
  return (value - min) / (max - min);
};

/** Returns shades of one colour, alternately darker and lighter, that stay visible on the panel's background. */
function shade(colour: string, index: number): string {
  const step = Math.min(Math.ceil(index / 2) * 0.22, 0.7);
  return index % 2 === 0 ? mix([colour, THEME.panel], step) : mix([colour, "#ffffff"], step);
}

/** Whether a field is hidden in the picture. */
export function isHidden(style: FieldStyle, from: "viz" | "legend"): boolean {
  const hideFrom = style.custom["hideFrom"];
  return isRecord(hideFrom) && hideFrom[from] === true;
}
