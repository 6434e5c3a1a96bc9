import { drawHeader } from "./header.ts";
import type { Board, BoardPanel, Panel } from "./json.ts";
import { DRAW } from "./panels/index.ts";
import { rowBar } from "./panels/text.ts";
import { element, escape, group, rect, text, textWidth, viewport } from "./svg.ts";
import { FONT, hex, THEME } from "./theme.ts";
import { rangeOf, type TimeRange } from "./time.ts";
import type { Mark, View } from "./view.ts";

/** Other dashboards that a picture refers to, and the dashboard's folder. */
export interface Surroundings {
  readonly folder: string;
  readonly boards: View["boards"];
}

/** Layout of Grafana's grid of 24 columns on a screen. */
interface Screen {
  /** Pixels. */
  readonly width: number;
  readonly margin: number;
  /** On a phone every panel is as wide as the screen. */
  readonly stacked: boolean;
}

export const DESKTOP: Screen = { width: 1280, margin: 16, stacked: false };
export const PHONE: Screen = { width: 390, margin: 8, stacked: true };

const COLUMNS = 24;
/** Height of a grid row and gap between panels, in pixels, as in Grafana. */
const ROW = 30;
const GAP = 8;
const TITLE = 32;
const PADDING = 8;
/** Positions of the dashboard's annotations, as shares of the time range. */
const MARKED = [0.62];

