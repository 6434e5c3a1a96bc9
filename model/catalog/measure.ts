import type { Series } from "./series.ts";

/** Labels that distinguish values; `job`, the service, is always one of them. */
export type Labels = readonly string[];

/**
 * A number computed from series, one for each combination of its labels. Windows are durations like `10m`. Without one, a
 * dashboard uses a window that fits its zoom, and a rule is rejected.
 */
export type Measure =
  /** Events per second of a counter or of a histogram's count. */
  | { readonly kind: "rate"; readonly of: Series; readonly by: Labels; readonly window?: string }
  /** Events in a window. */
  | { readonly kind: "increase"; readonly of: Series; readonly by: Labels; readonly window?: string }
  /** Events in a window; a counter that appears within it counts from zero, as counters of rare events do. */
  | { readonly kind: "rare"; readonly of: Series; readonly by: Labels; readonly window: string }
  /** A gauge across all instances; with a window, its highest, lowest or mean value in that time. */
  | {
      readonly kind: "gauge";
      readonly of: Series;
      readonly fold: Fold;
      readonly by: Labels;
      readonly window?: string;
    }
  /** Quantile of a classic histogram, in the unit of the metric. */
  | {
      readonly kind: "quantile";
      readonly q: number;
      readonly of: Series;
      readonly by: Labels;
      readonly window?: string;
    }
  /** Mean of what a histogram observed. */
  | { readonly kind: "mean"; readonly of: Series; readonly by: Labels; readonly window?: string }
  /** Events per second in each bucket of a histogram. */
  | { readonly kind: "buckets"; readonly of: Series; readonly window?: string }
  /** Seconds from the newest time that a gauge of Unix times holds to the moment it was reported. */
  | { readonly kind: "age"; readonly of: Series; readonly by: Labels }
  /** How often a gauge changed in a window. */
  | { readonly kind: "changes"; readonly of: Series; readonly by: Labels; readonly window: string }
  /** Growth of a gauge per second, by linear regression over a window. */
  | { readonly kind: "slope"; readonly of: Series; readonly by: Labels; readonly window: string }
  /** Number of different values of a label. */
  | { readonly kind: "distinct"; readonly of: Series; readonly label: string; readonly by: Labels }
  /** One number divided by another, no value if the other is 0. `on` lists the labels of the whole, if it has fewer. */
  | { readonly kind: "ratio"; readonly part: Measure; readonly whole: Measure; readonly on?: Labels }
  /** The same, but 0 if only the part is missing: nothing has ever failed. */
  | { readonly kind: "share"; readonly part: Measure; readonly whole: Measure }
  /** The sum of both, or the one that exists. */
  | { readonly kind: "sum"; readonly of: readonly [Measure, Measure] }
  | { readonly kind: "times"; readonly of: Measure; readonly factor: number }
  /** The same number some time earlier. */
  | { readonly kind: "earlier"; readonly of: Measure; readonly offset: string }
  /** The few highest values; for dashboards. */
  | { readonly kind: "top"; readonly of: Measure; readonly count: number };

export type Fold = "sum" | "max" | "min" | "avg" | "count";

interface Options {
  readonly by?: Labels;
  readonly window?: string;
}

type Windowed = Options & { readonly window: string };

