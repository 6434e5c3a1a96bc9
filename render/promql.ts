import type { Matcher, Requests, Series, Usage, Watch } from "../model/catalog.ts";
import {
  COMMON_LABELS,
  isCumulative,
  scopeLabels,
  storedLabel,
  storedName,
  type ServiceIdentity,
} from "../model/metrics.ts";

/** Whose series a query reads, and which of them. */
export interface Scope {
  readonly service: ServiceIdentity;
  /** More conditions by stored label, such as a board's variable on `instance`. */
  readonly filter?: Readonly<Record<string, Matcher>>;
}

type HistogramPart = "bucket" | "count" | "sum";

/** A quoted string of PromQL, LogQL and TraceQL; the only place where label values are escaped. */
export const quote = (value: string): string =>
  `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;

/** One label condition: `name="value"`, `=~`, `!=` or `!~`. */
export function matcher(label: string, condition: Matcher): string {
  if (typeof condition === "string") return `${label}=${quote(condition)}`;
  if ("matches" in condition) return `${label}=~${quote(condition.matches)}`;
  if ("not" in condition) return `${label}!=${quote(condition.not)}`;
  return `${label}!~${quote(condition.notMatches)}`;
}

/** `{a="b",…}`, conditions in order of their label. */
export function matchers(conditions: Readonly<Record<string, Matcher>>): string {
  const sorted = Object.entries(conditions).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([label, condition]) => matcher(label, condition)).join(",")}}`;
}

/** Selects a service's series of one metric. Throws for a histogram without a part, or a part of anything else. */
export function selector(scope: Scope, { metric, where }: Series, part?: HistogramPart): string {
  if ((metric.type === "histogram") !== (part !== undefined)) {
    throw new Error(`metric "${metric.name}" is a ${metric.type}: ${part ? `it has no ${part}` : "name a part of it"}`);
  }
  const conditions = {
    ...scopeLabels(scope.service, metric),
    ...scope.filter,
    ...Object.fromEntries(Object.entries(where).map(([label, condition]) => [storedLabel(label), condition])),
  };
  return `${storedName(metric)}${part ? `_${part}` : ""}${matchers(conditions)}`;
}

/** `sum by (…) (expression)`; throws on a label the metric does not declare. */
function aggregate(
  operator: "sum" | "max" | "min" | "count",
  { metric }: Series,
  by: readonly string[],
  expression: string,
) {
  const known = [...COMMON_LABELS, ...metric.labels, ...(metric.type === "histogram" ? ["le"] : [])];
  const unknown = by.find((label) => !known.includes(label));
  if (unknown !== undefined) throw new Error(`metric "${metric.name}" declares no label "${unknown}"`);
  return `${operator} by (${["job", ...by].map(storedLabel).join(", ")}) (${expression})`;
}

const eventsOf = (scope: Scope, events: Series): string =>
  selector(scope, events, events.metric.type === "histogram" ? "count" : undefined);

function assertCumulative({ metric }: Series): void {
  if (!isCumulative(metric)) {
    throw new Error(`metric "${metric.name}" is a ${metric.type}: only counters and histograms have a rate`);
  }
}

/** Events per second of a counter, or of a histogram's count. */
export function rate(scope: Scope, events: Series, window: string, by: readonly string[] = []): string {
  assertCumulative(events);
  return aggregate("sum", events, by, `rate(${eventsOf(scope, events)}[${window}])`);
}

/** Events in a window. */
export function increase(scope: Scope, events: Series, window: string): string {
  assertCumulative(events);
  return aggregate("sum", events, [], `increase(${eventsOf(scope, events)}[${window}])`);
}

/**
 * Events in a window by label, those of a counter included that appeared within it: a counter of rare events often comes
 * into being with the first one, and `increase` takes that for its start.
 */
export function events(scope: Scope, counter: Series, window: string, by: readonly string[]): string {
  assertCumulative(counter);
  const series = eventsOf(scope, counter);
  const grown = `(${series} unless ${series} offset ${window}) or increase(${series}[${window}])`;
  return aggregate("sum", counter, by, grown);
}

/** Highest or lowest value of a gauge by label; with a window, of all that time. */
export function extreme(scope: Scope, { gauge, by, is, window }: Extract<Watch, { kind: "gauge" }>): string {
  const operator = is === "above" ? "max" : "min";
  const now = selector(scope, gauge);
  return aggregate(operator, gauge, by, window === undefined ? now : `${operator}_over_time(${now}[${window}])`);
}

/** One gauge over another by label; nothing where the other is 0: no limit, no replicas wanted. */
export function share(scope: Scope, { part, whole, by, of }: Extract<Watch, { kind: "ratio" }>): string {
  const matching = of === undefined ? "" : `on (${["job", ...of].map(storedLabel).join(", ")}) group_left () `;
  return `${total(scope, part, by)} / ${matching}(${total(scope, whole, of ?? by)} > 0)`;
}

/** Number of different values of a label. */
export function distinct(scope: Scope, { series, label, by }: Extract<Watch, { kind: "distinct" }>): string {
  return aggregate("count", series, by, count(scope, series, [...by, label]));
}

/** Sum of a gauge over instances. */
export const total = (scope: Scope, gauge: Series, by: readonly string[] = []): string =>
  aggregate("sum", gauge, by, selector(scope, gauge));

/** Number of series of a gauge. */
export const count = (scope: Scope, gauge: Series, by: readonly string[] = []): string =>
  aggregate("count", gauge, by, selector(scope, gauge));

/** Label combinations of a gauge that were not there a window ago: a new version, a new peer. */
export const appeared = (scope: Scope, gauge: Series, by: readonly string[], window: string): string => {
  const now = selector(scope, gauge);
  return `${aggregate("count", gauge, by, now)} unless ${aggregate("count", gauge, by, `${now} offset ${window}`)}`;
};

/** Quantile of a classic histogram, in the unit of the metric. */
export function quantile(
  q: number,
  scope: Scope,
  histogram: Series,
  window: string,
  by: readonly string[] = [],
): string {
  const buckets = `rate(${selector(scope, histogram, "bucket")}[${window}])`;
  return `histogram_quantile(${q}, ${aggregate("sum", histogram, [...by, "le"], buckets)})`;
}

/** Share of failed requests, 0 to 1; 0 rather than nothing where none has ever failed; NaN without traffic. */
export function failureRatio(scope: Scope, requests: Requests, window: string, by: readonly string[] = []): string {
  const all = rate(scope, requests.all, window, by);
  return `(${rate(scope, requests.failed, window, by)} or 0 * ${all}) / ${all}`;
}

/** Share of its limit that each instance uses. `window` averages counters; gauges take the present value. */
export function saturation(scope: Scope, { used, limit }: Usage, window: string): string {
  const use =
    used.metric.type === "counter" ? rate(scope, used, window, ["instance"]) : total(scope, used, ["instance"]);
  return `${use} / ${limit}`;
}

/** The worst instance. */
export const worst = (expression: string): string => `max by (job) (${expression})`;

/** 1 where a service's series has been missing for a whole window. */
export const absent = (scope: Scope, heartbeat: Series, window: string): string =>
  `absent_over_time(${selector(scope, heartbeat)}[${window}])`;
