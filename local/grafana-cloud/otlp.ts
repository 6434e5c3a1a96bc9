import protobuf from "protobufjs";
import { z } from "zod";
import type { Signal } from "./state.ts";

/** The part of the OTLP schema that counting needs; unknown fields are skipped by the decoder. */
const SCHEMA = `
syntax = "proto3";
message AnyValue { string string_value = 1; }
message KeyValue { string key = 1; AnyValue value = 2; }
message Resource { repeated KeyValue attributes = 1; }
message Span { string name = 5; }
message ScopeSpans { repeated Span spans = 2; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
message traces { repeated ResourceSpans resource_spans = 1; }
message LogRecord { AnyValue body = 5; }
message ScopeLogs { repeated LogRecord log_records = 2; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; }
message logs { repeated ResourceLogs resource_logs = 1; }
message Points { repeated bytes data_points = 1; }
message Metric {
  string name = 1;
  Points gauge = 5;
  Points sum = 7;
  Points histogram = 9;
  Points exponential_histogram = 10;
  Points summary = 11;
}
message ScopeMetrics { repeated Metric metrics = 2; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; }
message metrics { repeated ResourceMetrics resource_metrics = 1; }
`;

const { root } = protobuf.parse(SCHEMA);

const list = <T extends z.ZodType>(item: T) => z.array(item).default([]);
const anyValue = z.looseObject({ stringValue: z.string().optional() });
const resource = z
  .looseObject({ attributes: list(z.looseObject({ key: z.string().default(""), value: anyValue.optional() })) })
  .default({ attributes: [] });
const points = z.looseObject({ dataPoints: list(z.unknown()) }).optional();
const metric = z.looseObject({
  name: z.string().default(""),
  gauge: points,
  sum: points,
  histogram: points,
  exponentialHistogram: points,
  summary: points,
});

const traces = z.looseObject({
  resourceSpans: list(
    z.looseObject({
      resource,
      scopeSpans: list(z.looseObject({ spans: list(z.looseObject({ name: z.string().default("") })) })),
    }),
  ),
});
const logs = z.looseObject({
  resourceLogs: list(
    z.looseObject({
      resource,
      scopeLogs: list(z.looseObject({ logRecords: list(z.looseObject({ body: anyValue.optional() })) })),
    }),
  ),
});
const metrics = z.looseObject({
  resourceMetrics: list(z.looseObject({ resource, scopeMetrics: list(z.looseObject({ metrics: list(metric) })) })),
});

/** What one request carried. */
export interface Content {
  /** Spans, log records, data points. */
  readonly items: number;
  readonly services: string[];
  readonly names: string[];
}

export type OtlpSignal = Exclude<Signal, "profiles">;

/** Reads an OTLP/HTTP body, already decompressed. Throws on a malformed one. */
export function readOtlp(signal: OtlpSignal, encoding: "json" | "protobuf", body: Buffer): Content {
  if (encoding === "json") return summarise(signal, JSON.parse(body.toString()));
  const type = root.lookupType(signal);
  return summarise(signal, type.toObject(type.decode(body)));
}

function summarise(signal: OtlpSignal, data: unknown): Content {
  if (signal === "traces") {
    const { resourceSpans } = traces.parse(data);
    const spans = resourceSpans.flatMap((group) => group.scopeSpans.flatMap((scope) => scope.spans));
    return content(
      resourceSpans,
      spans.length,
      spans.map((span) => span.name),
    );
  }
  if (signal === "logs") {
    const { resourceLogs } = logs.parse(data);
    const records = resourceLogs.flatMap((group) => group.scopeLogs.flatMap((scope) => scope.logRecords));
    return content(
      resourceLogs,
      records.length,
      records.map((record) => record.body?.stringValue ?? ""),
    );
  }
  const { resourceMetrics } = metrics.parse(data);
  const all = resourceMetrics.flatMap((group) => group.scopeMetrics.flatMap((scope) => scope.metrics));
  const count = all.reduce((sum, one) => sum + dataPoints(one), 0);
  return content(
    resourceMetrics,
    count,
    all.map((one) => one.name),
  );
}

function dataPoints(one: z.infer<typeof metric>): number {
  const kinds = [one.gauge, one.sum, one.histogram, one.exponentialHistogram, one.summary];
  return kinds.reduce((sum, kind) => sum + (kind?.dataPoints.length ?? 0), 0);
}

function content(
  groups: readonly { readonly resource: z.infer<typeof resource> }[],
  items: number,
  names: string[],
): Content {
  const services = groups.flatMap((group) =>
    group.resource.attributes
      .filter((attribute) => attribute.key === "service.name")
      .map((attribute) => attribute.value?.stringValue ?? ""),
  );
  return { items, services, names };
}
