import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import type { RuleGroupArgs } from "@pulumiverse/grafana/alerting/index.js";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine/index.ts";
import { type Condition } from "../../../model/catalog/alert-rule.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import { ruleUid } from "../../../model/catalog/uids.ts";
import { conditionSeries } from "../../../model/catalog/problems/condition.ts";
import { parseDuration } from "../../../model/duration.ts";
import { readings } from "../../../model/catalog/measure.ts";
import { storedName } from "../../../model/catalog/metrics.ts";
import { type GrafanaRule } from "../../../render/alerts/grafana.ts";
import type { AlertContext } from "../../../render/alerts/rules.ts";
import { ALERT_CONTEXT, ruleGroupsOf, rulesIn } from "../../../testing/alerts.ts";
import { boardSchema, dashboardsOf } from "../../../testing/boards.ts";
import { Expression, reads, syntaxErrors } from "../../../testing/promql.ts";
import { declaredBy, phantoms } from "../promql/phantoms.ts";
import { typeErrors } from "../promql/types.ts";

const all = Object.values(systems);
const RECEIVERS = { critical: "pager", warning: "chat", info: "mail" } as const;
const context: AlertContext = {
  ...ALERT_CONTEXT,
  receiverFor: (severity) => ({
    contactPoint: { critical: "pager", warning: "chat", info: "mail" }[severity],
    muteTimings: [],
    activeTimings: [],
  }),
};
const groups = ruleGroupsOf(all, { context });
const rules = groups.flatMap((group) => group.rules);
const services = all.flatMap((system) => system.services);
const declared = declaredBy(all);
const boards = dashboardsOf(all).map(({ json }) => boardSchema.parse(json));
const definitions = new Map(
  services.flatMap((service) => rulesOf(service).map((rule) => [ruleUid(service, rule), rule] as const)),
);
const definitionOf = ({ uid }: Pick<GrafanaRule, "uid">) => definitions.get(uid) ?? assert.fail(uid);
const rendered = new Map(rulesIn(all, { context }).map((rule) => [rule.uid, rule] as const));

const withThresholds = (thresholds: Readonly<Record<string, number>>) =>
  ruleGroupsOf([tradeengine], { context, thresholds }).flatMap((group) => group.rules);
const exprOf = ({ datas }: GrafanaRule) => (JSON.parse(datas[0]?.model ?? "{}") as { expr: string }).expr;

describe("rule groups", () => {
  it("exist once per service, in the folder of its dashboard, and are evaluated once a minute", () =>
    assert.deepEqual(
      groups.map(({ key, name, folderUid, intervalSeconds }) => ({ key, name, folderUid, intervalSeconds })),
      all.flatMap(({ id: folderUid, services: own }) =>
        own.map(({ id }) => ({ key: id, name: id, folderUid, intervalSeconds: 60 })),
      ),
    ));

  it("have the shape that the Grafana provider expects", () => {
    const args: Pick<RuleGroupArgs, "rules" | "folderUid">[] = groups.map((group) => ({
      folderUid: group.folderUid,
      rules: [...group.rules],
    }));
    assert.equal(args.length, groups.length);
  });

  it("render the same every time", () => assert.deepEqual(ruleGroupsOf(all, { context }), groups));
});

