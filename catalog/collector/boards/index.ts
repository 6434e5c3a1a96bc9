import type { BoardDefinition } from "observability/catalog";
import { data, queues, summary } from "./data.ts";
import { cluster, logs, process, sources } from "./process.ts";

/** Whether telemetry gets through and, if not, where it stops. */
export const collectorHealth: BoardDefinition = {
  id: "collector-health",
  title: "Collector health",
  description: "The path of telemetry through Grafana Alloy: what is received, queued, sent and lost.",
  rows: [summary, data, queues, sources, process, cluster, logs],
};
