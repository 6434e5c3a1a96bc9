import { defineMetric, series } from "observability/catalog";

/** Created by the collector from every span, before sampling, with `collector.traces.spanMetrics`; ends 5 minutes after the last span. */
export const spanCalls = defineMetric({
  name: "traces.span.metrics.calls",
  unit: "1",
  type: "counter",
  labels: ["span.name", "span.kind", "status.code"],
  ingestion: "otlp",
  optional: true,
  description: "Completed spans, by operation and status.",
});

export const operations = series(spanCalls);
export const failed = series(spanCalls, { "status.code": "STATUS_CODE_ERROR" });
export const BY_OPERATION = { by: ["span.name"] };
