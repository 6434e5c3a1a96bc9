import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { httpServerRequestDuration } from "../../catalog/sdk/opentelemetry.ts";
import { defineMetric } from "../../model/catalog/metrics.ts";
import { series } from "../../model/catalog/series.ts";
import { sloProblems } from "../../model/catalog/problems/slo.ts";
import { type Indicator, type Slo } from "../../model/catalog/slo.ts";
import { burnRateRules } from "../../model/catalog/rules.ts";
import { burning, errorRatio } from "../../render/queries/slo.ts";
import { syntaxErrors } from "../../testing/promql.ts";

const scope = { service: { team: "team", serviceName: "shop", namespace: "apps", workload: "shop" } };
const requests = series(httpServerRequestDuration);
const updated = defineMetric({
  name: "last_update_timestamp_seconds",
  unit: "s",
  type: "gauge",
  labels: [],
  ingestion: "scrape",
  description: "",
});

const slo = (indicator: Indicator, objective = 0.99): Slo => ({
  id: "test",
  title: "Test",
  description: "It works.",
  name: "ShopTest",
  objective,
  indicator,
});
const events = slo({
  kind: "events",
  all: requests,
  failed: series(httpServerRequestDuration, { "http.response.status_code": { matches: "5.." } }),
});
const latency = slo({ kind: "latency", of: requests, seconds: 5 });
const freshness = slo({ kind: "freshness", of: series(updated), seconds: 120 });

const thresholdsOf = (text: string) => [...text.matchAll(/\)\) > ([\d.e-]+|\w+)/g)].map(([, value]) => value);

describe("burn rates", () => {
  it("page at 13.44 and 5.6 times the sustainable speed, and warn at 2.8 and 0.93: Sloth's factors for 28 days", () => {
    const [fast, slow] = (["fast", "slow"] as const).map((speed) =>
      thresholdsOf(burning(scope, { kind: "burn-rate", slo: events, speed, threshold: 1 }).replaceAll(" > 0)", "")),
    );
    assert.deepEqual(fast, ["0.1344", "0.1344", "0.056", "0.056"]);
    assert.deepEqual(slow, ["0.028", "0.028", "0.009333333", "0.009333333"]);
  });

  it("wait for several failures: one at night is not an incident", () =>
    assert.match(
      burning(scope, { kind: "burn-rate", slo: latency, speed: "fast", threshold: 1 }),
      /\nand\n\(sum by .*\[1h\].* - sum by .*le=~"5\(\\\\.0\)\?".*\[1h\].*\) >= 3$/,
    ));

  for (const one of [events, latency, freshness]) {
    it(`of ${one.indicator.kind} are valid PromQL`, () => {
      for (const speed of ["fast", "slow"] as const) {
        const text = burning(scope, { kind: "burn-rate", slo: one, speed, threshold: 1 });
        assert.deepEqual(syntaxErrors("promql", text), []);
        assert.doesNotMatch(text, /Infinity|NaN|undefined/);
      }
    });
  }

  it("count minutes with old data as bad", () =>
    assert.equal(
      errorRatio(scope, freshness, "1h"),
      '1 - avg_over_time((min by (job) (timestamp(last_update_timestamp_seconds{job="team/shop"}) - last_update_timestamp_seconds{job="team/shop"}) <= bool 120)[1h:1m])',
    ));

  it("have two rules for every SLO, of which only the fast one pages", () =>
    assert.deepEqual(
      burnRateRules(events).map(({ name, severity }) => [name, severity]),
      [
        ["ShopTestBudgetFastBurn", "critical"],
        ["ShopTestBudgetSlowBurn", "warning"],
      ],
    ));
});

describe("an SLO", () => {
  it("leaves room for failures", () =>
    assert.match(sloProblems("slo", slo(events.indicator, 1))[0]?.expected ?? "", /a share between 0 and 1/));

  it("uses a metric that its indicator can be computed from", () =>
    assert.deepEqual(
      sloProblems("slo", slo({ kind: "latency", of: series(updated), seconds: 5 })).map(({ expected, got }) => [
        expected,
        got,
      ]),
      [["a histogram", "gauge last_update_timestamp_seconds"]],
    ));
});
