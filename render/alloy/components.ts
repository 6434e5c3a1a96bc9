import { block } from "./ast.ts";
import type { Block, Reference } from "./ast.ts";

/**
 * Every component the configuration uses, and what each exports for others to refer to.
 * Source: the component reference of Alloy 1.19.
 */
export const COMPONENT_EXPORTS = {
  "otelcol.auth.basic": ["handler"],
  "otelcol.exporter.otlphttp": ["input"],
  "otelcol.processor.k8sattributes": ["input"],
  "otelcol.processor.memory_limiter": ["input"],
  "otelcol.processor.transform": ["input"],
  "otelcol.receiver.otlp": [],
  "otelcol.storage.file": ["handler"],
  "pyroscope.receive_http": [],
  "pyroscope.write": ["receiver"],
} as const satisfies Record<string, readonly string[]>;

export type ComponentName = keyof typeof COMPONENT_EXPORTS;
type ExportOf<C extends ComponentName> = (typeof COMPONENT_EXPORTS)[C][number];

/** A component of the pipeline: `name "label" { … }`. */
export function component(
  name: ComponentName,
  label: string,
  body: { comment: string; attributes?: Block["attributes"]; blocks?: readonly Block[] },
): Block {
  return { ...block(name, body.attributes, body.blocks), label, comment: body.comment };
}

/** Refers to an export of a component; an export the component does not have does not compile. */
export function exported<C extends ComponentName>(name: C, label: string, field: ExportOf<C>): Reference {
  return { kind: "reference", component: name, label, field };
}

/** `output { … }` of an OpenTelemetry component that hands all three signals to the next one. */
export function allSignalsTo(next: Reference): Block {
  return block("output", { metrics: [next], logs: [next], traces: [next] });
}