for (const rule of rules) {
  describe(`rule ${rule.name}`, () => {
    it("has a uid of at most 40 characters that Grafana accepts", () => assert.match(rule.uid, /^[a-z0-9-]{1,40}$/));

    it("consists of three nodes: the query with its threshold, a check for a number, and a check for any result", () => {
      assert.equal(rule.condition, "threshold");
      assert.deepEqual(
        rule.datas.map(({ refId, datasourceUid, relativeTimeRange }) => [refId, datasourceUid, relativeTimeRange]),
        [
          ["query", `uid-${rendered.get(rule.uid)?.expression.signal ?? ""}`, { from: 600, to: 0 }],
          ["prometheus_math", "__expr__", { from: 0, to: 0 }],
          ["threshold", "__expr__", { from: 0, to: 0 }],
        ],
      );
      for (const { refId, model } of rule.datas) {
        const parsed = JSON.parse(model) as Record<string, unknown>;
        assert.equal(parsed["refId"], refId);
        assert.deepEqual([parsed["intervalMs"], parsed["maxDataPoints"]], [undefined, undefined]); // Grafana drops them, which would show as drift
      }
    });

    it("defines what no data and a failing data source mean", () =>
      assert.deepEqual([rule.noDataState, rule.execErrState, rule.missingSeriesEvalsToResolve], ["OK", "Error", 1]));

    it("waits for a whole number of evaluations", () => assert.equal((parseDuration(rule.for)?.seconds ?? 1) % 60, 0));

    it("has labels for severity, service, system, team and environment", () => {
      assert.deepEqual(Object.keys(rule.labels).sort(), ["environment", "service", "severity", "system", "team"]);
      assert.match(rule.labels["severity"] ?? "", /^(critical|warning|info)$/);
      assert.ok(Object.values(rule.labels).every((value) => value !== "" && !value.includes("$")));
    });

    it("is sent to the contact point of its severity, grouped as Grafana requires", () =>
      assert.deepEqual(rule.notificationSettings, {
        contactPoint: RECEIVERS[definitionOf(rule).severity],
        groupBies: ["alertname", "grafana_folder", "service"],
      }));

    it("links to an existing runbook and an existing panel", () => {
      const { annotations } = rule;
      const page = definitionOf(rule).runbook ?? rule.name;
      assert.equal(annotations["runbook_url"], `https://example.com/runbooks/${page}.md`);
      assert.ok(existsSync(`docs/runbooks/${page}.md`), page);
      const board = boards.find(({ uid }) => uid === annotations["__dashboardUid__"]);
      const panel = annotations["__panelId__"] ?? "";
      assert.ok(board?.panels.some(({ id }) => String(id) === panel));
      assert.equal(annotations["dashboard_url"], `/d/${board?.uid ?? ""}?viewPanel=panel-${panel}`);
    });

    it("describes what happened with templates that both Prometheus and Grafana fill in", () => {
      const { summary = "", description = "" } = rule.annotations;
      const known = ["job", ...reads(exprOf(rule)).groups, ...new Expression(exprOf(rule)).made()];
      assert.ok(summary.length > 20 && description.length > 40);
      assert.doesNotMatch(summary + description, /\$values|\bundefined\b/);
      for (const [, template = ""] of (summary + description).matchAll(/\{\{(.*?)\}\}/g)) {
        assert.match(template, /^ \$value \| humanize(Percentage|Duration|1024)? $|^ \$labels\.[a-z_]+ $/);
        const [, label = "job"] = /\$labels\.([a-z_]+)/.exec(template) ?? [];
        assert.ok(known.includes(label), label);
      }
    });
  });
}

describe("expressions", () => {
  for (const { alert, expression } of rulesIn(all, { context })) {
    it(`of ${alert} is well-formed and uses only what the catalog declares`, () => {
      const logs = expression.signal === "logs";
      assert.deepEqual(syntaxErrors(logs ? "logql" : "promql", expression.text), []);
      if (logs) return;
      assert.deepEqual(typeErrors(expression.text), []);
      assert.deepEqual(phantoms(declared, expression.text), []);
    });
  }

  it("compare the same series as the panel that the alert links to", () => {
    for (const rule of rules) {
      const board = boards.find(({ uid }) => uid === rule.annotations["__dashboardUid__"]);
      const shown = board?.panels.find(({ id }) => String(id) === rule.annotations["__panelId__"]);
      for (const name of comparedNames(definitionOf(rule).condition)) {
        assert.ok(JSON.stringify(shown).includes(name), `${rule.name}: no ${name} in ${shown?.title ?? "any panel"}`);
      }
    }
  });
});

/** Metrics that a rule is about, without its guards, which only keep it silent and may read other services. */
const comparedNames = (condition: Condition): readonly string[] => {
  const series =
    condition.kind === "comparison"
      ? condition.values.flatMap(readings).map(({ of }) => of)
      : conditionSeries(condition);
  return series.map(({ metric }) => storedName(metric));
};

describe("thresholds", () => {
  it("come from the catalog unless the configuration overrides them", () => {
    const [before, after] = [withThresholds({}), withThresholds({ "tradeengine-http-errors": 0.2 })];
    const changed = after.filter((rule, index) => exprOf(rule) !== exprOf(before[index] ?? rule));
    assert.deepEqual(
      changed.map(({ uid }) => uid),
      ["tradeengine-http-errors"],
    );
    assert.match(exprOf(changed[0] ?? rules[0] ?? assert.fail()), /> 0\.2\nand\n/);
  });

  it("of 0 count as thresholds", () =>
    assert.match(exprOf(withThresholds({ "tradeengine-error-logs": 0 })[5] ?? assert.fail()), /> 0$/));
});

describe("links", () => {
  it("have one slash whether or not the addresses of Grafana and the runbooks end with one", () => {
    const [group] = ruleGroupsOf([tradeengine], {
      context: { ...context, runbookUrl: "https://example.com/runbooks/" },
      known: { grafanaUrl: "https://example.grafana.net/", tokens: {} },
    });
    const { runbook_url, dashboard_url } = group?.rules[0]?.annotations ?? {};
    assert.equal(runbook_url, "https://example.com/runbooks/TradeEngineTelemetryAbsent.md");
    assert.match(dashboard_url ?? "", /^https:\/\/example\.grafana\.net\/d\/tradeengine-service\?viewPanel=panel-\d+$/);
  });
});

describe("routing", () => {
  it("is left to the notification policy if a severity has no contact point", () => {
    const [group] = ruleGroupsOf([tradeengine]);
    assert.ok(group?.rules.every((rule) => !("notificationSettings" in rule)));
  });
});
