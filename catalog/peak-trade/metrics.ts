import { defineMetric, series } from "observability/catalog";

/** Made by the collector of every span, before sampling, with `collector.traces.spanMetrics`; gone 5 minutes after the last. */
export const spanCalls = defineMetric({
  name: "traces.span.metrics.calls",
  unit: "1",
  type: "counter",
  labels: ["span.name", "span.kind", "status.code"],
  ingestion: "otlp",
  optional: true,
  description: "Spans that ended, by operation and status.",
});

export const operations = series(spanCalls);
export const failed = series(spanCalls, { "status.code": "STATUS_CODE_ERROR" });
export const BY_OPERATION = { by: ["span.name"] };
