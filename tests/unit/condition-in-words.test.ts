import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Condition } from "../../model/catalog/alert-rule.ts";
import {
  above,
  age,
  any,
  atLeast,
  below,
  changes,
  distinct,
  earlier,
  gauge,
  increase,
  mean,
  otherThan,
  quantile,
  rare,
  rate,
  ratio,
  share,
  slope,
  sum,
  times,
} from "../../model/catalog/measure.ts";
import { defineMetric, type MetricType, type Unit } from "../../model/catalog/metrics.ts";
import { series, seriesOf } from "../../model/catalog/series.ts";
import { inWords } from "../../render/reference/condition-in-words.ts";

const metricOf = (name: string, type: MetricType, unit: Unit) =>
  defineMetric({ name, type, unit, labels: ["code", "pod"], ingestion: "scrape", description: "An example." });

const orders = metricOf("orders_total", "counter", "{order}");
const durations = metricOf("seconds", "histogram", "s");
const depth = metricOf("depth", "gauge", "{task}");
const size = metricOf("size", "gauge", "{task}");
const offset = metricOf("offset_seconds", "gauge", "s");
const other = { team: "a", serviceName: "b", namespace: "c", workload: "broker" };
const window = "10m";
const failed = series(orders, { code: { matches: "5.." } });
const requests = { all: series(durations), failed: series(durations, { code: "500" }), by: "code" };
const tasks = series(depth);
const time = series(offset);

