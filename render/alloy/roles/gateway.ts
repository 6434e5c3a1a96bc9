import { destinationOf, type CollectorPlan } from "../plan.ts";
import type { Reference } from "../language/ast.ts";
import type { Outputs } from "../language/components.ts";
import { applicationMetrics } from "../features/application-metrics.ts";
import { everySignal, exporters, toBackend } from "../features/exporters.ts";
import type { Feature } from "../features/feature.ts";
import { kubernetesAttributes, kubernetesAttributesInput } from "../features/kubernetes-attributes.ts";
import { EVENT_LABELS, kubernetesEvents } from "../features/kubernetes-events.ts";
import { clusterMetrics } from "../features/kubernetes-metrics.ts";
import { lokiToOtlp } from "../features/loki.ts";
import { memoryLimiter, memoryLimiterInput } from "../features/memory-limiter.ts";
import type { DiskQueue } from "../features/otlp-exporter.ts";
import { otlpReceiver } from "../features/otlp-receiver.ts";
import { pulledProfiles } from "../features/profile-scraping.ts";
import { profilesExporter, profilesReceiver } from "../features/profiles.ts";
import { logResources, pushedResources, resourceAttributesInput } from "../features/resource-attributes.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { traceMetrics, traceMetricsInputs } from "../features/trace-metrics.ts";
import {
  probabilisticSamplerInput,
  probabilisticSampling,
  samplersInput,
  toSamplers,
} from "../features/trace-sampling.ts";
import { defineRole, type Role } from "./role.ts";
import { scrapedPath } from "./scraped-path.ts";

/** Receives telemetry that applications push, scrapes the cluster, and sends everything to the backend through a queue on disk. */
export function gatewayRole(plan: CollectorPlan): Role {
  const { gateway } = plan.sizes;
  const queue: DiskQueue = { volumeBytes: gateway.queueGibibytes * 1024 ** 3, whenFull: "refuse" };
  return defineRole("gateway", [
    otlpReceiver(everySignal(plan, memoryLimiterInput("pushed"))),
    memoryLimiter("pushed", gateway.memoryMebibytes, everySignal(plan, kubernetesAttributesInput)),
    kubernetesAttributes(everySignal(plan, resourceAttributesInput("pushed"))),
    pushedResources(plan, { ...toBackend(plan, "metrics", "logs"), ...tracesOut(plan) }),
    ...tracing(plan, queue),
    applicationMetrics(plan),
    clusterMetrics(plan),
    selfMetrics(plan, "gateway"),
    ...scrapedPath(plan, gateway.memoryMebibytes),
    ...events(plan),
    ...exporters(plan, queue),
    ...profiling(plan),
    CLUSTERING,
  ]);
}

/** The gateways agree on which of them scrapes which target. */
const CLUSTERING: Feature = { blocks: [], egress: ["peers"] };

/** Only samplers see whole traces, so if there are samplers, they also derive the metrics of traces. */
function tracesOut(plan: CollectorPlan): Outputs {
  const { traces: backend } = toBackend(plan, "traces");
  if (backend === undefined) return {};
  return { traces: tracesTo(plan, backend) };
}

function tracesTo({ settings: { traces } }: CollectorPlan, backend: readonly Reference[]): readonly Reference[] {
  switch (traces.sampling.kind) {
    case "tail":
      return [samplersInput];
    case "probabilistic":
      return [...traceMetricsInputs(traces), probabilisticSamplerInput];
    case "none":
      return [...traceMetricsInputs(traces), ...backend];
  }
}

function tracing(plan: CollectorPlan, queue: DiskQueue): readonly Feature[] {
  const { sampling } = plan.settings.traces;
  const { traces } = toBackend(plan, "traces");
  if (traces === undefined) return [];
  if (sampling.kind === "tail") return [toSamplers(plan, queue)];
  return [
    traceMetrics(plan),
    ...(sampling.kind === "probabilistic" ? [probabilisticSampling(sampling.percent, { traces })] : []),
  ];
}

function events(plan: CollectorPlan): readonly Feature[] {
  if (!plan.settings.logs.events.enabled) return [];
  return [
    kubernetesEvents,
    lokiToOtlp("events", EVENT_LABELS, { logs: [resourceAttributesInput("logs")] }),
    logResources(plan, toBackend(plan, "logs")),
  ];
}

function profiling(plan: CollectorPlan): readonly Feature[] {
  const destination = destinationOf(plan, "profiles");
  return destination === undefined ? [] : [profilesReceiver, pulledProfiles(plan), profilesExporter(destination, plan)];
}
