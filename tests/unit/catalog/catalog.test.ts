import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { httpServerRequestDuration, processMemoryUsage, targetInfo } from "../../../catalog/sdk/opentelemetry.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { type Service } from "../../../model/catalog/service.ts";
import { series } from "../../../model/catalog/series.ts";
import { defaultThresholds, rulesOf } from "../../../model/catalog/rules.ts";
import { ruleUid } from "../../../model/catalog/uids.ts";
import { defineSystem } from "../../../model/catalog/define-system.ts";

const [service] = tradeengine.services;
assert.ok(service);
const [rule] = service.alerts;
assert.ok(rule);

/** The trade engine with one thing changed, and without SLOs. */
const changed = (change: Partial<Service>) => () =>
  defineSystem({ ...tradeengine, services: [{ ...service, slos: [], ...change }] });

describe("catalog", () => {
  it("names every system by its id", () => {
    for (const [name, system] of Object.entries(systems)) assert.equal(system.id, name);
  });

  it("has unique service ids, rule uids and alert names across all systems", () => {
    const services = Object.values(systems).flatMap((system) => system.services);
    const rules = services.flatMap((one) =>
      rulesOf(one).map((alert) => ({ uid: ruleUid(one, alert), name: alert.name })),
    );
    for (const values of [services.map(({ id }) => id), rules.map(({ uid }) => uid), rules.map(({ name }) => name)]) {
      assert.equal(new Set(values).size, values.length);
    }
  });

  it("has exactly one runbook for each alert, some shared by several, and one for the watchdog", () => {
    const rules = Object.values(systems).flatMap(({ services }) => services.flatMap(rulesOf));
    const named = new Set(["Watchdog.md", ...rules.map(({ name, runbook }) => `${runbook ?? name}.md`)]);
    const pages = readdirSync("docs/runbooks").filter((page) => page !== "README.md");
    assert.deepEqual(pages.sort(), [...named].sort());
  });

  it("is deeply frozen", () => {
    assert.ok(Object.isFrozen(tradeengine.services));
    assert.ok(Object.isFrozen(rule.condition));
  });

  it("lists the thresholds that configuration may override", () =>
    assert.deepEqual(defaultThresholds([tradeengine]), {
      "tradeengine-http-errors": 0.05,
      "tradeengine-http-latency": 1,
      "tradeengine-dependency-errors": 0.1,
      "tradeengine-dependency-latency": 2.5,
      "tradeengine-error-logs": 50,
      "tradeengine-cpu-saturated": 0.9,
      "tradeengine-memory-saturated": 0.9,
      "tradeengine-untraced-logs": 0.5,
      "tradeengine-profile-upload": 5,
      "tradeengine-http-fast-burn": 1,
      "tradeengine-http-slow-burn": 1,
      "tradeengine-latency-fast-burn": 1,
      "tradeengine-latency-slow-burn": 1,
      "tradeengine-binance-fast-burn": 1,
      "tradeengine-binance-slow-burn": 1,
    }));
});

describe("series", () => {
  it("rejects a label the metric does not declare, at compile time and at run time", () =>
    assert.throws(
      // @ts-expect-error: no such label
      () => series(httpServerRequestDuration, { "http.status_code": "500" }),
      {
        message:
          'metric "http.server.request.duration" declares no label "http.status_code"; it has: http.request.method, http.route, http.response.status_code, error.type',
      },
    ));
});

describe("defineSystem", () => {
  it("reports every problem at once, each with its path and fix", () =>
    assert.throws(
      changed({
        id: "Trade Engine",
        metrics: [targetInfo],
        server: undefined,
        client: undefined,
        inFlight: undefined,
        cpu: undefined,
        alerts: [],
      }),
      {
        message: [
          "catalog system tradeengine has 2 problems",
          "  services.Trade Engine.id: expected a-z, 0-9 and single -, starting with a letter, at most 32 characters, got Trade Engine",
          "    fix: choose another id; ids become resource names and uids",
          "  services.Trade Engine.memory: expected a metric the service declares, got process.memory.usage",
          "    fix: add it to services.Trade Engine.metrics",
        ].join("\n"),
      },
    ));

  it("rejects a rule uid longer than Grafana's 40 characters", () =>
    assert.throws(
      changed({ alerts: [{ ...rule, id: "a-rule-with-a-name-that-is-too-long" }] }),
      /at most 28 characters/,
    ));

  it("rejects a rule on a metric the service does not declare", () => {
    const heartbeat = series({ ...processMemoryUsage });
    const alerts = [{ ...rule, condition: { kind: "absence", heartbeat, window: "10m" } as const }];
    assert.throws(changed({ alerts }), /alerts.telemetry-absent: expected a metric the service declares/);
  });

  it("rejects a window shorter than four exports", () => {
    const alerts = [{ ...rule, condition: { ...rule.condition, window: "3m" } }];
    assert.throws(changed({ alerts }), /condition.window: expected at least 4m, four exports of a metric, got 3m/);
  });

  it("rejects a `for` that is not a whole number of evaluations", () =>
    assert.throws(changed({ alerts: [{ ...rule, for: "90s" }] }), /for: expected whole minutes.*got 90s/));

  it("rejects an alert name that is not PascalCase or is used twice", () => {
    assert.throws(changed({ alerts: [{ ...rule, name: "trade engine" }] }), /name: expected a PascalCase name/);
    assert.throws(changed({ alerts: [rule, { ...rule, id: "again" }] }), /alerts\.\*\.name: expected unique values/);
  });

  it("rejects requests counted by a label their metric does not declare", () => {
    const server = { ...service.server, by: "route" };
    assert.ok(server.all && server.failed);
    assert.throws(
      changed({ server: { ...server, all: server.all, failed: server.failed } }),
      /by: expected one of .*got route/,
    );
  });
});
