import { defineMetric } from "../../model/catalog/metrics.ts";

/*
 * Metrics of OpenTelemetry's semantic conventions, as its Python instrumentations report them.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/
 */

/** Resource attributes of every process that sends metrics; one series per instance, value 1. */
export const targetInfo = defineMetric({
  name: "target_info",
  unit: "{target}",
  type: "updowncounter",
  labels: ["service.version"],
  ingestion: "otlp",
  description: "One series per reporting instance, labelled with its resource attributes.",
});

/** Reported by the FastAPI (ASGI) instrumentation; buckets from 5 ms to 10 s. */
export const httpServerRequestDuration = defineMetric({
  name: "http.server.request.duration",
  unit: "s",
  type: "histogram",
  labels: ["http.request.method", "http.route", "http.response.status_code", "error.type"],
  ingestion: "otlp",
  description: "Duration of requests the service answered.",
});

/** Reported by the FastAPI (ASGI) instrumentation. */
export const httpServerActiveRequests = defineMetric({
  name: "http.server.active_requests",
  unit: "{request}",
  type: "updowncounter",
  labels: ["http.request.method"],
  ingestion: "otlp",
  description: "Requests in progress.",
});

/** Reported by the requests and urllib3 instrumentations; buckets from 5 ms to 10 s. `error.type` is set on every failure. */
export const httpClientRequestDuration = defineMetric({
  name: "http.client.request.duration",
  unit: "s",
  type: "histogram",
  labels: ["http.request.method", "server.address", "http.response.status_code", "error.type"],
  ingestion: "otlp",
  description: "Duration of requests the service made to other services.",
});

/** Reported by `opentelemetry-instrumentation-system-metrics`, which a service has to install. */
export const processCpuTime = defineMetric({
  name: "process.cpu.time",
  unit: "s",
  type: "counter",
  labels: ["type"],
  ingestion: "otlp",
  optional: true,
  description: "CPU time of the process.",
});

/** Reported by `opentelemetry-instrumentation-system-metrics`, which a service has to install. */
export const processMemoryUsage = defineMetric({
  name: "process.memory.usage",
  unit: "By",
  type: "updowncounter",
  labels: [],
  ingestion: "otlp",
  optional: true,
  description: "Resident memory of the process.",
});
