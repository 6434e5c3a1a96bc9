import { defineSystem } from "observability/catalog";
import { collectorHealth } from "./boards/index.ts";
import { collectorService } from "./service.ts";

/**
 * Grafana Alloy, which everything else is seen through. The rules cover those of its mixin (alloy_clustering,
 * alloy_controller, alloy_otelcol) with windows that hold for a scrape a minute, and what the mixin leaves out.
 */
export const collector = defineSystem({
  id: "collector",
  title: "Collector",
  services: [collectorService],
  boards: [collectorHealth],
});
