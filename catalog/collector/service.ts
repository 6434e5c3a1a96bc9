import type { Service } from "observability/catalog";
import { COLLECTOR_NAME, PLATFORM_TEAM } from "../../model/names.ts";
import { collectorMetrics } from "./metrics.ts";
import { dataRules } from "./rules/data.ts";
import { clusterRules, heartbeat, processRules } from "./rules/process.ts";

/** All roles of Grafana Alloy. Its log lines are those of its pods. */
export const collectorService: Service = {
  id: "collector",
  title: "Collector",
  description: "Grafana Alloy: receives telemetry and keeps it on disk until the backend has it.",
  team: PLATFORM_TEAM,
  serviceName: COLLECTOR_NAME,
  namespace: "observability",
  workload: COLLECTOR_NAME,
  metrics: collectorMetrics,
  heartbeat,
  version: "version",
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...processRules, ...dataRules, ...clusterRules],
};
