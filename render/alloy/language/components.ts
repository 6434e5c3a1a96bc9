import { block } from "./ast.ts";
import type { Block, Reference } from "./ast.ts";

/**
 * Every component that the configuration uses, with its exports.
 * Source: the component reference of Alloy 1.19.
 */
export const COMPONENT_EXPORTS = {
  "discovery.kubernetes": ["targets"],
  "discovery.relabel": ["output"],
  "loki.process": ["receiver"],
  "loki.source.file": [],
  "loki.source.kubernetes_events": [],
  "otelcol.auth.basic": ["handler"],
  "otelcol.auth.sigv4": ["handler"],
  "otelcol.connector.servicegraph": ["input"],
  "otelcol.connector.spanmetrics": ["input"],
  "otelcol.exporter.loadbalancing": ["input"],
  "otelcol.exporter.otlphttp": ["input"],
  "otelcol.exporter.prometheus": ["input"],
  "otelcol.processor.batch": ["input"],
  "otelcol.processor.groupbyattrs": ["input"],
  "otelcol.processor.k8sattributes": ["input"],
  "otelcol.processor.memory_limiter": ["input"],
  "otelcol.processor.probabilistic_sampler": ["input"],
  "otelcol.processor.tail_sampling": ["input"],
  "otelcol.processor.transform": ["input"],
  "otelcol.receiver.loki": ["receiver"],
  "otelcol.receiver.otlp": [],
  "otelcol.receiver.prometheus": ["receiver"],
  "otelcol.storage.file": ["handler"],
  "prometheus.exporter.self": ["targets"],
  "prometheus.exporter.unix": ["targets"],
  "prometheus.relabel": ["receiver"],
  "prometheus.remote_write": ["receiver"],
  "prometheus.scrape": [],
  "pyroscope.ebpf": [],
  "pyroscope.receive_http": [],
  "pyroscope.scrape": [],
  "pyroscope.write": ["receiver"],
} as const satisfies Record<string, readonly string[]>;

export type ComponentName = keyof typeof COMPONENT_EXPORTS;
type ExportOf<C extends ComponentName> = (typeof COMPONENT_EXPORTS)[C][number];

/** Creates a component of the pipeline: `name "label" { … }`. */
export function component(
  name: ComponentName,
  label: string,
  body: { comment: string; attributes?: Block["attributes"]; blocks?: readonly Block[] },
): Block {
  return { ...block(name, body.attributes, body.blocks), label, comment: body.comment };
}

/** Refers to an export of a component. A missing export is a compile error. */
export function exported<C extends ComponentName>(name: C, label: string, field: ExportOf<C>): Reference {
  return { kind: "reference", component: name, label, field };
}

/** Next components of each signal. A signal without one is not accepted. */
export interface Outputs {
  readonly metrics?: readonly Reference[];
  readonly logs?: readonly Reference[];
  readonly traces?: readonly Reference[];
}

/** Returns the `output { … }` block of an OpenTelemetry component. */
export const outputTo = ({ metrics, logs, traces }: Outputs): Block =>
  block("output", {
    ...(metrics === undefined ? {} : { metrics }),
    ...(logs === undefined ? {} : { logs }),
    ...(traces === undefined ? {} : { traces }),
  });
