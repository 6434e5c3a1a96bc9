import {
  labelsOf,
  parts,
  readings,
  type Fold,
  type Guard,
  type Comparison,
  type Measure,
  type Reading,
  type Side,
} from "../../model/catalog/measure.ts";
import { identityLabels, storedLabel } from "../../model/catalog/metrics.ts";
import {
  ageOf,
  aggregate,
  assertCumulative,
  count,
  countPart,
  increase,
  instant,
  quantile,
  ranged,
  rate,
  type Scope,
} from "./promql.ts";

/** The window that fits a dashboard's zoom: at least four exports. */
const BOARD_WINDOW = "$__rate_interval";

/** PromQL of a measure; windows that it does not name are those of the dashboard. */
export function measured(scope: Scope, measure: Measure): string {
  switch (measure.kind) {
    case "ratio": {
      const { part, whole, on } = measure;
      const matching = on === undefined ? "" : `on (${matchLabels(whole, on).join(", ")}) group_left () `;
      return `${operand(scope, part)} / ${matching}(${operand(scope, whole)} > 0)`;
    }
    case "share": {
      const whole = operand(scope, measure.whole);
      return `(${measured(scope, measure.part)} or 0 * ${whole}) / (${whole} > 0)`;
    }
    case "sum": {
      const [a, b] = measure.of.map((one) => operand(scope, one));
      return `${a} + ${b} or ${a} or ${b}`;
    }
    case "times":
      return `${operand(scope, measure.of)} * ${measure.factor}`;
    case "earlier":
      return measured({ ...scope, offset: measure.offset }, measure.of);
    case "top":
      return `topk(${measure.count}, ${measured(scope, measure.of)})`;
    default:
      return reading(scope, measure);
  }
}

function reading(scope: Scope, measure: Reading): string {
  const { of } = measure;
  const window = ("window" in measure ? measure.window : undefined) ?? scope.window ?? BOARD_WINDOW;
  switch (measure.kind) {
    case "rate":
      return rate(scope, of, window, measure.by);
    case "increase":
      return increase(scope, of, window, measure.by);
    case "rare":
      return rare(scope, measure);
    case "gauge":
      return folded(scope, measure);
    case "quantile":
      return quantile(measure.q, scope, of, window, measure.by);
    case "mean": {
      const per = (part: "sum" | "count") =>
        aggregate("sum", of, measure.by, `rate(${ranged(scope, of, window, part)})`);
      return `${per("sum")} / (${per("count")} > 0)`;
    }
    case "buckets":
      return `sum by (le) (rate(${ranged(scope, of, window, "bucket")}))`; // across all services: one row per bound
    case "age":
      return ageOf(scope, of, measure.by);
    case "changes":
      return aggregate("max", of, measure.by, `changes(${ranged(scope, of, window)})`);
    case "slope":
      return aggregate("max", of, measure.by, `deriv(${ranged(scope, of, window)})`);
    case "distinct":
      return aggregate("count", of, measure.by, count(scope, of, [...measure.by, measure.label]));
  }
}

/**
 * A counter of rare events often appears with the first event, and `increase` takes that for its start. Series that did not
 * exist one window ago therefore count in full.
 */
function rare(scope: Scope, { of, by, window }: Extract<Measure, { kind: "rare" }>): string {
  assertCumulative(of);
  const part = countPart(of);
  const now = instant(scope, of, part);
  const earlier = instant({ ...scope, offset: window }, of, part);
  return aggregate("sum", of, by, `(${now} unless ${earlier}) or increase(${ranged(scope, of, window, part)})`);
}

const OVER_TIME: Readonly<Record<Fold, string>> = {
  sum: "avg_over_time",
  avg: "avg_over_time",
  max: "max_over_time",
  min: "min_over_time",
  count: "last_over_time",
};

function folded(scope: Scope, { of, fold, by, window }: Extract<Measure, { kind: "gauge" }>): string {
  const values = window === undefined ? instant(scope, of) : `${OVER_TIME[fold]}(${ranged(scope, of, window)})`;
  return aggregate(fold, of, by, values);
}

/** A measure as one side of an operator. */
const operand = (scope: Scope, measure: Measure): string =>
  binds(measure) ? measured(scope, measure) : `(${measured(scope, measure)})`;

/** True if its text is one function or aggregation. */
function binds(measure: Measure): boolean {
  if (measure.kind === "earlier") return parts(measure).every(binds);
  return !["ratio", "share", "sum", "times", "mean"].includes(measure.kind);
}

/** A whole comparison: returns a result exactly while it holds. */
export function comparison(scope: Scope, condition: Comparison): string {
  const operator = OPERATORS[condition.is];
  const values = condition.values.map((value) => `${side(scope, value)} ${operator} ${condition.threshold}`);
  const [first] = condition.values;
  const guards = (word: "and" | "unless", all: readonly Guard[]) =>
    all.map((guard) => `${word}${first === undefined ? "" : matching(first, guard.value)} ${guarded(scope, guard)}`);
  const restrictions = [...guards("and", condition.and), ...guards("unless", condition.unless)];
  const joined = values.join("\nor\n");
  if (restrictions.length === 0) return joined;
  return [values.length > 1 ? `(\n${joined}\n)` : joined, ...restrictions].join("\n");
}

/** In brackets: `and` and `unless` bind tighter than `or`, which some measures contain. */
const guarded = (scope: Scope, { value, is, threshold }: Guard): string =>
  `(${side(scope, value)} ${OPERATORS[is]} ${threshold})`;

/** The left side of a comparison, which binds less tightly than arithmetic and more tightly than `or`. */
const side = (scope: Scope, value: Measure): string =>
  value.kind === "sum" ? operand(scope, value) : measured(scope, value);

/** ` on (…)` if a guard has different labels from the value, or is about another service. */
function matching(value: Measure, guard: Measure): string {
  const ofValue = allLabels(value);
  const ofGuard = allLabels(guard);
  const same = ofValue.length === ofGuard.length && ofValue.every((label) => ofGuard.includes(label));
  if (same && serviceOf(value) === serviceOf(guard)) return "";
  const shared = ofGuard.filter((label) => ofValue.includes(label));
  const on = serviceOf(value) === serviceOf(guard) ? shared : shared.filter((label) => label !== "job");
  return ` on (${on.join(", ")})`;
}

const allLabels = (measure: Measure): readonly string[] => matchLabels(measure, labelsOf(measure));
const matchLabels = (measure: Measure, labels: readonly string[]): readonly string[] => [
  ...readings(measure)
    .slice(0, 1)
    .flatMap(({ of }) => identityLabels(of.metric)),
  ...labels.map(storedLabel),
];

/** What determines the identifying labels: the service, and how the metric is ingested. */
function serviceOf(measure: Measure): string {
  const [first] = readings(measure);
  if (first === undefined) return "";
  const { service, metric } = first.of;
  return [service?.team, service?.workload, metric.ingestion, metric.source ?? ""].join("/");
}

/** The PromQL operator that is true when a value is wrong. */
const OPERATORS: Readonly<Record<Side, string>> = { above: ">", below: "<", other: "!=" };
