import { readings, type Fold, type Guard, type Measure, type Reading, type Side } from "../../model/catalog/measure.ts";
import { storedLabel, storedName, type Unit } from "../../model/catalog/metrics.ts";
import type { Series } from "../../model/catalog/series.ts";
import { matcher } from "../queries/promql.ts";
import { code, listed, percent, percentile, quantity } from "./quantities-in-words.ts";

/*
 * A measure on one side of a number, as a clause: "the 95th percentile of `x` over 5m is above 0.5 s".
 */

/** What is compared, and what is true of it. */
export interface Clause {
  readonly subject: string;
  readonly predicate: string;
}

/** Clauses as one sentence. What several have in common is written once. */
export function joined(clauses: readonly Clause[], word: "and" | "or"): string {
  const subjects = unique(clauses.map(({ subject }) => subject));
  const predicates = unique(clauses.map(({ predicate }) => predicate));
  if (subjects.length === 1) return `${subjects.join("")} ${listed(predicates, word)}`;
  const groups = predicates.map((predicate) => {
    const same = clauses.filter((one) => one.predicate === predicate).map(({ subject }) => subject);
    return `${listed(unique(same), word)} ${predicate}`;
  });
  return listed(groups, word);
}

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const SIDES: Readonly<Record<Side, string>> = { above: "above", below: "below", other: "other than" };
const OPPOSITE: Readonly<Record<Side, Side>> = { above: "below", below: "above", other: "other" };
const COUNTED: Readonly<Record<Side, string>> = { above: "more than", below: "fewer than", other: "other than" };

/** A measure on the wrong side of a number. */
export function clause(guard: Guard): Clause {
  const { value, is, threshold } = guard;
  switch (value.kind) {
    case "ratio":
    case "share":
      return portion(value, is, threshold);
    case "sum":
      return addition(guard, value.of);
    case "times":
      if (value.factor === 0) return plain(guard);
      return clause({ value: value.of, is: value.factor < 0 ? OPPOSITE[is] : is, threshold: threshold / value.factor });
    case "increase":
    case "rare":
      return { subject: seriesName(value.of), predicate: `${increased(value, guard)}${inTheLast(value.window)}` };
    case "changes":
      return { subject: seriesName(value.of), predicate: `${changed(guard)}${inTheLast(value.window)}` };
    case "slope":
      if (threshold !== 0 || is === "other") return plain(guard);
      return { subject: seriesName(value.of), predicate: `${is === "above" ? "rises" : "falls"} over ${value.window}` };
    case "distinct":
      return {
        subject: seriesName(value.of),
        predicate: `has ${COUNTED[is]} ${threshold} distinct ${code(storedLabel(value.label))}`,
      };
    case "gauge":
      return extreme(value, is, threshold) ?? plain(guard);
    default:
      return plain(guard);
  }
}

const inTheLast = (window: string | undefined): string => (window === undefined ? "" : ` in the last ${window}`);

/** "the mean of `x` over 5m is above 1 s" */
function plain(guard: Guard): Clause {
  const { subject, over } = spoken(guard.value);
  const side = isCount(guard)
    ? `is at least ${guard.threshold + 0.5}`
    : `is ${SIDES[guard.is]} ${quantity(guard.threshold, unitOf(guard.value))}`;
  return { subject, predicate: [over, side].filter(Boolean).join(" ") };
}

/** Guards on numbers of events leave half an event to interpolation: `atLeast` of model/catalog/measure.ts. */
export const isCount = ({ value, is, threshold }: Guard): boolean =>
  is === "above" && threshold % 1 === 0.5 && readings(value).every(({ kind }) => kind === "increase");

function increased({ of }: Reading, { value, is, threshold }: Guard): string {
  const amount = isCount({ value, is, threshold })
    ? `at least ${threshold + 0.5}`
    : `${is === "below" ? "less than" : COUNTED[is]} ${threshold}`;
  if (of.metric.type === "histogram") {
    if (is === "above" && threshold === 0) return "recorded an observation";
    return is === "below" && threshold === 1 ? "recorded no observation" : `recorded ${amount} observations`;
  }
  if (is === "above" && threshold === 0) return "increased";
  return is === "below" && threshold === 1 ? "did not increase" : `increased by ${amount}`;
}

function changed({ is, threshold }: Guard): string {
  if (is === "above" && threshold === 0) return "changed";
  return is === "below" && threshold === 1 ? "did not change" : `changed ${COUNTED[is]} ${threshold} times`;
}

/** The worst of some series is above a number exactly if any is, and the best exactly if all are. */
function extreme({ of, fold, window }: Extract<Measure, { kind: "gauge" }>, is: Side, threshold: number) {
  if (is === "other" || (fold !== "max" && fold !== "min")) return undefined;
  const every = (fold === "max") === (is === "below");
  const when = window === undefined ? "is" : "was";
  const during =
    window === undefined ? "" : every ? ` throughout the last ${window}` : ` at any time in the last ${window}`;
  return {
    subject: `${every ? "every " : ""}${seriesName(of)}`,
    predicate: `${when} ${SIDES[is]} ${quantity(threshold, of.metric.unit)}${during}`,
  };
}

/** With `+ 0 × y` in the catalog, a missing `x` counts as 0. */
function addition(guard: Guard, [a, b]: readonly [Measure, Measure]): Clause {
  if (b.kind !== "times" || b.factor !== 0) return plain(guard);
  const { subject, predicate } = clause({ ...guard, value: a });
  const missing = guard.is === "below" && guard.threshold > 0;
  return { subject, predicate: missing ? `${predicate} or is missing` : predicate };
}