export const rate = (of: Series, options: Options = {}): Measure => ({ kind: "rate", of, by: [], ...options });
export const increase = (of: Series, options: Options = {}): Measure => ({ kind: "increase", of, by: [], ...options });
export const rare = (of: Series, options: Windowed): Measure => ({ kind: "rare", of, by: [], ...options });
export const gauge = (of: Series, fold: Fold, options: Options = {}): Measure => ({
  kind: "gauge",
  of,
  fold,
  by: [],
  ...options,
});
export const quantile = (q: number, of: Series, options: Options = {}): Measure => ({
  kind: "quantile",
  q,
  of,
  by: [],
  ...options,
});
export const mean = (of: Series, options: Options = {}): Measure => ({ kind: "mean", of, by: [], ...options });
export const buckets = (of: Series): Measure => ({ kind: "buckets", of });
export const age = (of: Series, by: Labels = []): Measure => ({ kind: "age", of, by });
export const changes = (of: Series, options: Windowed): Measure => ({ kind: "changes", of, by: [], ...options });
export const slope = (of: Series, options: Windowed): Measure => ({ kind: "slope", of, by: [], ...options });
export const distinct = (of: Series, label: string, by: Labels = []): Measure => ({ kind: "distinct", of, label, by });
export const ratio = (part: Measure, whole: Measure, on?: Labels): Measure => ({
  kind: "ratio",
  part,
  whole,
  ...(on === undefined ? {} : { on }),
});
export const share = (part: Measure, whole: Measure): Measure => ({ kind: "share", part, whole });
export const sum = (...of: readonly [Measure, Measure]): Measure => ({ kind: "sum", of });
export const times = (of: Measure, factor: number): Measure => ({ kind: "times", of, factor });
export const earlier = (of: Measure, offset: string): Measure => ({ kind: "earlier", of, offset });
export const top = (count: number, of: Measure): Measure => ({ kind: "top", of, count });

/** The measures that a measure is composed of, if any. */
export function parts(measure: Measure): readonly Measure[] {
  switch (measure.kind) {
    case "ratio":
    case "share":
      return [measure.part, measure.whole];
    case "sum":
      return measure.of;
    case "times":
    case "earlier":
    case "top":
      return [measure.of];
    default:
      return [];
  }
}

/** A measure that reads series itself. */
export type Reading = Extract<Measure, { readonly of: Series }>;

/** All readings that a measure is based on. */
export const readings = (measure: Measure): readonly Reading[] =>
  isReading(measure) ? [measure] : parts(measure).flatMap(readings);

const isReading = (measure: Measure): measure is Reading => parts(measure).length === 0;

/** Labels of its values, besides the service. */
export function labelsOf(measure: Measure): Labels {
  const [first] = parts(measure);
  if (first !== undefined) return labelsOf(first);
  if ("by" in measure) return measure.by;
  return ["le"];
}

/** On which side of its threshold a value is wrong. */
export type Side = "above" | "below" | "other";

/** A measure on the wrong side of a number. */
export interface Guard {
  readonly value: Measure;
  readonly is: Side;
  readonly threshold: number;
}

/** True while any value is on the wrong side, every guard of `and` holds and no guard of `unless` does. */
export interface Comparison {
  readonly kind: "comparison";
  readonly values: readonly Measure[];
  readonly is: Side;
  readonly threshold: number;
  readonly and: readonly Guard[];
  readonly unless: readonly Guard[];
}

interface Guards {
  readonly and?: readonly Guard[];
  readonly unless?: readonly Guard[];
}

type Values = Measure | readonly Measure[];
const isList = (values: Values): values is readonly Measure[] => Array.isArray(values);

const comparison = (values: Values, is: Side, threshold: number, guards: Guards): Comparison => ({
  kind: "comparison",
  values: isList(values) ? values : [values],
  is,
  threshold,
  and: guards.and ?? [],
  unless: guards.unless ?? [],
});

export const above = (values: Values, threshold: number, guards: Guards = {}): Comparison =>
  comparison(values, "above", threshold, guards);
export const below = (values: Values, threshold: number, guards: Guards = {}): Comparison =>
  comparison(values, "below", threshold, guards);
export const otherThan = (values: Values, threshold: number, guards: Guards = {}): Comparison =>
  comparison(values, "other", threshold, guards);

/** Requires at least `count` events in a window: fewer say nothing about a share or a quantile. */
export const atLeast = (count: number, of: Series, options: Windowed): Guard => ({
  value: increase(of, options),
  is: "above",
  threshold: count - 0.5, // increase() interpolates: eleven events may count as 10.9
});
/** Any event at all in a window. */
export const any = (of: Series, options: Windowed): Guard => ({
  value: increase(of, options),
  is: "above",
  threshold: 0,
});
