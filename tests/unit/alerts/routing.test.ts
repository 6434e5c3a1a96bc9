import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { systems as catalog } from "../../../catalog/index.ts";
import type { Config } from "../../../model/config/index.ts";
import { isPager, ownRoute, rootPolicy, type Policy } from "../../../model/routing.ts";
import { WATCHDOG, watchdogRule } from "../../../render/alerts/watchdog.ts";
import { receiverOf, takers } from "../../alertmanager.ts";
import { ENVIRONMENTS, withChanges } from "../../../testing/environments.ts";
import { configOf, settingsOf } from "../../../startup/stack-file.ts";
import { ALERT_CONTEXT, ruleGroupsOf } from "../../../testing/alerts.ts";
import { CONTEXT } from "../../../testing/boards.ts";
import { accepted } from "../config/input.ts";

const ROUTINGS = ["per-rule", "root-policy"] as const;
const SEVERITIES = ["critical", "warning", "info"] as const;

const configFor = (environment: string, routing: string): Config =>
  configOf(withChanges(settingsOf(environment), { "alerts.routing": routing }));

/** Rules as they are published. */
const publishedRules = ({ alerts, catalog: { systems } }: Config) =>
  ruleGroupsOf(
    systems.flatMap((name) => catalog[name] ?? []),
    { context: { ...ALERT_CONTEXT, receiverFor: (severity, system) => ownRoute(alerts, severity, system) } },
  ).flatMap(({ folderUid, rules }) => rules.map((rule) => ({ rule, system: folderUid })));

const severityOf = (labels: Readonly<Record<string, string>>) =>
  SEVERITIES.find((severity) => severity === labels["severity"]);

for (const environment of ENVIRONMENTS) {
  for (const routing of ROUTINGS) {
    describe(`alerts of ${environment}, ${routing}`, () => {
      const config = configFor(environment, routing);
      const { alerts } = config;
      const published = publishedRules(config);
      const tree = rootPolicy(alerts);

      it("exist, with more than one severity", () => {
        assert.ok(published.length >= 10);
        assert.ok(new Set(published.map(({ rule }) => rule.labels["severity"])).size > 1);
      });

      for (const { rule, system } of published) {
        it(`${rule.name} reaches the contact point of its severity, which exists`, () => {
          const severity = severityOf(rule.labels);
          assert.ok(severity, `${rule.labels["severity"]} is critical, warning or info, in lower case`);
          assert.equal(rule.labels["system"], system);
          const { contactPoint, pages, muted } = receiverOf(alerts, { severity, system, labels: rule.labels });
          assert.equal(contactPoint, alerts.routes?.[severity]);
          assert.ok(alerts.contactPoints.some(({ name }) => name === contactPoint));
          assert.equal(muted, false);
          assert.equal(pages, severity === "critical" && environment === "prod");
          // The published resources agree: the rule itself, or exactly one policy.
          const policies = tree ? takers(tree, rule.labels) : [];
          const named = rule.notificationSettings ? [rule.notificationSettings] : policies;
          assert.deepEqual(
            named.map((one) => one.contactPoint),
            [contactPoint],
          );
        });
      }

      it("are not muted unless a mute timing is configured", () => assert.deepEqual(alerts.muteTimings, []));
    });
  }
}

describe("the watchdog", () => {
  for (const routing of ROUTINGS) {
    it(`of prod reaches a receiver that no other alert reaches, and pages no one: ${routing}`, () => {
      const { alerts } = configFor("prod", routing);
      const route = ownRoute(alerts, "none", WATCHDOG.uid) ?? assert.fail();
      const { labels, notificationSettings } = watchdogRule(CONTEXT, route, "uid-metrics");
      const rule = { severity: "none", system: WATCHDOG.uid, labels } as const;
      const told = { contactPoint: "petrosa-heartbeat", pages: false, muted: false };
      assert.deepEqual(receiverOf(alerts, rule, new Date("2026-03-01T03:00:00Z")), told);
      assert.equal(notificationSettings?.contactPoint, told.contactPoint);
      assert.ok(!Object.values(alerts.routes ?? {}).includes(told.contactPoint));
    });
  }
});

describe("the receiver of an alert", () => {
  const { alerts } = configFor("prod", "root-policy");
  const tree = rootPolicy(alerts) ?? assert.fail();

  it("exists even if the severity is unknown, in the wrong case or missing, but is not a pager", () => {
    for (const severity of ["Critical", "fatal", undefined]) {
      const [taker, ...others] = takers(tree, severity === undefined ? {} : { severity });
      assert.deepEqual([taker?.contactPoint, others], ["petrosa-slack", []]);
    }
  });

  it("is an error if no contact point is configured, never empty", () => {
    const nobody = configOf(
      withChanges(settingsOf("dev"), { "alerts.contactPoints": [], "alerts.routes": undefined }),
    ).alerts;
    const rule = { severity: "critical", system: "tradeengine", labels: {} } as const;
    const message = 'alerts of severity "critical" of system "tradeengine" have no contact point';
    assert.throws(() => receiverOf(nobody, rule), { message });
    assert.throws(() => receiverOf({ ...alerts, contactPoints: [] }, rule), { message });
  });

  it("is a pager if the contact point is configured as one", () => {
    assert.deepEqual(
      accepted({
        "alerts.contactPoints": [
          { name: "oncall", type: "slack", secret: "slackWebhookUrl" },
          { name: "pager", type: "pagerduty", secret: "slackWebhookUrl" },
          { name: "opsgenie", type: "webhook", secret: "slackWebhookUrl", pager: true },
          { name: "hook", type: "webhook", secret: "slackWebhookUrl" },
          { name: "phone", type: "email", addresses: ["a@example.com"], pager: true },
        ],
      }).alerts.contactPoints.flatMap((point) => (isPager(point) ? point.name : [])),
      ["pager", "opsgenie", "phone"],
    );
  });
});

