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

/** Keeps a share of traces by their id, so that spans of one trace stay together whichever pod takes them. */
export const probabilisticSampling = (percent: number, next: Outputs): Feature => ({
  blocks: [
    component("otelcol.processor.probabilistic_sampler", "default", {
      comment: "A share of all traces.",
      attributes: { sampling_percentage: percent },
      blocks: [outputTo(next)],
    }),
  ],
});

export const probabilisticSamplerInput = exported("otelcol.processor.probabilistic_sampler", "default", "input");
export const samplersInput = exported("otelcol.exporter.loadbalancing", "samplers", "input");
export const tailSamplingInput = exported("otelcol.processor.tail_sampling", "default", "input");

/** A container that starts again is there by then. */
const TRY_ONE_SAMPLER_SECONDS = 30;
/** With the usual half minute between tries, what one gateway has of a trace comes after the decision on what another has. */
const SOON = { initial_interval: seconds(1), max_interval: seconds(1) };

/** Sends all spans of a trace to the same sampler, through a queue on disk as to the backend. */
export const toSamplers = ({ namespace }: Pick<CollectorPlan, "namespace">, queue: DiskQueue): Feature => ({
  rbac: [read("discovery.k8s.io", "endpointslices")],
  egress: ["kubernetes-api", "sampler"],
  blocks: [
    component("otelcol.exporter.loadbalancing", "samplers", {
      comment: "All spans of a trace to the same sampler.",
      // Longer than all tries of one sampler, which it would end.
      attributes: { routing_key: "traceID", timeout: seconds(TRY_ONE_SAMPLER_SECONDS + 10) },
      blocks: [
        block("resolver", {}, [
          block("kubernetes", { service: `${SAMPLER_NAME}.${namespace}`, ports: [OTLP_GRPC_PORT.port] }),
        ]),
        block("protocol", {}, [
          // In the cluster, behind a NetworkPolicy; the queue in front of it holds what a sampler does not take.
          block("otlp", {}, [
            block("client", {}, [block("tls", { insecure: true })]),
            block("queue", { enabled: false }),
            // Tried again as a whole only, a batch would come to all other samplers again with each try. Not for ever: a
            // sampler that has gone comes back at another address.
            block("retry", { ...SOON, max_elapsed_time: seconds(TRY_ONE_SAMPLER_SECONDS) }),
          ]),
        ]),
        block("retry_on_failure", { ...SOON, max_elapsed_time: seconds(0) }),
        sendingQueue(queue),
      ],
    }),
  ],
});

/** Decides on whole traces. What waits for a decision is in memory only. */
export function tailSampling(plan: CollectorPlan): Feature {
  const { sampling } = plan.settings.traces;
  const { sampler } = plan.sizes;
  if (sampling.kind !== "tail" || sampler === undefined) return { blocks: [] };
  return {
    blocks: [
      component("otelcol.processor.tail_sampling", "default", {
        comment: "Which traces are kept, decided when all their spans have had time to arrive.",
        attributes: {
          decision_wait: seconds(sampling.decisionWait.seconds),
          num_traces: sampler.traces,
          expected_new_traces_per_sec: Math.ceil(sampling.tracesPerSecond),
          // Spans that come after the decision follow it.
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
