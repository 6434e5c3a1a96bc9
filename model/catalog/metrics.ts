/** How a metric reaches the backend; determines its stored name and its identifying labels. */
export type Ingestion =
  | "otlp"
  | "scrape"
  /** Provided by Grafana Cloud itself, in its usage data source. */
  | "usage";

/**
 * The `job` of every source that the collector scrapes itself: the names that Grafana's integrations use, so that their
 * dashboards work too.
 */
export const SCRAPE_JOBS = {
  kubelet: "integrations/kubernetes/kubelet",
  cadvisor: "integrations/kubernetes/cadvisor",
  "kube-state-metrics": "integrations/kubernetes/kube-state-metrics",
  "api-server": "integrations/kubernetes/kube-apiserver",
  host: "integrations/node_exporter",
  collector: "integrations/alloy",
} as const;

/** Where a metric is scraped from; `annotations` is an application's own `/metrics`. */
export type ScrapeSource = "annotations" | keyof typeof SCRAPE_JOBS;

/** `updowncounter` is OpenTelemetry's non-monotonic sum: stored like a gauge, but never given a `_ratio` suffix. */
export type MetricType = "counter" | "updowncounter" | "gauge" | "histogram";

/** UCUM units and the suffix the OTLP to Prometheus translation appends for them (prometheus/otlptranslator). */
const UNIT_SUFFIXES = {
  "1": "",
  "%": "percent",
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  min: "minutes",
  h: "hours",
  d: "days",
  By: "bytes",
  KiBy: "kibibytes",
  MiBy: "mebibytes",
  GiBy: "gibibytes",
  Hz: "hertz",
} as const;

/** A UCUM unit; annotations such as `{request}` only describe a count and do not appear in the stored name. */
export type Unit = keyof typeof UNIT_SUFFIXES | `{${string}}`;

/** One metric of a service. Dashboards and rules refer to this object, never to a name in a string. */
export interface Metric<Label extends string = string> {
  /** `otlp`: OpenTelemetry name (`http.server.request.duration`); `scrape`: name as exposed on `/metrics`. */
  readonly name: string;
  readonly unit: Unit;
  readonly type: MetricType;
  /** Attributes or labels, besides those that identify the service. */
  readonly labels: readonly Label[];
  readonly ingestion: Ingestion;
  /** Only for `scrape`. @default "annotations" */
  readonly source?: ScrapeSource;
  /** True if the service may not report it. Panels then say so, and rules on it stay silent instead of being wrong. */
  readonly optional: boolean;
  readonly description: string;
}

type MetricDefinition<Label extends string> = Omit<Metric<Label>, "optional"> & { readonly optional?: boolean };

const OTEL_NAME = /^[a-zA-Z][a-zA-Z0-9_/-]*(\.[a-zA-Z0-9_/-]+)*$/;
const PROMETHEUS_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/**
 * Declares a metric. `optional` defaults to false.
 * Throws on a name that its ingestion cannot carry, because such a metric would never arrive. Throws on a `source` without a
 * scrape.
 */
export function defineMetric<const Label extends string>(definition: MetricDefinition<Label>): Metric<Label> {
  const { name, ingestion, source } = definition;
  const wellFormed = ingestion === "otlp" ? OTEL_NAME : PROMETHEUS_NAME;
  if (!wellFormed.test(name)) {
    throw new Error(`metric "${name}": expected ${ingestion === "otlp" ? "an OpenTelemetry" : "a Prometheus"} name`);
  }
  if (ingestion !== "scrape" && source !== undefined) {
    throw new Error(`metric "${name}": expected no source with ingestion ${ingestion}, got ${source}`);
  }
  return Object.freeze({ optional: false, ...definition });
}

/**
 * The name a metric has in the metrics backend (histograms: without `_bucket`, `_count`, `_sum`).
 * Scraped: the exposed name. Alloy carries such samples in OTLP as gauges without a unit, to which nothing is appended.
 * OTLP: invalid characters become `_`, then unit, `_ratio` and `_total` are appended unless already part of the name.
 */
export function storedName(metric: Pick<Metric, "name" | "unit" | "type" | "ingestion">): string {
  const { name, unit, type, ingestion } = metric;
  if (ingestion !== "otlp") return name;
  const tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== "");
  const suffix = unitSuffix(unit);
  if (suffix !== "" && !tokens.includes(suffix)) tokens.push(suffix);
  if (type === "counter") return atEnd(tokens, "total").join("_");
  if (type === "gauge" && unit === "1") return atEnd(tokens, "ratio").join("_");
  return tokens.join("_");
}

const isUnitCode = (unit: Unit): unit is keyof typeof UNIT_SUFFIXES => unit in UNIT_SUFFIXES;
const unitSuffix = (unit: Unit): string => (isUnitCode(unit) ? UNIT_SUFFIXES[unit] : "");
const atEnd = (tokens: readonly string[], last: string) => [...tokens.filter((token) => token !== last), last];

/** True if only the growth of the values is meaningful. */
export const isCumulative = ({ type }: Pick<Metric, "type">): boolean => type === "counter" || type === "histogram";

/** Names of the series a metric is stored as: one, or three for a (classic) histogram. */
export function storedSeries(metric: Metric): readonly string[] {
  const name = storedName(metric);
  return metric.type === "histogram" ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
}

/** The label an attribute is stored as: `http.route` becomes `http_route`. */
export const storedLabel = (attribute: string): string => attribute.replace(/[^a-zA-Z0-9_]/g, "_");

/** What identifies a service in its telemetry. */
export interface ServiceIdentity {
  /** `service.namespace`: the owning team, set by the common ConfigMap. */
  readonly team: string;
  /** `service.name`, as the service's own SDK sets it. */
  readonly serviceName: string;
  /** Kubernetes namespace. */
  readonly namespace: string;
  /** Kubernetes workload. */
  readonly workload: string;
}

/**
 * Labels that select one service's series. `job` is `service.namespace/service.name` by the OpenTelemetry specification,
 * so it works in every backend, whichever other resource attributes that backend promotes; a scraped application gets the
 * same form. Sources that the collector scrapes itself have the job of the source.
 */
export function scopeLabels(
  { team, serviceName, workload }: ServiceIdentity,
  { ingestion, source = "annotations" }: Pick<Metric, "ingestion" | "source">,
): Readonly<Record<string, string>> {
  if (ingestion === "usage") return {}; // usage of the whole organisation
  if (ingestion === "otlp") return { job: `${team}/${serviceName}` };
  return { job: source === "annotations" ? `${team}/${workload}` : SCRAPE_JOBS[source] };
}

/** Names of the labels that select a service. */
export const identityLabels = ({ ingestion }: Pick<Metric, "ingestion">): readonly string[] =>
  ingestion === "usage" ? [] : ["job"];

/** Labels that every series has besides its own: the service, and the pod or process that reports. */
export const COMMON_LABELS: readonly string[] = ["job", "instance"];

/** Seconds between two exports of one series by the SDK (`OTEL_METRIC_EXPORT_INTERVAL`). */
export const EXPORT_INTERVAL_SECONDS = 60;

/**
 * SDK settings that the declared names depend on; they belong in every application's environment.
 * Without the opt-in, OpenTelemetry's Python instrumentations still report `http.server.duration` in milliseconds.
 */
export const SDK_ENVIRONMENT: Readonly<Record<string, string>> = {
  OTEL_METRIC_EXPORT_INTERVAL: String(EXPORT_INTERVAL_SECONDS * 1000),
  OTEL_SEMCONV_STABILITY_OPT_IN: "http",
};