const CASES: Readonly<Record<string, readonly [condition: Condition, words: string]>> = {
  "a quantile": [
    above(quantile(0.95, series(durations), { window }), 0.5, { and: [atLeast(20, series(durations), { window })] }),
    "when the 95th percentile of `seconds` over 10m is above 0.5 s, with at least 20 observations",
  ],
  "a median and a mean": [
    above([quantile(0.5, series(durations), { window }), mean(series(durations), { window })], 120),
    "when the median of `seconds` or the mean of `seconds` over 10m is above 2 minutes",
  ],
  "a rate": [
    above(rate(series(orders), { window }), 5),
    "when the rate of `orders_total` over 10m is above 5 per second",
  ],
  "an increase": [
    above(increase(series(orders), { window }), 5),
    "when `orders_total` increased by more than 5 in the last 10m",
  ],
  "a counter that stands still": [
    below(sum(increase(series(orders), { window }), times(gauge(tasks, "max"), 0)), 1),
    "when `orders_total` did not increase in the last 10m or is missing",
  ],
  "rare events of several kinds": [
    above([rare(series(orders), { window }), rare(failed, { window })], 0),
    'when `orders_total` or `orders_total{code=~"5.."}` increased in the last 10m',
  ],
  "the worst of several gauges": [
    above(gauge(tasks, "max", { by: ["pod", "code"] }), 3),
    "for each `pod` and `code` where `depth` is above 3",
  ],
  "the best of several gauges": [below(gauge(tasks, "max"), 1), "when every `depth` is below 1"],
  "a total": [above(gauge(tasks, "sum"), 3), "when the total `depth` is above 3"],
  "an average": [above(gauge(tasks, "avg"), 3), "when the average `depth` is above 3"],
  "a number of series": [otherThan(gauge(tasks, "count"), 3), "when the number of series of `depth` is other than 3"],
  "a peak": [above(gauge(tasks, "max", { window }), 3), "when `depth` was above 3 at any time in the last 10m"],
  "a deviation to either side": [
    above([gauge(time, "max"), times(gauge(time, "min"), -1)], 0.05),
    "when `offset_seconds` is above 50 ms or is below -50 ms",
  ],
  "an age": [above(age(time), 604_800), "when the time since `offset_seconds` is above 7 days"],
  changes: [below(changes(tasks, { window }), 1), "when `depth` did not change in the last 10m"],
  "a slope": [
    above(gauge(tasks, "max"), 50, { unless: [{ value: slope(tasks, { window }), is: "below", threshold: 0 }] }),
    "when `depth` is above 50, unless it falls over 10m",
  ],
  "distinct values": [above(distinct(tasks, "code"), 1), "when `depth` has more than 1 distinct `code`"],
  "a ratio": [
    above(ratio(gauge(tasks, "sum"), gauge(series(size), "sum")), 0.9),
    "when the total `depth` is above 90 % of the total `size`",
  ],
  "two numbers that should be equal": [
    otherThan(ratio(gauge(tasks, "sum"), gauge(series(size), "sum")), 1),
    "when the total `depth` differs from the total `size`",
  ],
  growth: [
    above(ratio(gauge(tasks, "sum"), earlier(gauge(tasks, "sum"), "1d")), 1.5),
    "when the total `depth` is above 1.5 times its value 1d earlier",
  ],
  "a share of one metric": [
    above(share(rate(failed, { window }), rate(series(orders), { window })), 0.05, {
      and: [atLeast(10, series(orders), { window })],
    }),
    'when the share of `orders_total` with `code=~"5.."` over 10m is above 5 %, with at least 10 orders',
  ],
  "a share of a sum": [
    above(share(rate(failed, { window }), sum(rate(failed, { window }), rate(series(durations), { window }))), 0.01),
    'when the rate of `orders_total{code=~"5.."}` over 10m is above 1 % of the combined rate of `orders_total{code=~"5.."}` and `seconds` over 10m',
  ],
  guards: [
    above(gauge(tasks, "max"), 3, {
      and: [any(series(orders), { window })],
      unless: [
        any(seriesOf(other, orders), { window }),
        { value: gauge(series(size), "max"), is: "below", threshold: 1 },
      ],
    }),
    "when `depth` is above 3, while `orders_total` increased in the last 10m, unless `orders_total` of `broker` increased in the last 10m or every `size` is below 1",
  ],
  "a failure ratio": [
    { kind: "failure-ratio", requests, window, threshold: 0.05, minimumRequests: 20 },
    "when more than 5 % of the requests over 10m fail, with at least 20 requests",
  ],
  latency: [
    { kind: "latency", requests, quantile: 0.99, window: "5m", threshold: 0.5, minimumRequests: 20 },
    "when the 99th percentile of request duration over 5m is above 0.5 s, with at least 20 requests",
  ],
  saturation: [
    { kind: "saturation", usage: { used: series(orders), limit: 2 }, window, threshold: 0.9 },
    "when an instance uses more than 90 % of its limit (`orders_total`, averaged over 10m)",
  ],
  "a burst of log lines": [
    { kind: "log-burst", levels: ["error", "fatal"], window, threshold: 5 },
    "when more than 5 log lines of level `error` or `fatal` arrive within 10m",
  ],
  "a single log line": [
    { kind: "log-burst", matches: "refused", window, threshold: 0 },
    "when any log line matching `refused` arrives within 10m",
  ],
  "log lines without a trace": [
    { kind: "untraced-logs", window: "1h", threshold: 0.5 },
    "when more than 50 % of the log lines over 1h have no trace ID",
  ],
  "missing log lines": [{ kind: "log-absence", window }, "when no log line arrives for 10m"],
  "a missing heartbeat": [{ kind: "absence", heartbeat: tasks, window }, "when `depth` is missing for 10m"],
  "a token that expires": [
    { kind: "token-expiry", threshold: 1_944_000 },
    "when a token expires in less than 22.5 days; if the token overlap is not the default, this limit scales with it",
  ],
};

describe("a condition in words", () => {
  for (const [title, [condition, words]] of Object.entries(CASES)) {
    it(`describes ${title}`, () => assert.equal(inWords(condition), words));
  }

  const burns = (indicator: Extract<Condition, { kind: "burn-rate" }>["slo"]["indicator"]) =>
    inWords({
      kind: "burn-rate",
      slo: { id: "a", title: "Available", description: "It works.", objective: 0.99, indicator, name: "A" },
      speed: "fast",
      threshold: 1,
    });

  it("describes a burn rate", () =>
    assert.equal(
      burns({ kind: "events", ...requests }),
      "when the error budget of _Available_ burns too fast over both 1h and 5m, or over both 6h and 30m, with at least 3 failures in 1h",
    ));

  it("names no minimum number of failures for an SLO on freshness", () =>
    assert.match(burns({ kind: "freshness", of: time, seconds: 60 }), /over both 6h and 30m$/));
});