describe("a policy tree", () => {
  const policy = (contactPoint: string, changes: Partial<Policy> = {}): Policy => ({
    ...{ contactPoint, matchers: [], policies: [], muteTimings: [], activeTimings: [] },
    ...changes,
  });
  const on = (label: string, match: "=" | "!=" | "=~" | "!~", value: string) => ({
    matchers: [{ label, match, value }],
  });
  const names = (tree: Policy, labels: Readonly<Record<string, string>>) =>
    takers(tree, labels).map(({ contactPoint }) => contactPoint);

  it("sends an alert to the first policy that matches, and to the next if the first has `continue`", () => {
    const tree = policy("root", {
      policies: [
        policy("first", { ...on("team", "=", "a"), continue: true }),
        policy("second", on("team", "=", "a")),
        policy("third", on("team", "=~", ".*")),
      ],
    });
    assert.deepEqual(names(tree, { team: "a" }), ["first", "second"]);
    assert.deepEqual(names(tree, { team: "b" }), ["third"]);
  });

  it("sends it to the deepest policy that matches, and to a policy itself if no child matches", () => {
    const below = policy("below", on("system", "=", "x"));
    const tree = policy("root", { policies: [policy("above", { ...on("team", "=", "a"), policies: [below] })] });
    assert.deepEqual(names(tree, { team: "a", system: "x" }), ["below"]);
    assert.deepEqual(names(tree, { team: "a" }), ["above"]);
    assert.deepEqual(names(tree, { system: "x" }), ["root"]);
  });

  it("treats a missing label as empty, and matches a regular expression against the whole value", () => {
    const matching = (match: "=" | "!=" | "=~" | "!~", value: string) => [
      names(policy("yes", on("team", match, value)), { team: "ab" }),
      names(policy("yes", on("team", match, value)), {}),
    ];
    assert.deepEqual(matching("=", ""), [[], ["yes"]]);
    assert.deepEqual(matching("!=", "ab"), [[], ["yes"]]);
    assert.deepEqual(matching("=~", "a"), [[], []]);
    assert.deepEqual(matching("=~", "a|ab"), [["yes"], []]);
    assert.deepEqual(matching("!~", "a|ab"), [[], ["yes"]]);
  });

  it("requires all matchers to match", () => {
    const both = policy("both", {
      matchers: [...on("team", "=", "a").matchers, ...on("severity", "=", "critical").matchers],
    });
    assert.deepEqual(names(both, { team: "a", severity: "critical" }), ["both"]);
    assert.deepEqual(names(both, { team: "a" }), []);
  });
});

const day = fc.constantFrom("sunday", "monday:friday", "tuesday:thursday", "saturday");
const minutes = fc.uniqueArray(fc.integer({ min: 0, max: 24 }), { minLength: 2, maxLength: 2 });
const times = minutes.map((hours) => {
  const [start = 0, end = 0] = hours.toSorted((a, b) => a - b);
  return [{ start: `${String(start).padStart(2, "0")}:00`, end: `${String(end).padStart(2, "0")}:00` }];
});
const timing = fc.record(
  {
    weekdays: fc.array(day, { minLength: 1, maxLength: 2 }),
    mutes: fc.constantFrom("during", "outside"),
    severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }),
    systems: fc.uniqueArray(fc.constantFrom("tradeengine", "ledger"), { minLength: 1 }),
    times,
    daysOfMonth: fc.array(fc.constantFrom("1:7", "-1", "15:-3"), { minLength: 1, maxLength: 2 }),
    location: fc.constantFrom("UTC", "America/New_York", "Asia/Kolkata"),
  },
  { requiredKeys: ["weekdays"] },
);
const moment = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-12-31"), noInvalidDate: true });

describe("both kinds of routing", () => {
  it("notify the same receivers at the same times, whatever is muted", () => {
    const alertsOf = (routing: string, timings: readonly object[]) =>
      accepted({
        "catalog.systems": ["tradeengine", "ledger"],
        "alerts.routing": routing,
        "alerts.muteTimings": timings.map((one, index) => ({ name: `timing-${index}`, ...one })),
      }).alerts;
    let muted = 0;
    fc.assert(
      fc.property(fc.array(timing, { maxLength: 4 }), moment, (timings, at) => {
        const [own, policies] = ROUTINGS.map((routing) => alertsOf(routing, timings));
        assert.ok(own && policies);
        for (const severity of SEVERITIES) {
          for (const system of ["tradeengine", "ledger", "other"]) {
            const rule = { severity, system, labels: { service: system } };
            const delivery = receiverOf(own, rule, at);
            assert.deepEqual(receiverOf(policies, rule, at), delivery);
            muted += Number(delivery.muted);
          }
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(muted > 100, "some are muted");
  });
});
