import { block, call, raw, seconds } from "../language/ast.ts";
import type { Block, Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { podName } from "./discovery.ts";
import { toBackend } from "./exporters.ts";

/** Returns the connectors that count traces. */
export const traceMetricsInputs = ({ spanMetrics, serviceGraph }: CollectorPlan["settings"]["traces"]): Reference[] => [
  ...(spanMetrics ? [exported("otelcol.connector.spanmetrics", "red", "input")] : []),
  ...(serviceGraph ? [exported("otelcol.connector.servicegraph", "edges", "input")] : []),
];

/** Pods produce the same series from different spans, so the pod's name distinguishes them. Dashboards sum over it. */
const COLLECTOR_LABEL = "collector";

/** Derives request, error and duration metrics from spans, for services and for the edges between them. */
export function traceMetrics(plan: CollectorPlan): Feature {
  const { spanMetrics, serviceGraph, seriesLimit } = plan.settings.traces;
  if (!spanMetrics && !serviceGraph) return { blocks: [] };
  const output = outputTo({ metrics: [exported("otelcol.processor.transform", "trace_metrics", "input")] });
  return {
    blocks: [
      ...(spanMetrics ? [spanMetricsOf(seriesLimit, output)] : []),
      ...(serviceGraph ? [serviceGraphOf(seriesLimit, output)] : []),
      component("otelcol.processor.transform", "trace_metrics", {
        comment: "Adds the name of the pod that counted.",
        attributes: { error_mode: "ignore" },
        blocks: [
          block("metric_statements", {
            context: "datapoint",
            statements: [call("string.format", raw(`set(datapoint.attributes["${COLLECTOR_LABEL}"], "%s")`), podName)],
          }),
          outputTo(toBackend(plan, "metrics")),
        ],
      }),
    ],
  };
}

const spanMetricsOf = (limit: number, output: Block): Block =>
  component("otelcol.connector.spanmetrics", "red", {
    comment: "Derives metrics of requests, errors and durations for each service and operation.",
    attributes: {
      namespace: "traces.span.metrics",
      metrics_flush_interval: seconds(60),
      metrics_expiration: seconds(300),
      aggregation_cardinality_limit: limit,
    },
    blocks: [
      block("dimension", { name: "deployment.environment.name" }),
      block("dimension", { name: "k8s.cluster.name" }),
      block("histogram", { unit: "s" }, [block("exponential", { max_size: 160 })]),
      output,
    ],
  });

const serviceGraphOf = (limit: number, output: Block): Block =>
  component("otelcol.connector.servicegraph", "edges", {
    comment: "Derives metrics of calls between services: their number, durations and errors.",
    attributes: { dimensions: ["service.namespace"], metrics_flush_interval: seconds(60) },
    blocks: [block("store", { max_items: limit, ttl: seconds(10) }), output],
  });
