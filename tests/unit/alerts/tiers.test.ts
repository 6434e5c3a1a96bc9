import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import type { System } from "../../../model/catalog/system.ts";
import { effective } from "../../../model/catalog/effective.ts";
import { TIERS, type Tier } from "../../../model/severity.ts";
import { withChanges } from "../../../testing/environments.ts";
import { configOf, settingsOf } from "../../../startup/stack-file.ts";
import { ALERT_CONTEXT, ruleGroupsOf } from "../../../testing/alerts.ts";

/** Number of rules that Grafana Cloud's free plan allows. */
const FREE_PLAN = 100;

const all = Object.values(systems);
const services = all.flatMap((system) => system.services);
const rules = (tier: Tier, among: readonly System[] = all) =>
  effective(among, { tier })
    .flatMap((system) => system.services)
    .flatMap((service) => service.rules.flatMap(({ name, published }) => (published ? [name] : [])));

describe("tiers of rules", () => {
  it("include the tiers before them", () => {
    for (const [index, tier] of TIERS.slice(1).entries()) {
      const before = rules(TIERS[index] ?? "full");
      assert.ok(before.every((name) => rules(tier).includes(name)));
      assert.ok(before.length < rules(tier).length);
    }
  });

  it("start with every rule that may page, and end with all rules", () => {
    const critical = services.flatMap(({ alerts }) => alerts.filter(({ severity }) => severity === "critical"));
    assert.ok(critical.every(({ name }) => rules("essential").includes(name)));
    assert.equal(rules("full").length, new Set(rules("full")).size);
  });

  it("keep the rules of any environment within the free plan", () => {
    for (const environment of ["dev", "prod", "local"]) {
      const published = configOf(settingsOf(environment)).catalog.systems.flatMap((name) => systems[name] ?? []);
      assert.ok(rules("essential", published).length < FREE_PLAN);
    }
  });

  it("determine which rules are published, and create no group for a service without rules", () => {
    const context = { ...ALERT_CONTEXT, tokensExpire: true };
    for (const tier of TIERS) {
      const groups = ruleGroupsOf(all, { context, tier });
      assert.deepEqual(
        groups.flatMap((group) => group.rules.map(({ name }) => name)),
        rules(tier),
      );
      assert.ok(groups.every((group) => group.rules.length > 0));
    }
  });

  it("default to full", () => {
    const settings = settingsOf("dev");
    assert.equal(configOf(settings).alerts.tier, "full");
    assert.equal(configOf(withChanges(settings, { "alerts.tier": "essential" })).alerts.tier, "essential");
    assert.throws(
      () => configOf(withChanges(settings, { "alerts.tier": "essentials" })),
      /alerts\.tier: expected essential, standard or full, got "?essentials/,
    );
  });
});
