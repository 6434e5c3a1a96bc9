import { decodeOtlp } from "./otlp-schema.ts";
import type { OtlpEncoding, OtlpSignal } from "./otlp-schema.ts";
import type { Attributes, Item, LogItem, PointItem, SpanItem, Value } from "../core/recorder.ts";

/** Content of one request. */
export interface Content {
  /** Number of spans, log records, data points or profiles. */
  readonly count: number;
  readonly services: readonly string[];
  readonly names: readonly string[];
  /** The items in full, decoded only when requested. */
  readonly items: () => readonly Item[];
}

/** 64-bit integers are objects with a `toString` method. */
interface Integer {
  toString(): string;
}
interface AnyValue {
  /** Name of the field that is set. */
  readonly value?: Exclude<keyof AnyValue, "value">;
  readonly stringValue: string;
  readonly boolValue: boolean;
  readonly intValue: Integer;
  readonly doubleValue: number;
  readonly arrayValue: { readonly values: readonly AnyValue[] };
  readonly kvlistValue: { readonly values: readonly KeyValue[] };
  readonly bytesValue: Uint8Array;
}
interface KeyValue {
  readonly key: string;
  readonly value: AnyValue | null;
}
interface Span {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly parentSpanId: Uint8Array;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: Integer;
  readonly endTimeUnixNano: Integer;
  readonly attributes: readonly KeyValue[];
  readonly status: { readonly code: number } | null;
}
interface LogRecord {
  readonly timeUnixNano: Integer;
  readonly observedTimeUnixNano: Integer;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly body: AnyValue | null;
  readonly attributes: readonly KeyValue[];
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
}
/** A data point of any type. Fields that its type does not have are undefined. */
interface Point {
  readonly timeUnixNano: Integer;
  readonly attributes: readonly KeyValue[];
  readonly flags: number;
  readonly value?: "asDouble" | "asInt";
  readonly asDouble?: number;
  readonly asInt?: Integer;
  readonly count?: Integer;
  readonly sum?: number;
  readonly bucketCounts?: readonly unknown[];
  readonly quantileValues?: readonly unknown[];
  readonly positive?: Buckets | null;
  readonly negative?: Buckets | null;
}
interface Buckets {
  readonly bucketCounts: readonly unknown[];
}
interface Points {
  readonly dataPoints: readonly Point[];
  readonly aggregationTemporality?: number;
  readonly isMonotonic?: boolean;
}
type Metric = Readonly<Record<PointItem["type"], Points>> & {
  readonly name: string;
  readonly unit: string;
  readonly data?: PointItem["type"];
};
interface Scope<T> {
  readonly scope: { readonly name: string } | null;
  readonly elements: readonly T[];
}
interface Group<T> {
  readonly resource: { readonly attributes: readonly KeyValue[] } | null;
  readonly scopes: readonly Scope<T>[];
}

/** Reads a decompressed OTLP/HTTP body. Throws if it is malformed. */
export function readOtlp(signal: OtlpSignal, encoding: OtlpEncoding, body: Buffer): Content {
  const request = decodeOtlp(signal, encoding, body) as Record<string, unknown>;
  if (signal === "traces") {
    return content(groups<Span>(request, "resourceSpans", "scopeSpans", "spans"), (span) => span.name, one, spanItem);
  }
  if (signal === "logs") {
    return content(groups<LogRecord>(request, "resourceLogs", "scopeLogs", "logRecords"), bodyOf, one, logItem);
  }
  const metrics = groups<Metric>(request, "resourceMetrics", "scopeMetrics", "metrics");
  return content(metrics, (metric) => metric.name, pointCount, pointItems);
}

/** The three signals differ only in names. */
function groups<T>(request: Record<string, unknown>, group: string, scope: string, element: string): Group<T>[] {
  return (request[group] as Record<string, unknown>[]).map((entry) => ({
    resource: entry["resource"] as Group<T>["resource"],
    scopes: (entry[scope] as Record<string, unknown>[]).map((inner) => ({
      scope: inner["scope"] as Scope<T>["scope"],
      elements: inner[element] as T[],
    })),
  }));
}

type Context = Pick<Item, "resource" | "scope">;

