import { format } from "echarts/core";
import { FONT, THEME } from "./theme.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Escapes text for XML. */
export const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Two decimals are more than a screen shows; the rest is only size. */
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** An element. Children are SVG already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escape(value ?? "")}"`)
    .join("");
  return children.length === 0 ? `<${name}${text}/>` : `<${name}${text}>${children.join("")}</${name}>`;
}

/** A part of the picture with its own origin; what sticks out of it is cut off. */
export const viewport = (x: number, y: number, width: number, height: number, content: string): string =>
  element("svg", { x, y, width: Math.max(width, 0), height: Math.max(height, 0) }, content);

export const group = (x: number, y: number, ...children: readonly string[]): string =>
  element("g", { transform: `translate(${short(x)} ${short(y)})` }, ...children);

export const rect = (x: number, y: number, width: number, height: number, attributes: Attributes): string =>
  element("rect", { x, y, width: Math.max(width, 0), height: Math.max(height, 0), ...attributes });

export interface TextStyle {
  /** Pixels. @default 12 */
  readonly size?: number;
  /** @default - the theme's text colour */
  readonly colour?: string;
  /** @default "start" */
  readonly anchor?: "start" | "middle" | "end";
  /** Cuts the text to so many pixels. @default - whole */
  readonly width?: number;
  readonly weight?: number;
  /** @default - that of the picture */
  readonly font?: string;
}

/** One line of text whose baseline is at `y`. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 12, colour = THEME.text, anchor, width, weight, font } = style;
  const shown = width === undefined ? content : truncate(content, width, size);
  if (shown === "") return "";
  return element(
    "text",
    { x, y, "font-size": size, fill: colour, "text-anchor": anchor, "font-weight": weight, "font-family": font },
    escape(shown),
  );
}

const fontOf = (size: number): string => `${size}px ${FONT}`;

/** The measure is that of Helvetica; Inter is wider. */
const WIDER = 1.09;

/** Pixels that a line of text takes, about: a little more than needed rather than less. */
export const textWidth = (content: string, size = 12): number =>
  format.getTextRect(content, fontOf(size)).width * WIDER;

/** Cuts a line with an ellipsis where it is longer than `width` pixels. */
export const truncate = (content: string, width: number, size = 12): string =>
  textWidth(content, size) <= width ? content : format.truncateText(content, width / WIDER, fontOf(size), "…");

/** Breaks text into lines of at most `width` pixels; a word longer than that is broken too. */
export function wrap(content: string, width: number, size = 12): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of content.split(/\s+/).flatMap((one) => pieces(one, width, size))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && textWidth(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

function pieces(word: string, width: number, size: number): readonly string[] {
  if (textWidth(word, size) <= width) return [word];
  const length = Math.max(1, Math.floor((word.length * width) / textWidth(word, size)));
  return [word.slice(0, length), ...pieces(word.slice(length), width, size)];
}

/** The bar that Grafana shows beside content taller than its panel: a sign that something is out of sight. */
export function scrollbar(width: number, height: number, contentHeight: number): string {
  if (contentHeight <= height + 1) return "";
  return rect(width - 5, 0, 4, Math.max((height * height) / contentHeight, 16), { rx: 2, fill: "#55575f" });
}

/** What a panel shows in place of data. */
export const placeholder = (width: number, height: number, message: string): string =>
  text(width / 2, height / 2 + 5, message, { anchor: "middle", size: 14, colour: THEME.secondary, width });
