import type { Requests, Usage } from "../../model/catalog/alert-rule.ts";
import type { LabelMatcher, Series } from "../../model/catalog/series.ts";
import {
  COMMON_LABELS,
  isCumulative,
  identityLabels,
  scopeLabels,
  storedLabel,
  storedName,
  type Metric,
  type ServiceIdentity,
} from "../../model/catalog/metrics.ts";

/** The services whose series a query reads, and which of their series. */
export interface Scope {
  readonly service: ServiceIdentity | readonly ServiceIdentity[];
  /** How long ago: reads everything as it was then. @default - now */
  readonly offset?: string;
  /** Window of measures that do not name one. @default - one that fits the dashboard's zoom */
  readonly window?: string;
  /** More conditions by stored label, such as a dashboard's variable on `instance`. */
  readonly filter?: Readonly<Record<string, LabelMatcher>>;
}

type HistogramPart = "bucket" | "count" | "sum";

/** A quoted string of PromQL, LogQL and TraceQL; the only place where label values are escaped. */
export const quote = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** One label condition: `name="value"`, `=~`, `!=` or `!~`. */
export function matcher(label: string, condition: LabelMatcher): string {
  if (typeof condition === "string") return `${label}=${quote(condition)}`;
  if ("matches" in condition) return `${label}=~${quote(condition.matches)}`;
  if ("not" in condition) return `${label}!=${quote(condition.not)}`;
  return `${label}!~${quote(condition.notMatches)}`;
}

