import { CHARTS } from "./sample-charts.ts";
import type { Json } from "./sample-json.ts";
import { LISTS } from "./sample-lists.ts";
import { NUMBERS } from "./sample-numbers.ts";

/** Lays the panels out from left to right. */
function placed(): readonly Json[] {
  let [x, y, line] = [0, 0, 0];
  return [...NUMBERS, ...CHARTS, ...LISTS].map(([type, w, h, body], index) => {
    if (x + w > 24) [x, y, line] = [0, y + line, 0];
    const gridPos = { x, y, w, h };
    x += w;
    line = Math.max(line, h);
    const title = type === "row" ? {} : { title: `A ${type} panel`, description: `How "${type}" & <others> look` };
    return { id: index + 1, type, gridPos, ...title, ...body };
  });
}

/** Dashboard, schema v1. */
export const everyPanel = (): Json => ({
  uid: "every-panel",
  title: "Every panel",
  description: "What the pictures can draw",
  tags: ["observability"],
  time: { from: "now-6h", to: "now" },
  refresh: "1m",
  annotations: { list: [{ name: "New versions", enable: true, iconColor: "#56B4E9" }] },
  links: [{ title: "Dashboards", asDropdown: true }],
  templating: {
    list: [{ name: "environment", type: "custom", label: "Environment", hide: 0, current: { text: "prod" } }],
  },
  panels: placed(),
});
