import { targetInfo } from "../../../catalog/sdk/opentelemetry.ts";
import { scrapedFrom } from "../../../catalog/sdk/scraped.ts";
import type { BoardPanel, View } from "../../../model/catalog/board.ts";
import { type Service } from "../../../model/catalog/service.ts";
import { type System } from "../../../model/catalog/system.ts";
import { series } from "../../../model/catalog/series.ts";
import { defineSystem } from "../../../model/catalog/define-system.ts";
import { gauge, increase, rate, ratio } from "../../../model/catalog/measure.ts";
import { defineMetric } from "../../../model/catalog/metrics.ts";

const scraped = scrapedFrom("annotations");
export const orders = scraped.counter("orders_total", "{order}", ["status"], "Orders placed.");
const duration = scraped.histogram("order_seconds", "s", [], "Duration of orders.");
export const ready = scraped.gauge("ready", "1", [], "1 while it takes orders.");
const cost = defineMetric({ ...scraped.counter("cost_dollars_total", "1", ["status"], "Cost."), optional: true });
const active = defineMetric({
  name: "used_series",
  unit: "{series}",
  type: "gauge",
  labels: [],
  ingestion: "usage",
  description: "Series in use.",
});

const shop = (id: string): Service => ({
  id,
  title: id,
  description: "Sells things to people.",
  team: "team",
  serviceName: id,
  namespace: "apps",
  workload: id,
  metrics: [targetInfo, orders, duration, ready, cost, active],
  heartbeat: series(targetInfo),
  version: "service.version",
  logs: true,
  traces: false,
  profiles: false,
  alerts: [],
});

export const one = shop("one");
const two = shop("two");
const byStatus = { value: rate(series(orders), { by: ["status"] }) };
const total = { value: increase(series(orders), { by: ["status"] }), legend: "Orders" };

const VIEWS: Readonly<Record<string, View>> = {
  stat: { kind: "stat", queries: [{ value: gauge(series(ready), "min") }] },
  lines: { kind: "lines", queries: [byStatus] },
  stacked: { kind: "stacked", queries: [byStatus] },
  bars: { kind: "bars", queries: [{ value: increase(series(orders), { by: ["status"] }) }] },
  gauge: { kind: "gauge", queries: [{ value: gauge(series(active), "max"), legend: "used" }] },
  "bar-gauge": { kind: "bar-gauge", queries: [byStatus] },
  pie: { kind: "pie", queries: [total] },
  state: { kind: "state", queries: [{ value: gauge(series(ready), "min") }] },
  heatmap: { kind: "heatmap", of: series(duration) },
  scatter: {
    kind: "scatter",
    x: total,
    y: { value: ratio(increase(series(cost), { by: ["status"] }), total.value), legend: "Cost" },
    xUnit: "count",
  },
  table: {
    kind: "table",
    columns: [
      { ...total, unit: "count" },
      { value: rate(series(orders), { by: ["status"] }), legend: "Per second", unit: "perSecond" },
    ],
  },
  logs: { kind: "logs" },
  errors: { kind: "logs", levels: ["error", "fatal"] },
  alerts: { kind: "alerts" },
  text: { kind: "text", markdown: "Read **this** first." },
};

const panel = ([id, view]: readonly [string, View]): BoardPanel => ({
  id,
  title: `Title of ${id}`,
  description: "What it shows, what is good and what to do.",
  width: view.kind === "text" ? 24 : 12,
  view,
});

/** A system whose dashboard has a panel of each view. */
export const everyView: System = defineSystem({
  id: "shops",
  title: "Shops",
  services: [one, two],
  boards: [
    {
      id: "every-view",
      title: "Every view",
      description: "A panel of each kind.",
      rows: [{ id: "row", title: "Row", of: [one, two], panels: Object.entries(VIEWS).map(panel) }],
    },
  ],
});
