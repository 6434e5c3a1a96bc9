import { numberOr, stringOr, stringsOf } from "../json.ts";
import { element, group, placeholder, rect, scrollbar, text } from "../svg.ts";
import { THEME } from "../theme.ts";
import type { Draw } from "../view.ts";

const ALERT = 42;

const ALERTS: readonly (readonly [state: string, name: string, since: string])[] = [
  ["Firing", "LatencyHigh", "for 14m"],
  ["Pending", "MemoryNearLimit", "for 3m"],
];

/** Draws firing and pending alerts. */
export const drawAlertList: Draw = ({ panel, width, height }) => {
  const [, service = "service"] =
    /service=~?"([^"|]+)/.exec(stringOr(panel.options["alertInstanceLabelFilter"], "")) ?? [];
  const prefix = service.replace(/(^|[^a-z])([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  const shown = ALERTS.slice(0, numberOr(panel.options["maxItems"], 20));
  const rows = shown.map(([state, name, since], index) =>
    group(
      0,
      index * ALERT,
      rect(0, 0, width, ALERT - 4, { fill: THEME.raised, rx: 2 }),
      element("circle", { cx: 14, cy: 19, r: 5, fill: state === "Firing" ? "#F2495C" : "#FF9830" }),
      text(28, 16, `${prefix}${name}`, { size: 14, width: width - 36 }),
      text(28, 31, `${state} ${since}`, { size: 11, colour: THEME.secondary }),
    ),
  );
  return rows.join("") + scrollbar(width, height, shown.length * ALERT);
};

const BOARD = 30;

/** Draws links to dashboards with the panel's tags. */
export const drawDashList: Draw = ({ panel, width, height, boards }) => {
  const tags = stringsOf(panel.options["tags"]);
  const listed = boards.filter((board) => tags.every((tag) => board.tags.includes(tag)));
  const shown = listed.slice(0, numberOr(panel.options["maxItems"], 10));
  if (shown.length === 0) return placeholder(width, height, "No dashboards with these tags");
  const rows = shown.map(({ title, folder }, index) =>
    group(
      0,
      index * BOARD,
      text(4, 14, title, { colour: THEME.link, size: 14, width: width - 16 }),
      text(4, 26, folder, { size: 10, colour: THEME.secondary, width: width - 16 }),
    ),
  );
  return rows.join("") + scrollbar(width, height, shown.length * BOARD);
};
