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
  it("are one per service, beside its board, evaluated once a minute", () =>
    assert.deepEqual(
      groups.map(({ key, name, folderUid, intervalSeconds }) => ({ key, name, folderUid, intervalSeconds })),
      all.flatMap(({ id: folderUid, services: own }) =>
        own.map(({ id }) => ({ key: id, name: id, folderUid, intervalSeconds: 60 })),
      ),
    ));

  it("have the shape the Grafana provider takes", () => {
    const args: Pick<RuleGroupArgs, "rules" | "folderUid">[] = groups.map((group) => ({
      folderUid: group.folderUid,
      rules: [...group.rules],
    }));
    assert.equal(args.length, groups.length);
  });

  it("are rendered the same every time", () => assert.deepEqual(ruleGroupsOf(all, { context }), groups));
});

for (const rule of rules) {
  describe(`rule ${rule.name}`, () => {
    it("has a uid of at most 40 characters that Grafana takes", () => assert.match(rule.uid, /^[a-z0-9-]{1,40}$/));

    it("is three nodes: the query with its threshold, is it a number, is it there", () => {
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
        assert.deepEqual([parsed["intervalMs"], parsed["maxDataPoints"]], [undefined, undefined]); // Grafana drops them: drift
      }
    });

    it("says what no data and a failing data source mean", () =>
      assert.deepEqual([rule.noDataState, rule.execErrState, rule.missingSeriesEvalsToResolve], ["OK", "Error", 1]));

    it("waits for whole evaluations", () => assert.equal((parseDuration(rule.for)?.seconds ?? 1) % 60, 0));

    it("names severity, service, system, team and environment", () => {
      assert.deepEqual(Object.keys(rule.labels).sort(), ["environment", "service", "severity", "system", "team"]);
      assert.match(rule.labels["severity"] ?? "", /^(critical|warning|info)$/);
      assert.ok(Object.values(rule.labels).every((value) => value !== "" && !value.includes("$")));
    });

    it("goes to the contact point of its severity, grouped as Grafana demands", () =>
      assert.deepEqual(rule.notificationSettings, {
        contactPoint: RECEIVERS[definitionOf(rule).severity],
        groupBies: ["alertname", "grafana_folder", "service"],
      }));

    it("leads to a page that tells what to do and to a panel that exists", () => {
      const { annotations } = rule;
      const page = definitionOf(rule).runbook ?? rule.name;
      assert.equal(annotations["runbook_url"], `https://example.com/runbooks/${page}.md`);
      assert.ok(existsSync(`docs/runbooks/${page}.md`), page);
      const board = boards.find(({ uid }) => uid === annotations["__dashboardUid__"]);
      const panel = annotations["__panelId__"] ?? "";
      assert.ok(board?.panels.some(({ id }) => String(id) === panel));
      assert.equal(annotations["dashboard_url"], `/d/${board?.uid ?? ""}?viewPanel=panel-${panel}`);
    });

    it("tells people what happened in words both Prometheus and Grafana fill in", () => {
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
    it(`of ${alert} is well-formed and names nothing the catalog does not declare`, () => {
      const logs = expression.signal === "logs";
      assert.deepEqual(syntaxErrors(logs ? "logql" : "promql", expression.text), []);
      if (logs) return;
      assert.deepEqual(typeErrors(expression.text), []);
      assert.deepEqual(phantoms(declared, expression.text), []);
    });
  }

  it("compare the same series that the panel shows which the alert points at", () => {
    for (const rule of rules) {
      const board = boards.find(({ uid }) => uid === rule.annotations["__dashboardUid__"]);
      const shown = board?.panels.find(({ id }) => String(id) === rule.annotations["__panelId__"]);
      for (const name of comparedNames(definitionOf(rule).condition)) {
        assert.ok(JSON.stringify(shown).includes(name), `${rule.name}: no ${name} in ${shown?.title ?? "any panel"}`);
      }
    }
  });
});

/** What a rule is about: guards only say when it is silent, and may be about others. */
const comparedNames = (condition: Condition): readonly string[] => {
  const series =
    condition.kind === "comparison"
      ? condition.values.flatMap(readings).map(({ of }) => of)
      : conditionSeries(condition);
  return series.map(({ metric }) => storedName(metric));
};

describe("thresholds", () => {
  it("come from the catalog unless configuration names another", () => {
    const [before, after] = [withThresholds({}), withThresholds({ "tradeengine-http-errors": 0.2 })];
    const changed = after.filter((rule, index) => exprOf(rule) !== exprOf(before[index] ?? rule));
    assert.deepEqual(
      changed.map(({ uid }) => uid),
      ["tradeengine-http-errors"],
    );
    assert.match(exprOf(changed[0] ?? rules[0] ?? assert.fail()), /> 0\.2\nand\n/);
  });

  it("of 0 are thresholds, too", () =>
    assert.match(exprOf(withThresholds({ "tradeengine-error-logs": 0 })[5] ?? assert.fail()), /> 0$/));
});

describe("links", () => {
  it("have one slash wherever the addresses of Grafana and runbooks end", () => {
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
  it("is left to the notification policy where a severity has no contact point", () => {
    const [group] = ruleGroupsOf([tradeengine]);
    assert.ok(group?.rules.every((rule) => !("notificationSettings" in rule)));
  });
});
