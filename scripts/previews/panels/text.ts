import { stringOr } from "../json.ts";
import { element, group, scrollbar, text, wrap } from "../svg.ts";
import { MONOSPACE, THEME } from "../theme.ts";
import type { Draw } from "../view.ts";

interface Line {
  readonly words: string;
  readonly size: number;
  readonly weight?: number;
  readonly indent: number;
  readonly font?: string;
  /** Space above, in pixels. */
  readonly space: number;
}

/** Draws Markdown: headings, paragraphs, lists, and tables as lines. Drops emphasis marks and link addresses. */
export const drawText: Draw = ({ panel, width, height, interpolate }) => {
  const content = interpolate(stringOr(panel.options["content"], ""));
  let y = 0;
  const drawn = linesOf(content, width - 12).map((line) => {
    y += line.size * 1.5 + line.space;
    return text(line.indent, y - line.size * 0.4, line.words, {
      size: line.size,
      weight: line.weight,
      font: line.font,
    });
  });
  return group(0, 0, ...drawn) + scrollbar(width, height, y);
};

function linesOf(content: string, width: number): readonly Line[] {
  let paragraph = "";
  const lines: Line[] = [];
  const flush = (): void => {
    if (paragraph !== "") lines.push(...wrapped(paragraph, width, { size: 14, indent: 0, space: 0 }));
    paragraph = "";
  };
  for (const raw of content.split("\n")) {
    const [, marks, heading] = /^(#+)\s+(.*)$/.exec(raw) ?? [];
    const [, bullet, item] = /^\s*([-*]|\d+\.)\s+(.*)$/.exec(raw) ?? [];
    if (heading === undefined && item === undefined && !raw.startsWith("|") && raw.trim() !== "") {
      paragraph = `${paragraph} ${raw.trim()}`.trim();
      continue;
    }
    flush();
    if (heading !== undefined)
      lines.push(...wrapped(heading, width, { size: 22 - 2 * (marks?.length ?? 1), weight: 600, indent: 0, space: 6 }));
    if (item !== undefined)
      lines.push(
        ...wrapped(`${/\d/.test(bullet ?? "") ? bullet : "•"} ${item}`, width, { size: 14, indent: 14, space: 0 }),
      );
    if (raw.startsWith("|") && !/^[|\s:-]+$/.test(raw))
      lines.push({ words: plain(raw), size: 12, indent: 0, space: 0, font: MONOSPACE });
    if (raw.trim() === "" && lines.length > 0) lines.push({ words: "", size: 4, indent: 0, space: 0 });
  }
  flush();
  return lines;
}

const wrapped = (words: string, width: number, style: Omit<Line, "words">): readonly Line[] =>
  wrap(plain(words), width - style.indent, style.size).map((line, index) => ({
    ...style,
    words: line,
    space: index === 0 ? style.space : 0,
  }));

const plain = (words: string): string =>
  words
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\*|__|`|<[^>]+>/g, "")
    .trim();

/** Draws the bar of a row: a heading for the panels below. */
export const rowBar = (title: string, width: number, collapsed: number): string =>
  element("path", { d: "M4 12l5 6l5 -6", stroke: THEME.text, fill: "none", "stroke-width": 1.5 }) +
  text(22, 20, title, { size: 16, weight: 500, width: width - 220 }) +
  (collapsed === 0
    ? ""
    : text(width - 8, 20, `collapsed when the dashboard opens: ${collapsed} inside`, {
        anchor: "end",
        colour: THEME.secondary,
      }));