/** `{a="b",…}`, conditions sorted by label. */
export function matchers(conditions: Readonly<Record<string, LabelMatcher>>): string {
  const sorted = Object.entries(conditions).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([label, condition]) => matcher(label, condition)).join(",")}}`;
}

/** Selects a service's series of one metric. Throws for a histogram without a part, and for a part of any other type. */
export function selector(scope: Scope, { metric, where, service }: Series, part?: HistogramPart): string {
  if ((metric.type === "histogram") !== (part !== undefined)) {
    throw new Error(`metric "${metric.name}" is a ${metric.type}: ${part ? `it has no ${part}` : "name a part of it"}`);
  }
  const conditions = {
    ...identity(service ?? scope.service, metric),
    ...scope.filter,
    ...Object.fromEntries(Object.entries(where).map(([label, condition]) => [storedLabel(label), condition])),
  };
  const all = Object.keys(conditions).length === 0 ? "" : matchers(conditions);
  return `${storedName(metric)}${part ? `_${part}` : ""}${all}`;
}

/** Identifying labels of a metric's series, for one or several services. */
function identity(
  services: ServiceIdentity | readonly ServiceIdentity[],
  metric: Metric,
): Readonly<Record<string, LabelMatcher>> {
  const values = new Map<string, Set<string>>();
  for (const [label, value] of listOf(services).flatMap((one) => Object.entries(scopeLabels(one, metric)))) {
    values.set(label, (values.get(label) ?? new Set()).add(value));
  }
  return Object.fromEntries([...values].map(([label, one]) => [label, oneOf([...one].sort())]));
}

/** One or several, as a list. */
export const listOf = <T>(given: T | readonly T[]): readonly T[] => (isList(given) ? given : [given]);
const isList = <T>(given: T | readonly T[]): given is readonly T[] => Array.isArray(given);

/** Matches any of the values, and nothing else. */
export const oneOf = ([first = "", ...others]: readonly string[]): LabelMatcher =>
  others.length === 0 ? first : { matches: [first, ...others].map(literal).join("|") };

/** A regular expression (RE2) that matches this text and nothing else. */
const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Series at one moment. */
export const instant = (scope: Scope, series: Series, part?: HistogramPart): string =>
  `${selector(scope, series, part)}${before(scope)}`;

/** Series over a window. */
export const ranged = (scope: Scope, series: Series, window: string, part?: HistogramPart): string =>
  `${selector(scope, series, part)}[${window}]${before(scope)}`;

const before = ({ offset }: Scope): string => (offset === undefined ? "" : ` offset ${offset}`);

/** `sum by (…) (expression)`; throws on a label that the metric does not declare. */
export function aggregate(
  operator: "sum" | "max" | "min" | "avg" | "count",
  { metric }: Series,
  by: readonly string[],
  expression: string,
) {
  const known = [...COMMON_LABELS, ...metric.labels, ...(metric.type === "histogram" ? ["le"] : [])];
  const unknown = by.find((label) => !known.includes(label));
  if (unknown !== undefined) throw new Error(`metric "${metric.name}" declares no label "${unknown}"`);
  const labels = [...identityLabels(metric), ...by.map(storedLabel)];
  return labels.length === 0 ? `${operator} (${expression})` : `${operator} by (${labels.join(", ")}) (${expression})`;
}

/** The part of a histogram that counts its events; undefined for other types. */
export const countPart = ({ metric }: Series): "count" | undefined =>
  metric.type === "histogram" ? "count" : undefined;

export function assertCumulative({ metric }: Series): void {
  if (!isCumulative(metric)) {
    throw new Error(`metric "${metric.name}" is a ${metric.type}: only counters and histograms have a rate`);
  }
}

/** Events per second of a counter, or of a histogram's count. */
export function rate(scope: Scope, events: Series, window: string, by: readonly string[] = []): string {
  assertCumulative(events);
  return aggregate("sum", events, by, `rate(${ranged(scope, events, window, countPart(events))})`);
}

/** Events in a window. */
export function increase(scope: Scope, events: Series, window: string, by: readonly string[] = []): string {
  assertCumulative(events);
  return aggregate("sum", events, by, `increase(${ranged(scope, events, window, countPart(events))})`);
}

/** Sum of a gauge over instances. */
export const total = (scope: Scope, gauge: Series, by: readonly string[] = []): string =>
  aggregate("sum", gauge, by, instant(scope, gauge));

/** Number of series of a gauge. */
export const count = (scope: Scope, gauge: Series, by: readonly string[] = []): string =>
  aggregate("count", gauge, by, instant(scope, gauge));

/** Label combinations of a gauge that did not exist one window ago, such as a new version or a new peer. */
export const appeared = (scope: Scope, gauge: Series, by: readonly string[], window: string): string => {
  const now = selector(scope, gauge);
  return `${aggregate("count", gauge, by, now)} unless ${aggregate("count", gauge, by, `${now} offset ${window}`)}`;
};

/**
 * Seconds between the newest time that a gauge holds and the moment it was reported. A late scrape, which has separate rules,
 * does not make anything older.
 */
export const ageOf = (scope: Scope, times: Series, by: readonly string[] = []): string =>
  aggregate("min", times, by, `timestamp(${instant(scope, times)}) - ${instant(scope, times)}`);

/** Quantile of a classic histogram, in the unit of the metric. */
export function quantile(
  q: number,
  scope: Scope,
  histogram: Series,
  window: string,
  by: readonly string[] = [],
): string {
  const buckets = `rate(${ranged(scope, histogram, window, "bucket")})`;
  return `histogram_quantile(${q}, ${aggregate("sum", histogram, [...by, "le"], buckets)})`;
}

/** Share of failed requests, 0 to 1: 0 instead of no value if none has ever failed, and no value without traffic. */
export function failureRatio(
  scope: Scope,
  requests: Pick<Requests, "all" | "failed">,
  window: string,
  by: readonly string[] = [],
): string {
  const all = rate(scope, requests.all, window, by);
  return `(${rate(scope, requests.failed, window, by)} or 0 * ${all}) / (${all} > 0)`;
}

/** Share of its limit that each instance uses. `window` averages counters; gauges use the current value. */
export function saturation(scope: Scope, { used, limit }: Usage, window: string): string {
  const use =
    used.metric.type === "counter" ? rate(scope, used, window, ["instance"]) : total(scope, used, ["instance"]);
  return `${use} / ${limit}`;
}

/** The worst instance. */
export const worst = (expression: string): string => `max by (job) (${expression})`;

/** 1 if a service's series has been missing for a whole window. */
export const absent = (scope: Scope, heartbeat: Series, window: string): string =>
  `absent_over_time(${selector(scope, heartbeat)}[${window}])`;
