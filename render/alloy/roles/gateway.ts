import type { Reference } from "../language/ast.ts";
import { allSignals } from "../language/components.ts";
import type { Feature } from "../features/feature.ts";
import { applicationMetrics } from "../features/application-metrics.ts";
import { kubernetesAttributes, kubernetesAttributesInput } from "../features/kubernetes-attributes.ts";
import { EVENT_LABELS, kubernetesEvents } from "../features/kubernetes-events.ts";
import { clusterMetrics } from "../features/kubernetes-metrics.ts";
import { lokiToOtlp } from "../features/loki.ts";
import { memoryLimiter, memoryLimiterInput } from "../features/memory-limiter.ts";
import { otlpExporter, otlpExporterInput } from "../features/otlp-exporter.ts";
import type { DiskQueue } from "../features/otlp-exporter.ts";
import { otlpReceiver } from "../features/otlp-receiver.ts";
import { pulledProfiles } from "../features/profile-scraping.ts";
import { profilesExporter, profilesReceiver } from "../features/profiles.ts";
import {
  logResources,
  pushedResources,
  resourceAttributesInput,
  scrapedResources,
} from "../features/resource-attributes.ts";
import { scrapedMetrics } from "../features/scraping.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { traceMetrics, traceMetricsInputs } from "../features/trace-metrics.ts";
import {
  probabilisticSamplerInput,
  probabilisticSampling,
  samplersInput,
  toSamplers,
} from "../features/trace-sampling.ts";
import { backendOf } from "../plan.ts";
import type { CollectorPlan } from "../plan.ts";
import { defineRole } from "./role.ts";
import type { Role } from "./role.ts";

/** Takes what applications push, scrapes what the cluster offers, and sends all of it to the backend through a queue on disk. */
export function gatewayRole(plan: CollectorPlan): Role {
  const { gateway } = plan.sizes;
  const queue: DiskQueue = { volumeBytes: gateway.queueGibibytes * 1024 ** 3, whenFull: "refuse" };
  return defineRole("gateway", [
    otlpReceiver(allSignals(memoryLimiterInput("pushed"))),
    memoryLimiter("pushed", gateway.memoryMebibytes, allSignals(kubernetesAttributesInput)),
    kubernetesAttributes(allSignals(resourceAttributesInput("pushed"))),
    pushedResources(plan, { metrics: [otlpExporterInput], logs: [otlpExporterInput], traces: tracesTo(plan) }),
    ...tracing(plan, queue),
    applicationMetrics(plan),
    clusterMetrics(plan),
    selfMetrics(plan, "gateway"),
    scrapedMetrics({ metrics: [memoryLimiterInput("scraped")] }),
    memoryLimiter("scraped", gateway.memoryMebibytes, { metrics: [resourceAttributesInput("scraped")] }),
    scrapedResources(plan, { metrics: [otlpExporterInput] }),
    ...events(plan),
    otlpExporter(backendOf(plan, "otlp"), queue),
    profilesReceiver,
    pulledProfiles(plan),
    profilesExporter(backendOf(plan, "profiles"), plan),
    CLUSTERING,
  ]);
}

/** The gateways agree among themselves on who scrapes what. */
const CLUSTERING: Feature = { blocks: [], egress: ["peers"] };

/** Whole traces are seen by the samplers only, so with them the metrics of traces are made there, too. */
function tracesTo({ settings: { traces } }: CollectorPlan): readonly Reference[] {
  switch (traces.sampling.kind) {
    case "tail":
      return [samplersInput];
    case "probabilistic":
      return [...traceMetricsInputs(traces), probabilisticSamplerInput];
    case "none":
      return [...traceMetricsInputs(traces), otlpExporterInput];
  }
}

function tracing(plan: CollectorPlan, queue: DiskQueue): Feature[] {
  const { sampling } = plan.settings.traces;
  if (sampling.kind === "tail") return [toSamplers(plan, queue)];
  return [
    traceMetrics(plan, otlpExporterInput),
    ...(sampling.kind === "probabilistic" ? [probabilisticSampling(sampling.percent, otlpExporterInput)] : []),
  ];
}

function events(plan: CollectorPlan): Feature[] {
  if (!plan.settings.logs.events.enabled) return [];
  return [
    kubernetesEvents,
    lokiToOtlp("events", EVENT_LABELS, { logs: [resourceAttributesInput("logs")] }),
    logResources(plan, { logs: [otlpExporterInput] }),
  ];
}
