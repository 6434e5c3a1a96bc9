import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { before, describe, it } from "mocha";
import type { GrafanaRule } from "../../render/alerts/grafana.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { mocks } from "../../testing/mocks.ts";
import { settingsWith } from "./find.ts";

type Rules = readonly GrafanaRule[];

/** The rules of all groups. */
const rulesOf = ({ resources }: Deployment): Rules =>
  resources
    .filter(({ type }) => type === "grafana:alerting/ruleGroup:RuleGroup")
    .flatMap(({ inputs }) => inputs["rules"] as Rules);

const EXPIRING = ["grafana-cloud-token-expiring", "grafana-cloud-token-nearly-expired"];
/** Query and data source of a rule. */
const queryOf = (rules: Rules, uid: string) => {
  const [query] = rules.find((rule) => rule.uid === uid)?.datas ?? [];
  const model = JSON.parse(query?.model ?? "{}") as { expr: string };
  return { expr: model.expr, source: query?.datasourceUid };
};
const tokenRules = (rules: Rules) => EXPIRING.map((uid) => queryOf(rules, uid).expr);

/** Providers that mint tokens with another expiry. */
const rotated: pulumi.runtime.Mocks = {
  ...mocks,
  newResource: async (args) => {
    const answer = await mocks.newResource(args);
    const token = args.type === "grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken";
    return token ? { ...answer, state: { ...(answer.state as object), expiresAt: "2027-07-14T08:00:00Z" } } : answer;
  },
};

describe("rules on tokens", () => {
  let dev: Deployment;
  before(async () => {
    dev = await deploy(settingsOf("dev"));
  });

  it("know when each minted token expires, and by default fire at half of the overlap and at three days", () =>
    assert.deepEqual(
      tokenRules(rulesOf(dev)),
      [1_944_000, 259_200].map(
        (seconds) =>
          `(label_replace(vector(1807776000), "token", "collector", "", "") or label_replace(vector(1807776000), "token", "profiles", "", "")) - time() < ${seconds}`,
      ),
    ));

  it("cover only existing tokens", async () => {
    const collected = await deploy(settingsWith("dev", { "applications.0.profiles": "collector" }));
    for (const text of tokenRules(rulesOf(collected))) assert.doesNotMatch(text, /profiles/);
  });

  it("scale with the overlap, so that they never fire for a token that is replaced in time", async () => {
    const short = await deploy(settingsWith("dev", { "backend.tokens": { lifetime: "96h", overlap: "48h" } }));
    assert.deepEqual(
      tokenRules(rulesOf(short)).map((text) => /< (\d+)$/.exec(text)?.[1]),
      [String(24 * 3600), String(48 * 240)],
    );
  });

  it("use the configured threshold instead", async () => {
    const own = await deploy(settingsWith("dev", { "alerts.thresholds": { "grafana-cloud-token-expiring": 600 } }));
    assert.match(tokenRules(rulesOf(own))[0] ?? "", /< 600$/);
  });

  it("are the only rules that a rotation changes", async () => {
    const after = rulesOf(await deploy(settingsOf("dev"), { providers: rotated }));
    const changed = rulesOf(dev).filter((rule, index) => JSON.stringify(rule) !== JSON.stringify(after[index]));
    assert.deepEqual(
      changed.map(({ uid }) => uid),
      EXPIRING,
    );
    assert.match(tokenRules(after)[0] ?? "", /vector\(1815552000\)/);
  });

  it("query the metrics data source, while usage rules query Grafana Cloud's usage data source", () => {
    assert.equal(queryOf(rulesOf(dev), "grafana-cloud-token-expiring").source, "grafanacloud-prom");
    assert.equal(queryOf(rulesOf(dev), "grafana-cloud-samples-discarded").source, "grafanacloud-usage");
  });
});
