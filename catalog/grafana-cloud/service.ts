import { series, type Service } from "observability/catalog";
import { PLATFORM_TEAM } from "../../model/names.ts";
import { activeSeries, grafanaCloudMetrics } from "./metrics.ts";
import { grafanaCloudRules } from "./rules/usage.ts";

/** No workload of the cluster: it is seen through what Grafana Cloud counts itself. */
export const grafanaCloudService: Service = {
  id: "grafana-cloud",
  title: "Grafana Cloud",
  description: "The backend: what it takes, discards and charges for, and whether its alerting works.",
  team: PLATFORM_TEAM,
  serviceName: "grafana-cloud",
  namespace: "observability",
  workload: "grafana-cloud",
  metrics: grafanaCloudMetrics,
  heartbeat: series(activeSeries),
  logs: false,
  traces: false,
  profiles: false,
  alerts: grafanaCloudRules,
};
