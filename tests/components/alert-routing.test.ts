import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { deploy } from "../../testing/harness.ts";
import { deployWith, ROUTES, rulesOf } from "./alerting.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const MAINTENANCE = {
  name: "maintenance",
  weekdays: ["sunday"],
  times: [{ start: "02:00", end: "04:00" }],
  daysOfMonth: [-1, "1:7"],
  years: [2026],
};
const MARKET = {
  name: "market-hours",
  mutes: "outside",
  systems: ["tradeengine"],
  severities: ["critical", "warning", "info"],
  weekdays: ["monday:friday"],
  location: "America/New_York",
};

describe("routing of Alerting", () => {
  it("per-rule sets the contact point for its severity in each rule", async () => {
    const { resources } = await deployWith({ routing: "per-rule" });
    const rules = rulesOf(resources);
    assert.ok(rules.length > 5);
    for (const { labels, notificationSettings } of rules) {
      const contactPoint = ROUTES[labels["severity"] as keyof typeof ROUTES];
      assert.deepEqual(notificationSettings, {
        contactPoint,
        groupBies: ["alertname", "grafana_folder", "service"],
      });
    }
  });

  it("root-policy sets the contact points in the stack's only notification policy, and in no rule", async () => {
    const { resources } = await deployWith({ routing: "root-policy" });
    const matching = (value: string) => [{ label: "severity", match: "=", value }];
    assert.deepEqual(inputsOf(find(resources, "NotificationPolicy alerting")), {
      contactPoint: "chat",
      groupBies: ["alertname", "grafana_folder", "service"],
      policies: [
        { contactPoint: "pager", matchers: matching("critical") },
        { contactPoint: "chat", matchers: matching("warning") },
        { contactPoint: "mail", matchers: matching("info") },
      ],
    });
    assert.deepEqual(
      rulesOf(resources).filter((rule) => rule.notificationSettings),
      [],
    );
  });

  it("leaves rules to the stack's own policy if there are no contact points", async () => {
    const { resources } = await deploy(settingsWith("dev", { "alerts.contactPoints": [], "alerts.routes": undefined }));
    assert.deepEqual(childrenOf(resources, "Alerting"), [
      "RuleGroup alerting-collector",
      "RuleGroup alerting-grafana-cloud",
      "RuleGroup alerting-kubernetes",
      "RuleGroup alerting-tradeengine",
    ]);
    assert.deepEqual(
      rulesOf(resources).filter((rule) => rule.notificationSettings),
      [],
    );
  });

  it("depends on the contact points and mute timings that it refers to by name", async () => {
    const named = ["alerting-chat", "alerting-hook", "alerting-mail", "alerting-pager", "alerting-maintenance"];
    const { resources } = await deployWith({ routing: "root-policy", muteTimings: [MAINTENANCE] });
    for (const label of ["NotificationPolicy alerting", "RuleGroup alerting-tradeengine"]) {
      const { dependsOn } = find(resources, label).options;
      assert.deepEqual(
        named.filter((point) => !dependsOn.includes(point)),
        [],
        label,
      );
    }
  });
});

describe("mute timings of Alerting", () => {
  const muteTimings = [MAINTENANCE, MARKET];

  it("are one resource each, in Grafana's format", async () => {
    const { resources } = await deployWith({ muteTimings });
    assert.deepEqual(inputsOf(find(resources, "MuteTiming alerting-maintenance")), {
      name: "maintenance",
      intervals: [
        {
          times: [{ start: "02:00", end: "04:00" }],
          weekdays: ["sunday"],
          daysOfMonths: ["-1", "1:7"],
          years: ["2026"],
          location: "UTC",
        },
      ],
    });
    assert.deepEqual(inputsOf(find(resources, "MuteTiming alerting-market-hours")), {
      name: "market-hours",
      intervals: [{ weekdays: ["monday:friday"], location: "America/New_York" }],
    });
  });

  it("are set in the rules that they apply to", async () => {
    const { resources } = await deployWith({ muteTimings });
    const timings = (group: string) => {
      const all = rulesOf(resources, group).map(({ labels, notificationSettings }) => [
        labels["severity"],
        notificationSettings?.muteTimings,
        notificationSettings?.activeTimings,
      ]);
      return [...new Set(all.map((one) => JSON.stringify(one)))].sort().map((one) => JSON.parse(one) as unknown);
    };
    assert.deepEqual(timings("tradeengine"), [
      ["critical", null, ["market-hours"]],
      ["info", ["maintenance"], ["market-hours"]],
      ["warning", ["maintenance"], ["market-hours"]],
    ]);
    assert.deepEqual(timings("kubernetes"), [
      ["critical", null, null],
      ["info", ["maintenance"], null],
      ["warning", ["maintenance"], null],
    ]);
  });

  it("are set in the policies of a severity, and below that of its systems", async () => {
    const { resources } = await deployWith({ muteTimings, routing: "root-policy" });
    const equal = (label: string, value: string) => [{ label, match: "=", value }];
    const system = equal("system", "tradeengine");
    const [maintenance, market] = [{ muteTimings: ["maintenance"] }, { activeTimings: ["market-hours"] }];
    const policy = (severity: string, contactPoint: string, timings: object) => ({
      contactPoint,
      matchers: equal("severity", severity),
      ...timings,
      policies: [{ contactPoint, matchers: system, ...timings, ...market }],
    });
    assert.deepEqual(inputsOf(find(resources, "NotificationPolicy alerting"))["policies"], [
      policy("critical", "pager", {}),
      policy("warning", "chat", maintenance),
      policy("info", "mail", maintenance),
    ]);
  });
});

describe("the watchdog of Alerting", () => {
  for (const routing of ["per-rule", "root-policy"]) {
    it(`always fires, in a separate group and folder, only for the heartbeat receiver: ${routing}`, async () => {
      const { resources } = await deployWith({ routing, watchdog: "hook", muteTimings: [MAINTENANCE] });
      assert.deepEqual(inputsOf(find(resources, "Folder alerting-watchdog")), { uid: "watchdog", title: "Watchdog" });
      const { name, folderUid, intervalSeconds } = inputsOf(find(resources, "RuleGroup alerting-watchdog"));
      assert.deepEqual([name, folderUid, intervalSeconds], ["watchdog", "watchdog", 60]);
      const [rule, ...others] = rulesOf(resources, "watchdog");
      assert.deepEqual(others, []);
      assert.equal((JSON.parse(rule?.datas[0]?.model ?? "{}") as { expr: string }).expr, "vector(1)");
      assert.equal(rule?.execErrState, "OK", "a failing data source stops the notifications");
      assert.deepEqual(rule.labels, {
        environment: "dev",
        service: "alerting",
        severity: "none",
        system: "watchdog",
      });
      assert.deepEqual(rule.notificationSettings, {
        contactPoint: "hook",
        groupBies: ["alertname", "grafana_folder", "service"],
        groupInterval: "1m",
        repeatInterval: "5m",
      });
    });
  }

  it("does not exist if no receiver is configured", async () => {
    const { resources } = await deployWith({});
    assert.deepEqual(
      childrenOf(resources, "Alerting").filter((label) => label.includes("watchdog")),
      [],
    );
  });
});
