import { exporters } from "../features/exporters.ts";
import { memoryLimiter, memoryLimiterInput } from "../features/memory-limiter.ts";
import { spansFromGateways } from "../features/otlp-receiver.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { traceMetrics, traceMetricsInputs } from "../features/trace-metrics.ts";
import { tailSampling, tailSamplingInput } from "../features/trace-sampling.ts";
import type { CollectorPlan } from "../plan.ts";
import { defineRole, type Role } from "./role.ts";
import { scrapedPath } from "./scraped-path.ts";

/** Receives whole traces, counts them, and decides which to keep. Undefined unless tail sampling is enabled. */
export function samplerRole(plan: CollectorPlan): Role | undefined {
  const { sampler } = plan.sizes;
  if (sampler === undefined) return undefined;
  const traces = [...traceMetricsInputs(plan.settings.traces), tailSamplingInput];
  return defineRole("sampler", [
    spansFromGateways({ traces: [memoryLimiterInput("pushed")] }),
    memoryLimiter("pushed", sampler.memoryMebibytes, { traces }),
    traceMetrics(plan),
    tailSampling(plan),
    selfMetrics(plan, "sampler"),
    ...scrapedPath(plan),
    ...exporters(plan, { volumeBytes: sampler.queueGibibytes * 1024 ** 3, whenFull: "refuse" }, ["metrics", "traces"]),
  ]);
}
