import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { difference } from "../difference.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { CONTACT_POINTS, deployWith, rulesOf } from "./alerting.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

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
      "RuleGroup alerting-grafana-cloud",
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
    it(`send through ${Object.keys(inputs).join()} with their own secret`, () => {
      assert.deepEqual(inputsOf(find(deployment.resources, `ContactPoint alerting-${name}`)), { name, ...inputs });
    });
  }

  it("keep their integrations secret in the state as well", () => {
    for (const { name } of CONTACT_POINTS) {
      assert.deepEqual(find(deployment.resources, `ContactPoint alerting-${name}`).options.additionalSecretOutputs, [
        "slacks",
        "pagerduties",
        "webhooks",
      ]);
    }
  });

  it("are created before the old one is deleted on a rename, because rules still use the old one", () => {
    assert.equal(find(deployment.resources, "ContactPoint alerting-chat").options.deleteBeforeReplace, false);
  });
});

describe("rules of Alerting", () => {
  let dev: Deployment;
  before(async () => {
    dev = await deploy(settingsOf("dev"));
  });

  it("are in the folder of their system's dashboards, in a group per service", () => {
    const { rules, ...group } = inputsOf(find(dev.resources, "RuleGroup alerting-tradeengine"));
    assert.deepEqual(group, { name: "tradeengine", folderUid: "tradeengine", intervalSeconds: 60 });
    assert.ok(Array.isArray(rules));
    assert.ok(
      find(dev.resources, "RuleGroup alerting-tradeengine").options.dependsOn.includes("dashboards-tradeengine"),
    );
  });

  it("link to their runbook and to the dashboard in the stack", () => {
    for (const { name, annotations } of rulesOf(dev.resources)) {
      const runbooks = "https://github.com/petrosa/observability/blob/main/docs/runbooks";
      const shared = name.replace(/^TradeEngine/, "Service"); // common rules share a page
      assert.ok(
        [`${runbooks}/${name}.md`, `${runbooks}/${shared}.md`].includes(annotations["runbook_url"] ?? ""),
        name,
      );
      assert.match(annotations["dashboard_url"] ?? "", /^https:\/\/petrosadev\.grafana\.net\/d\/tradeengine-service\?/);
    }
  });

  it("change only with the dashboard that draws them if a threshold is overridden", async () => {
    const changed = await deploy(settingsWith("dev", { "alerts.thresholds": { "tradeengine-http-errors": 0.125 } }));
    assert.deepEqual(difference(dev.resources, changed.resources), {
      added: [],
      removed: [],
      changed: ["Dashboard dashboards-tradeengine-service", "RuleGroup alerting-tradeengine"],
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
