import { format } from "echarts/core";
import { FONT, THEME } from "./theme.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** Escapes text for XML. */
export const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Rounds to two decimals: a screen shows fewer, and more would only increase the size. */
const short = (value: number): string => String(Math.round(value * 100) / 100);

/** Returns an element. Its children must already be SVG. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? short(value) : escape(value ?? "")}"`)
    .join("");
  return children.length === 0 ? `<${name}${text}/>` : `<${name}${text}>${children.join("")}</${name}>`;
}

/** Returns a part of the picture with its own origin. Content outside it is clipped. */
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
  /** Truncates the text to this many pixels. @default - not truncated */
  readonly width?: number;
  readonly weight?: number;
  /** @default - the picture's font */
  readonly font?: string;
}

/** Returns one line of text whose baseline is at `y`. */
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

/** Text is measured in Helvetica, but Inter is wider. */
const WIDER = 1.09;

/** Estimates the width of a line of text in pixels, rather too wide than too narrow. */
export const textWidth = (content: string, size = 12): number =>
  format.getTextRect(content, fontOf(size)).width * WIDER;

/** Truncates a line with an ellipsis if it is wider than `width` pixels. */
export const truncate = (content: string, width: number, size = 12): string =>
  textWidth(content, size) <= width ? content : format.truncateText(content, width / WIDER, fontOf(size), "…");

/** Breaks text into lines of up to `width` pixels. Breaks wider words too. */
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

/** Draws the scroll bar of content taller than its panel, which indicates that something is out of sight. */
export function scrollbar(width: number, height: number, contentHeight: number): string {
  if (contentHeight <= height + 1) return "";
  return rect(width - 5, 0, 4, Math.max((height * height) / contentHeight, 16), { rx: 2, fill: "#55575f" });
}

/** Draws a message instead of data. */
export const placeholder = (width: number, height: number, message: string): string =>
  text(width / 2, height / 2 + 5, message, { anchor: "middle", size: 14, colour: THEME.secondary, width });
