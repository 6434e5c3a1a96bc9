import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { processMemoryUsage } from "../../../catalog/sdk/opentelemetry.ts";
import { series } from "../../../model/catalog/series.ts";
import { above, any, atLeast, gauge, rate, ratio, type Guard } from "../../../model/catalog/measure.ts";
import { defineMetric } from "../../../model/catalog/metrics.ts";
import { ALL_CASES } from "./all-cases.ts";
import type { Case } from "./case.ts";
import { lacking, needed, RULES, shown, specialsOf } from "./coverage.ts";

describe("cases of alerts", () => {
  for (const rule of RULES.filter((one) => needed(one).length > 0)) {
    it(`show everything that ${rule.name} must do`, () => assert.deepEqual(lacking(rule, ALL_CASES), []));
  }

  it("have unique names", () => {
    const names = ALL_CASES.map(({ name }) => name);
    assert.deepEqual(
      names.filter((name, index) => names.indexOf(name) !== index),
      [],
    );
  });
});

describe("what a rule needs", () => {
  const requests = series(
    defineMetric({
      name: "requests_total",
      unit: "{request}",
      type: "counter",
      labels: [],
      ingestion: "scrape",
      description: "Requests.",
    }),
  );
  const window = { window: "10m" };
  const share = ratio(rate(requests, window), rate(requests, window));

  it("includes firing, quiet and a missing series for a comparison", () =>
    assert.deepEqual(needed({ condition: above(gauge(series(processMemoryUsage), "max"), 1) }), [
      "firing",
      "quiet",
      "missing-series",
    ]));

  it("includes low traffic for a minimum of events, but not if any event is enough", () => {
    const wantsTraffic = (guard: Guard) =>
      needed({ condition: above(share, 1, { and: [guard] }) }).includes("low-traffic");
    assert.deepEqual([wantsTraffic(atLeast(10, requests, window)), wantsTraffic(any(requests, window))], [true, false]);
  });

  it("includes a recovery if the rule keeps firing", () =>
    assert.ok(needed({ condition: above(share, 1), keepFiringFor: "10m" }).includes("recovery")));

  it("does not include a missing series for an absence, or anything for log lines", () => {
    const heartbeat = series(processMemoryUsage);
    assert.deepEqual(needed({ condition: { kind: "absence", heartbeat, ...window } }), ["firing", "quiet"]);
    assert.deepEqual(needed({ condition: { kind: "log-absence", ...window } }), []);
  });
});

describe("what a case shows", () => {
  const one: Case = { name: "one", labels: {}, series: {}, at: "1m", firing: {}, quiet: ["Slow"] };

  it("follows from its name unless `covers` is set", () => {
    assert.deepEqual(specialsOf({ name: "half of it fails at low traffic" }), ["low-traffic"]);
    assert.deepEqual(specialsOf({ name: "one side is missing; the other recovers" }), ["missing-series", "recovery"]);
    assert.deepEqual(specialsOf({ name: "low traffic", covers: ["recovery"] }), ["recovery"]);
    assert.deepEqual(specialsOf({ name: "nothing special" }), []);
  });

  it("counts for the alerts that it names; a firing alert counts neither as low traffic nor as a recovery", () => {
    const fires = { ...one, firing: { Slow: "slow" }, quiet: [], name: "a server recovers, part of it missing" };
    assert.deepEqual(
      [...shown("Slow", [one, fires])],
      [
        ["quiet", 1],
        ["firing", 1],
        ["missing-series", 1],
      ],
    );
    assert.deepEqual([...shown("Other", [one, fires])], []);
  });
});
