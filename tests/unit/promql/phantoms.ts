import type { System } from "../../../model/catalog/system.ts";
import {
  COMMON_LABELS,
  scopeLabels,
  storedLabel,
  storedSeries,
  type Metric,
  type ServiceIdentity,
} from "../../../model/catalog/metrics.ts";
import { aggregations, selectors, type LabelMatcher, type Selector } from "../../../testing/promql.ts";

/** One service that declares a metric. */
interface Declaration {
  readonly metric: Metric;
  readonly service: ServiceIdentity;
}

/** The services that declare the series of each name. */
export type Declared = ReadonlyMap<string, readonly Declaration[]>;

export function declaredBy(systems: readonly System[]): Declared {
  const declared = new Map<string, Declaration[]>();
  for (const service of systems.flatMap(({ services }) => services)) {
    for (const metric of service.metrics) {
      for (const name of storedSeries(metric)) {
        declared.set(name, [...(declared.get(name) ?? []), { metric, service }]);
      }
    }
  }
  return declared;
}

/**
 * Metrics, labels and services that a PromQL expression reads although the catalog does not declare them. Each service whose
 * job a selector names must declare the metric; for a pattern, at least one service must.
 */
export function phantoms(declared: Declared, expression: string): readonly string[] {
  const wrong = new Set<string>();
  for (const selector of selectors(expression)) {
    for (const problem of selectorPhantoms(declared, selector)) wrong.add(problem);
  }
  for (const { by, selectors: inner, made } of aggregations(expression)) {
    const labels = new Set(["le", ...COMMON_LABELS, ...made, ...inner.flatMap(({ name }) => labelsOf(declared, name))]);
    for (const label of by.filter((one) => !labels.has(one))) wrong.add(`group ${label}`);
  }
  return [...wrong];
}

const labelsOf = (declared: Declared, name: string): readonly string[] =>
  (declared.get(name) ?? []).flatMap(({ metric }) => metric.labels.map(storedLabel));

function selectorPhantoms(declared: Declared, { name, matchers }: Selector): readonly string[] {
  const all = declared.get(name);
  if (all === undefined) return [`metric ${name}`];
  const job = matchers.find(({ label }) => label === "job");
  const read = all.filter(({ metric, service }) => reads(job, scopeLabels(service, metric)["job"]));
  if (read.length === 0) return [`metric ${name} of ${job?.value ?? "no job"}`];
  const missing = namedJobs(job).filter(
    (one) => !read.some(({ metric, service }) => scopeLabels(service, metric)["job"] === one),
  );
  const known = (label: string) =>
    COMMON_LABELS.includes(label) ||
    read.every(
      ({ metric }) => metric.labels.map(storedLabel).includes(label) || (label === "le" && metric.type === "histogram"),
    );
  return [
    ...missing.map((one) => `metric ${name} of ${one}`),
    ...matchers.flatMap(({ label }) => (known(label) ? [] : [`label ${label} of ${name}`])),
  ];
}

/** True if a matcher on `job` selects the series of a service; series without a job have no matcher either. */
function reads(matcher: LabelMatcher | undefined, job: string | undefined): boolean {
  if (matcher === undefined || job === undefined) return matcher === undefined && job === undefined;
  if (matcher.value.includes("$")) return true; // a dashboard's variable
  return matcher.operator === "=" ? matcher.value === job : new RegExp(`^(?:${matcher.value})$`).test(job);
}

/** Jobs that a matcher names one by one. */
function namedJobs(matcher: LabelMatcher | undefined): readonly string[] {
  if (matcher === undefined || matcher.value.includes("$")) return [];
  if (matcher.operator === "=") return [matcher.value];
  const alternatives = matcher.value.split("|").map((one) => one.replaceAll(/\\([.*+?^${}()|[\]\\])/g, "\u0000$1"));
  return alternatives
    .filter((one) => !/(?<!\u0000)[.*+?^${}()|[\]\\]/.test(one))
    .map((one) => one.replaceAll("\u0000", ""));
}
