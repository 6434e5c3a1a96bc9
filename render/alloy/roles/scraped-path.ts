import { toBackend } from "../features/exporters.ts";
import type { Feature } from "../features/feature.ts";
import { memoryLimiter, memoryLimiterInput } from "../features/memory-limiter.ts";
import { resourceAttributesInput, scrapedResources } from "../features/resource-attributes.ts";
import { scrapedMetrics } from "../features/scraping.ts";
import { collectedSignals, type CollectorPlan } from "../plan.ts";

/**
 * Returns the path of scraped metrics to the backend, which is empty if the backend accepts no metrics.
 * @param memoryMebibytes the container's memory, for a memory limiter; without it, there is no limiter
 */
export function scrapedPath(plan: CollectorPlan, memoryMebibytes?: number): readonly Feature[] {
  if (!collectedSignals(plan).includes("metrics")) return [];
  const resources = { metrics: [resourceAttributesInput("scraped")] };
  return [
    ...(memoryMebibytes === undefined
      ? [scrapedMetrics(resources)]
      : [
          scrapedMetrics({ metrics: [memoryLimiterInput("scraped")] }),
          memoryLimiter("scraped", memoryMebibytes, resources),
        ]),
    scrapedResources(plan, toBackend(plan, "metrics")),
  ];
}
