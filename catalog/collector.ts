import { defineSystem } from "../model/define-system.ts";
import { collectorMetrics } from "./collector/metrics.ts";
import { dataRules } from "./collector/rules-data.ts";
import { clusterRules, heartbeat, processRules } from "./collector/rules-process.ts";

/**
 * Grafana Alloy, which everything else is seen through. The rules cover those of its mixin (alloy_clustering,
 * alloy_controller, alloy_otelcol) with windows that hold for a scrape a minute, and what the mixin leaves out.
 */
export const collector = defineSystem({
  id: "collector",
  title: "Collector",
  services: [
    {
      id: "collector",
      title: "Collector",
      description: "Grafana Alloy: takes telemetry in, keeps it on disk until the backend has it.",
      team: "platform",
      serviceName: "grafana-alloy",
      namespace: "observability",
      workload: "grafana-alloy",
      metrics: collectorMetrics,
      heartbeat,
      version: "version",
      logs: false,
      traces: false,
      profiles: false,
      alerts: [...processRules, ...dataRules, ...clusterRules],
    },
  ],
});