function content<T>(
  all: readonly Group<T>[],
  nameOf: (element: T) => string,
  countOf: (element: T) => number,
  itemsOf: (context: Context, element: T) => readonly Item[],
): Content {
  const elements = all.flatMap((group) => group.scopes.flatMap((scope) => scope.elements));
  const attributes = all.flatMap((group) => group.resource?.attributes ?? []);
  return {
    count: elements.reduce((sum, element) => sum + countOf(element), 0),
    services: attributes.filter(({ key }) => key === "service.name").map(({ value }) => value?.stringValue ?? ""),
    names: elements.map(nameOf),
    items: () =>
      all.flatMap((group) => {
        const resource = attributesOf(group.resource?.attributes ?? []);
        return group.scopes.flatMap(({ scope, elements: inner }) => {
          const context = { resource, scope: scope?.name ?? "" };
          return inner.flatMap((element) => itemsOf(context, element));
        });
      }),
  };
}

const one = (): number => 1;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

const spanItem = (context: Context, span: Span): SpanItem[] => [
  {
    ...context,
    signal: "traces",
    name: span.name,
    attributes: attributesOf(span.attributes),
    timeUnixNano: span.startTimeUnixNano.toString(),
    endTimeUnixNano: span.endTimeUnixNano.toString(),
    traceId: hex(span.traceId),
    spanId: hex(span.spanId),
    parentSpanId: hex(span.parentSpanId),
    kind: span.kind,
    status: span.status?.code ?? 0,
  },
];

const logItem = (context: Context, record: LogRecord): LogItem[] => [
  {
    ...context,
    signal: "logs",
    name: bodyOf(record),
    attributes: attributesOf(record.attributes),
    timeUnixNano: record.timeUnixNano.toString(),
    observedTimeUnixNano: record.observedTimeUnixNano.toString(),
    severityNumber: record.severityNumber,
    severityText: record.severityText,
    traceId: hex(record.traceId),
    spanId: hex(record.spanId),
  },
];

function bodyOf({ body }: LogRecord): string {
  const value = valueOf(body);
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

const pointsOf = (metric: Metric): readonly Point[] =>
  metric.data === undefined ? [] : metric[metric.data].dataPoints;
const pointCount = (metric: Metric): number => pointsOf(metric).length;

const NO_RECORDED_VALUE = 1;

function pointItems(context: Context, metric: Metric): PointItem[] {
  const { name, unit, data: type } = metric;
  if (type === undefined) return [];
  const { isMonotonic = false, aggregationTemporality = 0, dataPoints } = metric[type];
  return dataPoints.map((point) => ({
    ...context,
    signal: "metrics",
    name,
    unit,
    type,
    attributes: attributesOf(point.attributes),
    timeUnixNano: point.timeUnixNano.toString(),
    monotonic: isMonotonic,
    temporality: aggregationTemporality,
    value: finite(point.value === "asInt" ? Number(point.asInt) : (point.asDouble ?? point.sum ?? 0)),
    count: point.count === undefined ? null : Number(point.count),
    buckets: bucketsOf(point),
    stale: (point.flags & NO_RECORDED_VALUE) !== 0,
  }));
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function bucketsOf({ bucketCounts, quantileValues, positive, negative }: Point): number {
  return [bucketCounts, quantileValues, positive?.bucketCounts, negative?.bucketCounts].reduce(
    (sum, list) => sum + (list?.length ?? 0),
    0,
  );
}

const attributesOf = (list: readonly KeyValue[]): Attributes =>
  Object.fromEntries(list.map(({ key, value }) => [key, valueOf(value)]));

function valueOf(any: AnyValue | null): Value {
  if (any?.value === undefined) return null;
  switch (any.value) {
    case "intValue": {
      const number = Number(any.intValue);
      return Number.isSafeInteger(number) ? number : any.intValue.toString();
    }
    case "arrayValue":
      return any.arrayValue.values.map(valueOf);
    case "kvlistValue":
      return attributesOf(any.kvlistValue.values);
    case "bytesValue":
      return Buffer.from(any.bytesValue).toString("base64");
    default:
      return any[any.value];
  }
}
