import { series, type Service } from "observability/catalog";
import { PLATFORM_TEAM } from "../../model/names.ts";
import { activeSeries, grafanaCloudMetrics } from "./metrics.ts";
import { grafanaCloudRules } from "./rules/usage.ts";

/** Not a workload of the cluster: it is watched through Grafana Cloud's own usage metrics. */
export const grafanaCloudService: Service = {
  id: "grafana-cloud",
  title: "Grafana Cloud",
  description: "The backend: what it accepts, discards and charges for, and whether its alerting works.",
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
