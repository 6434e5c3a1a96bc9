import type { Condition } from "../../model/catalog/alert-rule.ts";
import {
  labelsOf,
  type Comparison,
  type Fold,
  type Guard,
  type Measure,
  type Reading,
  type Side,
} from "../../model/catalog/measure.ts";
import { storedLabel, storedName } from "../../model/catalog/metrics.ts";
import { BURN_WINDOWS, MINIMUM_BAD_EVENTS } from "../../model/catalog/slo.ts";

/*
 * What a condition compares, in words that somebody reads at night beside its expression.
 */

/** A condition as the predicate of "fires when …". */
export function inWords(condition: Condition): string {
  switch (condition.kind) {
    case "comparison":
      return comparison(condition);
    case "failure-ratio": {
      const { window, threshold, minimumRequests } = condition;
      return `the share of requests that fail over ${window} is above ${threshold}, with at least ${minimumRequests} requests`;
    }
    case "latency": {
      const { quantile, window, threshold, minimumRequests } = condition;
      return `${percent(quantile)} of the requests of ${window} take up to more than ${threshold} s, with at least ${minimumRequests} requests`;
    }
    case "saturation":
      return `the fullest instance uses more than ${condition.threshold} of its limit`;
    case "log-burst": {
      const { levels, matches, window, threshold } = condition;
      const level = levels === undefined ? "" : ` of level ${alternatives(levels)}`;
      return `more than ${threshold} log lines${level} come in ${window}${matches === undefined ? "" : ` that match ${code(matches)}`}`;
    }
    case "untraced-logs":
      return `the share of log lines of ${condition.window} without a trace id is above ${condition.threshold}`;
    case "log-absence":
      return `no log line comes for ${condition.window}`;
    case "absence":
      return `there is no ${metric(condition.heartbeat)} for ${condition.window}`;
    case "token-expiry":
      return `a token expires in less than ${condition.threshold} s, or the same share of another overlap than the default`;
    case "burn-rate": {
      const windows = BURN_WINDOWS[condition.speed].map(({ long, short }) => `${long} and ${short}`);
      return `the error budget of _${condition.slo.title}_ burns too fast over ${alternatives(windows)}, with at least ${MINIMUM_BAD_EVENTS} failures`;
    }
  }
}

function comparison({ values, is, threshold, and, unless }: Comparison): string {
  const [first] = values;
  const labels = first === undefined ? [] : labelsOf(first).map(storedLabel);
  const each = labels.length === 0 ? "" : `, for each ${labels.join(", ")},`;
  const guards = [
    ...and.map((guard) => `while ${guarded(guard)}`),
    ...unless.map((guard) => `unless ${guarded(guard)}`),
  ];
  return [`${alternatives(values.map(measure))}${each} is ${SIDES[is]} ${threshold}`, ...guards].join(", ");
}

/** Guards on numbers of events leave half a one to interpolation: `atLeast` of model/catalog/measure.ts. */
const guarded = ({ value, is, threshold }: Guard): string =>
  value.kind === "increase" && is === "above" && threshold % 1 === 0.5
    ? `${measure(value)} is at least ${threshold + 0.5}`
    : `${measure(value)} is ${SIDES[is]} ${threshold}`;

const SIDES: Readonly<Record<Side, string>> = { above: "above", below: "below", other: "other than" };

function measure(of: Measure): string {
  switch (of.kind) {
    case "ratio":
      return `${measure(of.part)} divided by ${measure(of.whole)}`;
    case "share":
      return `the share of ${measure(of.part)} in ${measure(of.whole)}`;
    case "sum":
      return of.of.map(measure).join(" plus ");
    case "times":
      return `${measure(of.of)} × ${of.factor}`;
    case "earlier":
      return `the same ${of.offset} before`;
    case "top":
      return `the highest ${of.count} of ${measure(of.of)}`;
    default:
      return reading(of);
  }
}

function reading(of: Reading): string {
  const name = metric(of.of);
  const over = "window" in of && of.window !== undefined ? ` over ${of.window}` : "";
  switch (of.kind) {
    case "rate":
      return `${name} per second${over}`;
    case "increase":
      return `the increase of ${name}${over}`;
    case "rare":
      return `the number of new events of ${name}${over}`;
    case "gauge":
      return `${FOLDS[of.fold]} ${name}${over}`;
    case "quantile":
      return `the ${percent(of.q)} quantile of ${name}${over}`;
    case "mean":
      return `the mean of ${name}${over}`;
    case "buckets":
      return `the distribution of ${name}${over}`;
    case "age":
      return `the seconds since ${name}`;
    case "changes":
      return `the number of changes of ${name}${over}`;
    case "slope":
      return `the growth per second of ${name}${over}`;
    case "distinct":
      return `the number of different ${code(of.label)} of ${name}`;
  }
}

const FOLDS: Readonly<Record<Fold, string>> = {
  sum: "the sum of",
  max: "the highest",
  min: "the lowest",
  avg: "the mean of",
  count: "the number of series of",
};

const metric = ({ metric: one }: Reading["of"]): string => code(storedName(one));
const code = (text: string): string => `\`${text}\``;
const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`;
const alternatives = (texts: readonly string[]): string => texts.join(" or ");
