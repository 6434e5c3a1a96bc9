import { block, object, seconds } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import { toBackend } from "./exporters.ts";
import { SAMPLER_NAME } from "../../../model/names.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { OTLP_GRPC_PORT } from "./otlp-receiver.ts";
import { sendingQueue } from "./otlp-exporter.ts";
import type { DiskQueue } from "./otlp-exporter.ts";

/** Keeps a share of traces by their id, so that the spans of a trace stay together, whichever pod receives them. */
export const probabilisticSampling = (percent: number, next: Outputs): Feature => ({
  blocks: [
    component("otelcol.processor.probabilistic_sampler", "default", {
      comment: "Keeps a share of all traces.",
      attributes: { sampling_percentage: percent },
      blocks: [outputTo(next)],
    }),
  ],
});

export const probabilisticSamplerInput = exported("otelcol.processor.probabilistic_sampler", "default", "input");
export const samplersInput = exported("otelcol.exporter.loadbalancing", "samplers", "input");
export const tailSamplingInput = exported("otelcol.processor.tail_sampling", "default", "input");

/** A restarted container is ready within this time. */
const TRY_ONE_SAMPLER_SECONDS = 30;
/** With the default of half a minute between retries, the spans from one gateway would arrive after the decision on the others. */
const SOON = { initial_interval: seconds(1), max_interval: seconds(1) };

/** Sends all spans of a trace to the same sampler, through a queue on disk like that for the backend. */
export const toSamplers = ({ namespace }: Pick<CollectorPlan, "namespace">, queue: DiskQueue): Feature => ({
  rbac: [read("discovery.k8s.io", "endpointslices")],
  egress: ["kubernetes-api", "sampler"],
  blocks: [
    component("otelcol.exporter.loadbalancing", "samplers", {
      comment: "Sends all spans of a trace to the same sampler.",
      // Longer than all retries for one sampler, because it would end them.
      attributes: { routing_key: "traceID", timeout: seconds(TRY_ONE_SAMPLER_SECONDS + 10) },
      blocks: [
        block("resolver", {}, [
          block("kubernetes", { service: `${SAMPLER_NAME}.${namespace}`, ports: [OTLP_GRPC_PORT.port] }),
        ]),
        block("protocol", {}, [
          // Insecure, but inside the cluster and behind a NetworkPolicy. The queue before it holds what a sampler does not accept.
          block("otlp", {}, [
            block("client", {}, [block("tls", { insecure: true })]),
            block("queue", { enabled: false }),
            // Retries for each sampler: if only whole batches were retried, all other samplers would receive them again each
            // time. The time is limited because a sampler that is gone returns with another address.
            block("retry", { ...SOON, max_elapsed_time: seconds(TRY_ONE_SAMPLER_SECONDS) }),
          ]),
        ]),
        block("retry_on_failure", { ...SOON, max_elapsed_time: seconds(0) }),
        sendingQueue(queue),
      ],
    }),
  ],
});

/** Decides on whole traces. Traces that wait for a decision are only in memory. */
export function tailSampling(plan: CollectorPlan): Feature {
  const { sampling } = plan.settings.traces;
  const { sampler } = plan.sizes;
  if (sampling.kind !== "tail" || sampler === undefined) return { blocks: [] };
  return {
    blocks: [
      component("otelcol.processor.tail_sampling", "default", {
        comment: "Decides which traces to keep, once all their spans have had time to arrive.",
        attributes: {
          decision_wait: seconds(sampling.decisionWait.seconds),
          num_traces: sampler.traces,
          expected_new_traces_per_sec: Math.ceil(sampling.tracesPerSecond),
          // Applies the decision to spans that arrive later.
          decision_cache: object({
            sampled_cache_size: sampler.traces * 4,
            non_sampled_cache_size: sampler.traces * 4,
          }),
        },
        blocks: [
          ...(sampling.keepErrors
            ? [policy("errors", "status_code", block("status_code", { status_codes: ["ERROR"] }))]
            : []),
          ...(sampling.keepSlowerThan === undefined ? [] : [slow(sampling.keepSlowerThan.seconds)]),
          policy("share", "probabilistic", block("probabilistic", { sampling_percentage: sampling.percent })),
          outputTo(toBackend(plan, "traces")),
        ],
      }),
    ],
  };
}

const policy = (name: string, type: string, condition: Block): Block => block("policy", { name, type }, [condition]);
const slow = (limit: number): Block => policy("slow", "latency", block("latency", { threshold_ms: limit * 1000 }));
