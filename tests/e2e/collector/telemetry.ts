import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:http2";
import { gzipSync } from "node:zlib";
import { encodeOtlp } from "../../../local/grafana-cloud/write-gateways/otlp-schema.ts";
import type { OtlpEncoding, OtlpSignal } from "../../../local/grafana-cloud/write-gateways/otlp-schema.ts";
import { encodeProfileMessage } from "../../../local/grafana-cloud/write-gateways/profiles.ts";
import { pprof } from "./exporter.ts";

/** Attributes like those from an SDK; all are strings. */
export type Attributes = Readonly<Record<string, string>>;

/** Returns names `prefix-000000` …, which can be found and counted. */
export const numbered = (prefix: string, count: number, from = 0): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(from + index).padStart(6, "0")}`);

const list = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } }));
const now = (): string => `${Date.now()}000000`;

/** Returns a request with spans of these names in one trace. */
export const spans = (resource: Attributes, names: readonly string[], attributes: Attributes = {}) => {
  const traceId = randomBytes(16).toString("hex");
  const common = { traceId, kind: 2, startTimeUnixNano: now(), endTimeUnixNano: now(), attributes: list(attributes) };
  // Span id 0 means no span.
  const each = names.map((name, index) => ({ ...common, name, spanId: (index + 1).toString(16).padStart(16, "0") }));
  return { resourceSpans: [{ resource: { attributes: list(resource) }, scopeSpans: [{ spans: each }] }] };
};

/** Returns a request with log records that have these bodies. */
export const logs = (resource: Attributes, lines: readonly string[], attributes: Attributes = {}) => {
  const common = { timeUnixNano: now(), severityNumber: 9, severityText: "INFO", attributes: list(attributes) };
  const each = lines.map((stringValue) => ({ ...common, body: { stringValue } }));
  return { resourceLogs: [{ resource: { attributes: list(resource) }, scopeLogs: [{ logRecords: each }] }] };
};

/** Returns a request with a gauge for each name, each with one data point of value 1. */
export const gauges = (resource: Attributes, names: readonly string[], attributes: Attributes = {}) => {
  const dataPoints = [{ timeUnixNano: now(), asDouble: 1, attributes: list(attributes) }];
  const each = names.map((name) => ({ name, gauge: { dataPoints } }));
  return { resourceMetrics: [{ resource: { attributes: list(resource) }, scopeMetrics: [{ metrics: each }] }] };
};

/** Sends an OTLP/HTTP request to the receiver at `url` and returns the status. Protobuf is gzipped, as in SDKs. */
export async function sendOtlp(url: string, signal: OtlpSignal, body: object, encoding: OtlpEncoding = "protobuf") {
  const isJson = encoding === "json";
  const headers = isJson
    ? { "content-type": "application/json" }
    : { "content-type": "application/x-protobuf", "content-encoding": "gzip" };
  const content = isJson ? JSON.stringify(body) : gzipSync(encodeOtlp(signal, body));
  const response = await fetch(`${url}/v1/${signal}`, { method: "POST", headers, body: content });
  await response.arrayBuffer();
  return response.status;
}

/** Pushes a Go profile of a kind (`profile`, `heap`, …) with labels through Pyroscope's push API. */
export async function pushProfile(url: string, kind: string, labels: Attributes): Promise<void> {
  const pairs = Object.entries(labels).map(([name, value]) => ({ name, value }));
  const series = [{ labels: pairs, samples: [{ raw_profile: pprof(kind), ID: "" }] }];
  const response = await fetch(`${url}/push.v1.PusherService/Push`, {
    method: "POST",
    headers: { "content-type": "application/proto" },
    body: Buffer.from(encodeProfileMessage("PushRequest", { series })),
  });
  assert.equal(response.status, 200, await response.text());
}

/** Sends folded stacks like older Pyroscope SDKs; `name` is `application{label=value}`. */
export async function ingestProfile(url: string, name: string): Promise<void> {
  const until = Math.floor(Date.now() / 1000);
  const query = new URLSearchParams({ name, from: String(until - 10), until: String(until), format: "folded" });
  const response = await fetch(`${url}/ingest?${query.toString()}`, { method: "POST", body: "main;work 10\n" });
  assert.equal(response.status, 200, await response.text());
}

const GRPC_SERVICES: Readonly<Record<OtlpSignal, string>> = {
  traces: "trace.v1.TraceService",
  logs: "logs.v1.LogsService",
  metrics: "metrics.v1.MetricsService",
};

/** Sends an OTLP/gRPC request, the default of SDKs, to the receiver at `url`. Returns the gRPC status, 0 for success. */
export async function sendOtlpGrpc(url: string, signal: OtlpSignal, body: object): Promise<number> {
  const session = connect(url);
  try {
    const stream = session.request({
      ":method": "POST",
      ":path": `/opentelemetry.proto.collector.${GRPC_SERVICES[signal]}/Export`,
      "content-type": "application/grpc",
      te: "trailers",
    });
    let status = "-1";
    stream.on("response", (headers) => (status = String(headers["grpc-status"] ?? status)));
    stream.on("trailers", (headers) => (status = String(headers["grpc-status"] ?? status)));
    const content = encodeOtlp(signal, body);
    const prefix = Buffer.alloc(5); // not compressed, then the length
    prefix.writeUInt32BE(content.length, 1);
    stream.end(Buffer.concat([prefix, content]));
    stream.resume();
    await once(stream, "close");
    return Number(status);
  } finally {
    session.close();
  }
}
