import type { BoardDefinition } from "observability/catalog";
import { data, queues, summary } from "./data.ts";
import { cluster, logs, process, sources } from "./process.ts";

/** Does telemetry get through, and if not: where does it stop. */
export const collectorHealth: BoardDefinition = {
  id: "collector-health",
  title: "Collector health",
  description: "The way of telemetry through Grafana Alloy: taken in, queued, sent, and what is lost on it.",
  rows: [summary, data, queues, sources, process, cluster, logs],
};
