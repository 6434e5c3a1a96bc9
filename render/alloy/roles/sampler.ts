import { memoryLimiter, memoryLimiterInput } from "../features/memory-limiter.ts";
import { otlpExporter, otlpExporterInput } from "../features/otlp-exporter.ts";
import { spansFromGateways } from "../features/otlp-receiver.ts";
import { resourceAttributesInput, scrapedResources } from "../features/resource-attributes.ts";
import { scrapedMetrics } from "../features/scraping.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { traceMetrics, traceMetricsInputs } from "../features/trace-metrics.ts";
import { tailSampling, tailSamplingInput } from "../features/trace-sampling.ts";
import { backendOf } from "../plan.ts";
import type { CollectorPlan } from "../plan.ts";
import { defineRole } from "./role.ts";
import type { Role } from "./role.ts";

/** Sees whole traces, counts them, and decides which are kept. Undefined unless traces are tail sampled. */
export function samplerRole(plan: CollectorPlan): Role | undefined {
  const { sampler } = plan.sizes;
  if (sampler === undefined) return undefined;
  const traces = [...traceMetricsInputs(plan.settings.traces), tailSamplingInput];
  return defineRole("sampler", [
    spansFromGateways({ traces: [memoryLimiterInput("pushed")] }),
    memoryLimiter("pushed", sampler.memoryMebibytes, { traces }),
    traceMetrics(plan, otlpExporterInput),
    tailSampling(plan, otlpExporterInput),
    selfMetrics(plan, "sampler"),
    scrapedMetrics({ metrics: [resourceAttributesInput("scraped")] }),
    scrapedResources(plan, { metrics: [otlpExporterInput] }),
    otlpExporter(backendOf(plan, "otlp"), { volumeBytes: sampler.queueGibibytes * 1024 ** 3, whenFull: "refuse" }),
  ]);
}