interface Placed {
  readonly panel: BoardPanel | Panel;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Draws a dashboard as Grafana shows it on a screen, with synthetic data. The result is deterministic. */
export function drawBoard(board: Board, surroundings: Surroundings, screen: Screen = DESKTOP): string {
  const interpolate = interpolation(board);
  const range = rangeOf(board.time.from);
  const header = drawHeader(board, surroundings.folder, range, screen);
  const placed = screen.stacked ? stack(board.panels, screen) : arrange(board.panels, screen);
  const height = header.height + Math.max(...placed.map(({ y, height: own }) => y + own), 0) + screen.margin;
  const context = { range, interpolate, boards: surroundings.boards, marks: marksOf(board, range) };
  const panels = placed.map((one, index) =>
    group(screen.margin + one.x, header.height + one.y, drawPanel(one, { ...context, prefix: `p${index}-` })),
  );
  const size = { width: screen.width, height, viewBox: `0 0 ${screen.width} ${height}` };
  const ground = rect(0, 0, screen.width, height, { fill: THEME.canvas });
  const content = [element("title", {}, escape(`${board.title}: ${board.description}`)), ground, header.svg, ...panels];
  return `${element("svg", { xmlns: "http://www.w3.org/2000/svg", ...size, "font-family": FONT }, `\n${content.join("\n")}\n`)}\n`;
}

const isRow = ({ type }: Panel): boolean => type === "row";

/** Shows the panels of a collapsed row as if it were expanded, so that they are in the picture too. */
const opened = (panels: readonly BoardPanel[]): readonly (readonly [BoardPanel, readonly Panel[]])[] =>
  panels.map((panel) => [panel, panel.collapsed ? panel.panels : []]);

function arrange(panels: readonly BoardPanel[], { width, margin }: Screen): readonly Placed[] {
  const column = (width - 2 * margin - GAP * (COLUMNS - 1)) / COLUMNS;
  let shift = 0;
  return opened(panels).flatMap(([panel, inside]) => {
    const { y, h } = panel.gridPos;
    const place = ({ gridPos }: Panel, top: number): Omit<Placed, "panel"> => ({
      x: gridPos.x * (column + GAP),
      y: (gridPos.y + top) * (ROW + GAP),
      width: gridPos.w * (column + GAP) - GAP,
      height: gridPos.h * (ROW + GAP) - GAP,
    });
    const own = { panel, ...place(panel, shift) };
    const first = Math.min(...inside.map(({ gridPos }) => gridPos.y));
    const below = inside.map((one) => ({ panel: one, ...place(one, shift + y + h - first) }));
    shift += Math.max(...inside.map(({ gridPos }) => gridPos.y + gridPos.h - first), 0);
    return [own, ...below];
  });
}

/** Stacks panels in reading order with their usual heights, as Grafana does on screens narrower than 769 pixels. */
function stack(panels: readonly BoardPanel[], { width, margin }: Screen): readonly Placed[] {
  const inOrder = panels.toSorted((a, b) => a.gridPos.y - b.gridPos.y || a.gridPos.x - b.gridPos.x);
  let y = 0;
  return opened(inOrder)
    .flatMap(([panel, inside]) => [panel, ...inside])
    .map((panel) => {
      const height = panel.gridPos.h * (ROW + GAP) - GAP;
      const top = y;
      y += height + GAP;
      return { panel, x: 0, y: top, width: width - 2 * margin, height };
    });
}

function drawPanel({ panel, width, height }: Placed, context: Omit<View, "panel" | "width" | "height">): string {
  const title = context.interpolate(panel.title);
  if (isRow(panel)) {
    const inside = "panels" in panel && Array.isArray(panel.panels) ? panel.panels.length : 0;
    return rowBar(title, width, panel.collapsed ? inside : 0);
  }
  const draw = DRAW[panel.type];
  if (draw === undefined) {
    const known = ["row", ...Object.keys(DRAW)].join(", ");
    throw new Error(
      `panel "${panel.title}": expected one of the types ${known}, got ${panel.type}\n  fix: draw it in scripts/previews/panels/`,
    );
  }
  const top = title === "" ? PADDING : TITLE;
  const [bodyWidth, bodyHeight] = [width - 2 * PADDING, height - top - PADDING];
  const own = panel.timeFrom ? { range: rangeOf(panel.timeFrom), marks: [] } : {};
  const body = draw({ ...context, ...own, panel, width: bodyWidth, height: bodyHeight });
  const frame = { fill: THEME.panel, stroke: THEME.border, rx: 3 };
  return [
    panel.transparent ? "" : rect(0.5, 0.5, width - 1, height - 1, frame),
    heading(panel, title, width),
    viewport(PADDING, top, bodyWidth, bodyHeight, body),
  ].join("");
}

/** Draws the title, the icon that indicates a description, and the panel's own time range. */
function heading(panel: Panel, title: string, width: number): string {
  if (title === "") return "";
  const note = panel.timeFrom ? rangeOf(panel.timeFrom).label : panel.repeat ? `repeats by ${panel.repeat}` : "";
  const noteWidth = note === "" ? 0 : textWidth(note, 11) + 12;
  const room = width - 2 * PADDING - noteWidth - (panel.description ? 20 : 0);
  const x = PADDING + Math.min(textWidth(title, 14) * 1.03, room) + 12;
  return [
    element(
      "g",
      {},
      element("title", {}, escape(panel.description ?? title)),
      text(PADDING, 21, title, { size: 14, weight: 500, width: room }),
    ),
    panel.description ? element("circle", { cx: x, cy: 16, r: 6, fill: "none", stroke: THEME.secondary }) : "",
    panel.description ? text(x, 19.5, "i", { size: 9, anchor: "middle", colour: THEME.secondary }) : "",
    note === "" ? "" : text(width - PADDING, 20, note, { size: 11, anchor: "end", colour: THEME.secondary }),
  ].join("");
}

/** Returns a function that replaces `$name` and `${name}` with the dashboard's initial variable values. */
function interpolation({ templating }: Board): (words: string) => string {
  const current = new Map(
    templating.list.map(({ name, current: chosen }) => [name, [chosen?.text ?? "All"].flat().join(" + ")]),
  );
  return (words) =>
    words.replace(
      /\$\{(\w+)(?::\w+)?\}|\$(\w+)/g,
      (whole, braced?: string, bare?: string) => current.get(braced ?? bare ?? "") ?? whole,
    );
}

const marksOf = ({ annotations }: Board, { from, to }: TimeRange): readonly Mark[] =>
  annotations.list
    .filter(({ enable, builtIn }) => enable && builtIn === 0)
    .flatMap(({ iconColor }) =>
      MARKED.map((share) => ({ at: Math.round(from + (to - from) * share), colour: hex(iconColor) })),
    );