/** "`x` is above 90 % of `y`"; of one metric: "the share of `x` with `code="500"` over 5m is above 5 %" */
function portion({ part, whole }: Extract<Measure, { kind: "ratio" | "share" }>, is: Side, limit: number): Clause {
  const only = isEvents(part) && isEvents(whole) ? narrowing(part, whole) : undefined;
  if (isEvents(whole) && only !== undefined) {
    const { over } = spoken(whole);
    const what = whole.of.metric.type === "histogram" ? " observations" : "";
    const subject = `the share of ${seriesName(whole.of)}${what} with ${code(only)}`;
    return { subject, predicate: [over, "is", SIDES[is], percent(limit)].filter(Boolean).join(" ") };
  }
  const { subject, over } = spoken(part);
  const of = whole.kind === "earlier" ? `its value ${whole.offset} earlier` : measure(whole);
  return { subject, predicate: [over, compared(is, limit, of)].filter(Boolean).join(" ") };
}

function compared(is: Side, limit: number, whole: string): string {
  if (limit === 1) return is === "other" ? `differs from ${whole}` : `is ${SIDES[is]} ${whole}`;
  return `is ${SIDES[is]} ${limit < 1 ? `${percent(limit)} of` : `${limit} times`} ${whole}`;
}

type Events = Extract<Measure, { kind: "rate" | "increase" }>;
const isEvents = (of: Measure): of is Events => of.kind === "rate" || of.kind === "increase";

/** The conditions that make one count a part of another of the same metric; undefined if it is not. */
function narrowing(part: Events, whole: Events): string | undefined {
  const isSame = (["kind", "window"] as const).every((key) => part[key] === whole[key]);
  if (!isSame || part.of.metric !== whole.of.metric || part.of.service !== whole.of.service) return undefined;
  const known = conditionsOf(whole.of);
  const more = conditionsOf(part.of).filter((condition) => !known.includes(condition));
  return more.length === 0 ? undefined : more.join(",");
}

const FOLDS: Readonly<Record<Fold, string>> = {
  sum: "the total",
  max: "the highest",
  min: "the lowest",
  avg: "the average",
  count: "the number of series of",
};

/** A measure with its window kept apart, because several values often share it. */
interface Spoken {
  readonly subject: string;
  readonly over?: string | undefined;
}

const measure = (of: Measure): string => {
  const { subject, over } = spoken(of);
  return [subject, over].filter(Boolean).join(" ");
};

function spoken(of: Measure): Spoken {
  switch (of.kind) {
    case "ratio":
    case "share":
      return { subject: `${measure(of.part)} divided by ${measure(of.whole)}` };
    case "sum":
      return together(of.of) ?? { subject: of.of.map(measure).join(" plus ") };
    case "times":
      return { subject: `${of.factor} times ${measure(of.of)}` };
    case "earlier":
      return { subject: `${measure(of.of)} ${of.offset} earlier` };
    case "top":
      return { subject: `the ${of.count} highest values of ${measure(of.of)}` };
    default:
      return {
        subject: reading(of),
        over: "window" in of && of.window !== undefined ? `over ${of.window}` : undefined,
      };
  }
}

/** "the combined rate of `a` and `b`" */
function together([a, b]: readonly [Measure, Measure]): Spoken | undefined {
  if (!isEvents(a) || !isEvents(b) || a.kind !== b.kind || a.window !== b.window) return undefined;
  return { ...spoken(a), subject: `the combined ${a.kind} of ${seriesName(a.of)} and ${seriesName(b.of)}` };
}

function reading(of: Reading): string {
  const name = seriesName(of.of);
  switch (of.kind) {
    case "rate":
      return `the rate of ${name}`;
    case "increase":
      return `the increase of ${name}`;
    case "rare":
      return `the number of new events in ${name}`;
    case "gauge":
      return `${FOLDS[of.fold]} ${name}`;
    case "quantile":
      return `the ${percentile(of.q)} of ${name}`;
    case "mean":
      return `the mean of ${name}`;
    case "buckets":
      return `the distribution of ${name}`;
    case "age":
      return `the time since ${name}`;
    case "changes":
      return `the number of changes of ${name}`;
    case "slope":
      return `the growth of ${name}`;
    case "distinct":
      return `the number of distinct ${code(storedLabel(of.label))} of ${name}`;
  }
}

/** `name{label="value"}`, and the workload if it is a series of another service. */
export function seriesName(of: Series): string {
  const conditions = conditionsOf(of);
  const name = `${storedName(of.metric)}${conditions.length === 0 ? "" : `{${conditions.join(",")}}`}`;
  return of.service === undefined ? code(name) : `${code(name)} of ${code(of.service.workload)}`;
}

/** Conditions on labels, without those that only require a label to be present. */
const conditionsOf = ({ where }: Series): readonly string[] =>
  Object.entries(where)
    .filter(([, value]) => !(typeof value === "object" && "not" in value && value.not === ""))
    .map(([label, value]) => matcher(storedLabel(label), value))
    .sort();

/** Identifies what a reading counts, and over which window. */
export const events = (of: Reading): string => [seriesName(of.of), "window" in of ? of.window : ""].join(" ");

/** The unit of a measure's values. */
function unitOf(of: Measure): Unit | "per second" | undefined {
  switch (of.kind) {
    case "quantile":
    case "mean":
    case "gauge":
      return of.of.metric.unit;
    case "age":
      return "s";
    case "rate":
      return "per second";
    case "sum":
      return unitOf(of.of[0]);
    case "earlier":
    case "top":
    case "times":
      return unitOf(of.of);
    default:
      return undefined;
  }
}
