import type { Condition } from "../../model/catalog/alert-rule.ts";
import { labelsOf, readings, type Comparison, type Guard, type Measure } from "../../model/catalog/measure.ts";
import { storedLabel, type Metric } from "../../model/catalog/metrics.ts";
import { BURN_WINDOWS, MINIMUM_BAD_EVENTS } from "../../model/catalog/slo.ts";
import { clause, events, isCount, joined, seriesName, type Clause } from "./measure-in-words.ts";
import { code, duration, listed, percent, percentile } from "./quantities-in-words.ts";

/*
 * What a condition compares, in words for the person on call who reads them above the query.
 */

/** A condition as the rest of a sentence that begins with "Fires". */
export function inWords(condition: Condition): string {
  if (condition.kind !== "comparison") return `when ${predefined(condition)}`;
  const [first] = condition.values;
  const labels = first === undefined ? [] : labelsOf(first).map((label) => code(storedLabel(label)));
  const begin = labels.length === 0 ? "when" : `for each ${listed(labels, "and")} where`;
  return `${begin} ${comparison(condition)}`;
}

/** Conditions that define what they measure themselves. */
function predefined(condition: Exclude<Condition, Comparison>): string {
  switch (condition.kind) {
    case "failure-ratio": {
      const { window, threshold, minimumRequests } = condition;
      return `more than ${percent(threshold)} of the requests over ${window} fail, with at least ${minimumRequests} requests`;
    }
    case "latency": {
      const { quantile, window, threshold, minimumRequests } = condition;
      return `the ${percentile(quantile)} of request duration over ${window} is above ${duration(threshold)}, with at least ${minimumRequests} requests`;
    }
    case "saturation": {
      const { usage, threshold, window } = condition;
      const average = usage.used.metric.type === "counter" ? `, averaged over ${window}` : "";
      return `an instance uses more than ${percent(threshold)} of its limit (${seriesName(usage.used)}${average})`;
    }
    case "log-burst": {
      const { levels, matches, window, threshold } = condition;
      const level = levels === undefined ? "" : ` of level ${listed(levels.map(code), "or")}`;
      const matching = matches === undefined ? "" : ` matching ${code(matches)}`;
      const lines = threshold === 0 ? "any log line" : `more than ${threshold} log lines`;
      return `${lines}${level}${matching} ${threshold === 0 ? "arrives" : "arrive"} within ${window}`;
    }
    case "untraced-logs":
      return `more than ${percent(condition.threshold)} of the log lines over ${condition.window} have no trace ID`;
    case "log-absence":
      return `no log line arrives for ${condition.window}`;
    case "absence":
      return `${seriesName(condition.heartbeat)} is missing for ${condition.window}`;
    case "token-expiry":
      return `a token expires in less than ${duration(condition.threshold)}; if the token overlap is not the default, this limit scales with it`;
    case "burn-rate": {
      const { slo, speed } = condition;
      const [first, second] = BURN_WINDOWS[speed];
      // An SLO on freshness counts minutes instead of events and has no minimum.
      const minimum =
        slo.indicator.kind === "freshness" ? "" : `, with at least ${MINIMUM_BAD_EVENTS} failures in ${first.long}`;
      const windows = [first, second].map(({ long, short }) => `over both ${long} and ${short}`);
      return `the error budget of _${slo.title}_ burns too fast ${windows.join(", or ")}${minimum}`;
    }
  }
}

function comparison({ values, is, threshold, and, unless }: Comparison): string {
  const clauses = values.map((value) => clause({ value, is, threshold }));
  const minimums = and.filter((guard) => isMinimum(guard, values));
  const others = and.filter((guard) => !minimums.includes(guard));
  return [
    joined(clauses, "or"),
    ...minimums.map((guard) => `with at least ${minimum(guard, values)}`),
    ...guards("while", others, "and", clauses),
    ...guards("unless", unless, "or", clauses),
  ].join(", ");
}

/** "unless `y` increased in the last 5m", or "unless it is …" about the only value. */
function guards(word: string, all: readonly Guard[], link: "and" | "or", about: readonly Clause[]): readonly string[] {
  if (all.length === 0) return [];
  const [value, ...more] = about;
  const known = more.length === 0 ? value?.subject : undefined;
  const clauses = all.map(clause).map((one) => (one.subject === known ? { ...one, subject: "it" } : one));
  return [`${word} ${joined(clauses, link)}`];
}

/** True for a guard that asks for a number of the events that the values are computed from. */
function isMinimum(guard: Guard, values: readonly Measure[]): boolean {
  const compared = values.flatMap(readings).map(events);
  return isCount(guard) && readings(guard.value).every((reading) => compared.includes(events(reading)));
}

/** "20 requests", with the metric if the values are computed from several metrics. */
function minimum({ value, threshold }: Guard, values: readonly Measure[]): string {
  const [counted, ...more] = readings(value);
  const text = `${threshold + 0.5} ${counted === undefined ? "events" : plural(counted.of.metric)}`;
  const others = values.flatMap(readings).some(({ of }) => of.metric !== counted?.of.metric);
  return counted !== undefined && more.length === 0 && others ? `${text} in ${seriesName(counted.of)}` : text;
}

/** What a metric counts: `{request}` are requests. */
function plural({ type, unit }: Metric): string {
  if (type === "histogram") return "observations";
  return unit.startsWith("{") ? `${unit.slice(1, -1)}s` : "events";
}
