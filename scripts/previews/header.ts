import type { Board } from "./json.ts";
import { element, group, rect, text, textWidth } from "./svg.ts";
import { hex, THEME } from "./theme.ts";
import type { TimeRange } from "./time.ts";

/** A menu, a switch or a link above the panels. */
interface Chip {
  readonly words: string;
  readonly kind: "menu" | "link" | "switch";
  readonly colour?: string;
}

const CHIP = 26;
const LINE = 32;

/** Draws the title and time range of a dashboard, then its menus and links in as many lines as they need. */
export function drawHeader(board: Board, folder: string, range: TimeRange, screen: { width: number; margin: number }) {
  const { width, margin } = screen;
  const narrow = width < 600;
  const picker = `${range.label}, UTC${board.refresh ? `, every ${board.refresh}` : ""}`;
  const first = narrow ? 56 : 44;
  const { svg, lines } = drawChips(chipsOf(board), { left: margin, top: first, right: width - margin });
  const room = width - 2 * margin - (narrow ? 0 : textWidth(picker) + 20);
  const title = text(margin, 28, `${folder} › ${board.title}`, { size: 16, weight: 500, width: room });
  const time = narrow
    ? text(margin, 46, picker, { colour: THEME.secondary })
    : text(width - margin, 28, picker, { anchor: "end", colour: THEME.secondary });
  return { svg: title + time + svg, height: first + lines * LINE + (lines === 0 ? 0 : 4) };
}

const chipsOf = (board: Board): readonly Chip[] => [
  ...board.templating.list
    .filter(({ hide }) => hide !== 2)
    .map(({ label, name, current }): Chip => {
      return { words: `${label ?? name}: ${[current?.text ?? "All"].flat().join(" + ")}`, kind: "menu" };
    }),
  ...board.annotations.list
    .filter(({ builtIn, hide }) => builtIn === 0 && !hide)
    .map(({ name, iconColor }): Chip => ({ words: name, kind: "switch", colour: hex(iconColor) })),
  ...board.links.map(({ title, asDropdown }): Chip => ({ words: title, kind: asDropdown ? "menu" : "link" })),
];

function drawChips(chips: readonly Chip[], area: { left: number; top: number; right: number }) {
  let x = area.left;
  let line = 0;
  const drawn = chips.map((chip) => {
    const width = textWidth(chip.words) + 36;
    if (x > area.left && x + width > area.right) {
      x = area.left;
      line += 1;
    }
    const left = x;
    x += width + 8;
    return group(left, area.top + line * LINE, drawChip(chip, width));
  });
  return { svg: drawn.join(""), lines: chips.length === 0 ? 0 : line + 1 };
}

function drawChip({ words, kind, colour }: Chip, width: number): string {
  const frame = rect(0.5, 0.5, width, CHIP, { fill: THEME.panel, stroke: THEME.border, rx: 2 });
  const line = { stroke: THEME.secondary, fill: "none", "stroke-width": 1.5 };
  if (kind === "switch") {
    return frame + element("circle", { cx: 14, cy: 13.5, r: 4, fill: colour }) + text(24, 18, words);
  }
  const sign = kind === "menu" ? `M${width - 18} 11l4 4l4 -4` : `M${width - 18} 17l7 -7m-6 0h6v6`;
  return frame + text(10, 18, words) + element("path", { d: sign, ...line });
}
