import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import type { GrafanaRule } from "../../render/alerts/index.ts";
import { settingsOf } from "../environments.ts";
import { deploy, type Deployment } from "../harness.ts";
import { difference } from "../difference.ts";
import { CANARY } from "../mocks.ts";
import type { Registered } from "../registrations.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const CONTACT_POINTS = [
  { name: "chat", type: "slack", secret: "chatUrl" },
  { name: "pager", type: "pagerduty", secret: "pagerKey" },
  { name: "hook", type: "webhook", secret: "hookUrl" },
  { name: "mail", type: "email", addresses: ["oncall@example.com", "team@example.com"] },
];
const ROUTES = { critical: "pager", warning: "chat", info: "mail" };

const deployWith = (alerts: Record<string, unknown>): Promise<Deployment> =>
  deploy(
    settingsWith("dev", {
      "alerts.contactPoints": CONTACT_POINTS,
      "alerts.routes": ROUTES,
      ...Object.fromEntries(Object.entries(alerts).map(([key, value]) => [`alerts.${key}`, value])),
    }),
  );

const rulesOf = (resources: readonly Registered[]) =>
  find(resources, "RuleGroup alerting-tradeengine").inputs["rules"] as readonly GrafanaRule[];

describe("contact points of Alerting", () => {
  let deployment: Deployment;
  before(async () => {
    deployment = await deployWith({});
  });

  it("register one resource each, and leave the stack's notification policy alone", () => {
    assert.deepEqual(childrenOf(deployment.resources, "Alerting"), [
      "ContactPoint alerting-chat",
      "ContactPoint alerting-hook",
      "ContactPoint alerting-mail",
      "ContactPoint alerting-pager",
      "RuleGroup alerting-collector",
      "RuleGroup alerting-kubernetes",
      "RuleGroup alerting-tradeengine",
    ]);
  });

  for (const [name, inputs] of Object.entries({
    chat: { slacks: { secret: [{ url: `${CANARY}-chatUrl` }] } },
    pager: { pagerduties: { secret: [{ integrationKey: `${CANARY}-pagerKey` }] } },
    hook: { webhooks: { secret: [{ url: `${CANARY}-hookUrl` }] } },
    mail: { emails: [{ addresses: ["oncall@example.com", "team@example.com"] }] },
  })) {
    it(`send through ${Object.keys(inputs).join()} with the secret of their own`, () => {
      assert.deepEqual(inputsOf(find(deployment.resources, `ContactPoint alerting-${name}`)), { name, ...inputs });
    });
  }

  it("keep what they send with secret in the state, too", () => {
    for (const { name } of CONTACT_POINTS) {
      assert.deepEqual(find(deployment.resources, `ContactPoint alerting-${name}`).options.additionalSecretOutputs, [
        "slacks",
        "pagerduties",
        "webhooks",
      ]);
    }
  });

  it("are created before a renamed one is deleted, because rules still name the old one", () => {
    assert.equal(find(deployment.resources, "ContactPoint alerting-chat").options.deleteBeforeReplace, false);
  });
});

describe("routing of Alerting", () => {
  it("per-rule names the contact point of its severity in each rule", async () => {
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

  it("root-policy names it in the stack's one notification policy, and in no rule", async () => {
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

  it("leaves rules to the stack's own policy where there are no contact points", async () => {
    const { resources } = await deploy(settingsWith("dev", { "alerts.contactPoints": [], "alerts.routes": undefined }));
    assert.deepEqual(childrenOf(resources, "Alerting"), [
      "RuleGroup alerting-collector",
      "RuleGroup alerting-kubernetes",
      "RuleGroup alerting-tradeengine",
    ]);
    assert.deepEqual(
      rulesOf(resources).filter((rule) => rule.notificationSettings),
      [],
    );
  });

  it("comes after the contact points it names as text", async () => {
    const points = ["alerting-chat", "alerting-hook", "alerting-mail", "alerting-pager"];
    const { resources } = await deployWith({ routing: "root-policy" });
    for (const label of ["NotificationPolicy alerting", "RuleGroup alerting-tradeengine"]) {
      const { dependsOn } = find(resources, label).options;
      assert.deepEqual(
        points.filter((point) => !dependsOn.includes(point)),
        [],
        label,
      );
    }
  });
});

describe("rules of Alerting", () => {
  let dev: Deployment;
  before(async () => {
    dev = await deploy(settingsOf("dev"));
  });

  it("live in the folder of their system's boards, in a group per service", () => {
    const { rules, ...group } = inputsOf(find(dev.resources, "RuleGroup alerting-tradeengine"));
    assert.deepEqual(group, { name: "tradeengine", folderUid: "tradeengine", intervalSeconds: 60 });
    assert.ok(Array.isArray(rules));
    assert.ok(
      find(dev.resources, "RuleGroup alerting-tradeengine").options.dependsOn.includes("dashboards-tradeengine"),
    );
  });

  it("link to their runbook and to the stack's own board", () => {
    for (const { name, annotations } of rulesOf(dev.resources)) {
      const runbooks = "https://github.com/petrosa/observability/blob/main/docs/runbooks";
      assert.equal(annotations["runbook_url"], `${runbooks}/${name}.md`);
      assert.match(annotations["dashboard_url"] ?? "", /^https:\/\/petrosadev\.grafana\.net\/d\/tradeengine-service\?/);
    }
  });

  it("change in exactly one resource of the graph when a threshold is overridden", async () => {
    const changed = await deploy(settingsWith("dev", { "alerts.thresholds": { "tradeengine-http-errors": 0.125 } }));
    assert.deepEqual(difference(dev.resources, changed.resources), {
      added: [],
      removed: [],
      changed: ["RuleGroup alerting-tradeengine"],
    });
    const differentRules = rulesOf(changed.resources).filter(
      (rule, index) => JSON.stringify(rule) !== JSON.stringify(rulesOf(dev.resources)[index]),
    );
    assert.deepEqual(
      differentRules.map(({ uid }) => uid),
      ["tradeengine-http-errors"],
    );
    assert.match(JSON.stringify(differentRules), /> 0\.125/);
  });
});
