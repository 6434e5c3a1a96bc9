import { defineSystem } from "observability/catalog";
import { collectorHealth } from "./boards/index.ts";
import { collectorService } from "./service.ts";

/**
 * Grafana Alloy, which collects the telemetry of everything else. The rules cover those of its mixin (alloy_clustering,
 * alloy_controller, alloy_otelcol) with windows that suit one scrape per minute, and what the mixin leaves out.
 */
export const collector = defineSystem({
  id: "collector",
  title: "Collector",
  services: [collectorService],
  boards: [collectorHealth],
});
