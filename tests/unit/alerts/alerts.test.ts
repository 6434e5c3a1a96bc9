import assert from "node:assert/strict";
import type { RuleGroupArgs } from "@pulumiverse/grafana/alerting/index.js";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { tradeengine } from "../../../catalog/tradeengine.ts";
import { durationSeconds } from "../../../model/duration.ts";
import { renderAlerts, type AlertContext, type GrafanaRule } from "../../../render/alerts/index.ts";
import { serviceRules } from "../../../render/alerts/rules.ts";
import { renderDashboards } from "../../../render/dashboards/index.ts";
import { boardSchema, CONTEXT } from "../dashboards/board.ts";
import { reads, syntaxErrors } from "../promql/analyse.ts";
import { phantoms } from "../promql/phantoms.ts";

const all = Object.values(systems);
const context: AlertContext = {
  ...CONTEXT,
  thresholds: {},
  receiverFor: (severity) => ({
    contactPoint: { critical: "pager", warning: "chat", info: "mail" }[severity],
    muteTimings: [],
    activeTimings: [],
  }),
};
const groups = renderAlerts(all, context);
const rules = groups.flatMap((group) => group.rules);
const services = all.flatMap((system) => system.services);

const withThresholds = (thresholds: Readonly<Record<string, number>>) =>
  renderAlerts([tradeengine], { ...context, thresholds }).flatMap((group) => group.rules);
const exprOf = ({ datas }: GrafanaRule) => (JSON.parse(datas[0]?.model ?? "{}") as { expr: string }).expr;

describe("rule groups", () => {
  it("are one per service, beside its board, evaluated once a minute", () =>
    assert.deepEqual(
      groups.map(({ key, name, folderUid, intervalSeconds }) => ({ key, name, folderUid, intervalSeconds })),
      ["tradeengine", "collector", "kubernetes"].map((id) => ({
        key: id,
        name: id,
        folderUid: id,
        intervalSeconds: 60,
      })),
    ));

  it("have the shape the Grafana provider takes", () => {
    const args: Pick<RuleGroupArgs, "rules" | "folderUid">[] = groups.map((group) => ({
      folderUid: group.folderUid,
      rules: [...group.rules],
    }));
    assert.equal(args.length, groups.length);
  });

  it("are rendered the same every time", () => assert.deepEqual(renderAlerts(all, context), groups));
});

for (const rule of rules) {
  describe(`rule ${rule.name}`, () => {
    it("has a uid of at most 40 characters that Grafana takes", () => assert.match(rule.uid, /^[a-z0-9-]{1,40}$/));

    it("is three nodes: the query with its threshold, is it a number, is it there", () => {
      assert.equal(rule.condition, "threshold");
      assert.deepEqual(
        rule.datas.map(({ refId, datasourceUid, relativeTimeRange }) => [refId, datasourceUid, relativeTimeRange]),
        [
          ["query", rule.uid.endsWith("error-logs") ? "uid-logs" : "uid-metrics", { from: 600, to: 0 }],
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

    it("waits for whole evaluations", () => assert.equal((durationSeconds(rule.for) ?? 1) % 60, 0));

    it("names severity, service, system, team and environment", () => {
      assert.deepEqual(Object.keys(rule.labels).sort(), ["environment", "service", "severity", "system", "team"]);
      assert.match(rule.labels["severity"] ?? "", /^(critical|warning|info)$/);
      assert.ok(Object.values(rule.labels).every((value) => value !== "" && !value.includes("$")));
    });

    it("goes to the contact point of its severity, grouped as Grafana demands", () =>
      assert.deepEqual(rule.notificationSettings, {
        contactPoint: rule.labels["severity"] === "critical" ? "pager" : "chat",
        groupBies: ["alertname", "grafana_folder", "service"],
      }));

    it("leads to its runbook and to a panel that exists", () => {
      const { annotations } = rule;
      assert.equal(annotations["runbook_url"], `https://example.com/runbooks/${rule.name}.md`);
      const board = renderDashboards(all, CONTEXT).find(({ uid }) => uid === annotations["__dashboardUid__"]);
      const ids = boardSchema.parse(board?.json).panels.map(({ id }) => String(id));
      assert.ok(ids.includes(annotations["__panelId__"] ?? ""));
      assert.equal(
        annotations["dashboard_url"],
        `/d/${board?.uid ?? ""}?viewPanel=panel-${annotations["__panelId__"] ?? ""}`,
      );
    });

    it("tells people what happened in words both Prometheus and Grafana fill in", () => {
      const { summary = "", description = "" } = rule.annotations;
      const known = ["job", ...reads(exprOf(rule)).groups];
      assert.ok(summary.length > 20 && description.length > 40);
      assert.doesNotMatch(summary + description, /\$values|\bundefined\b/);
      for (const [, template = ""] of (summary + description).matchAll(/\{\{(.*?)\}\}/g)) {
        assert.match(template, /^ \$value \| humanize(Percentage|Duration)? $|^ \$labels\.[a-z_]+ $/);
        const [, label = "job"] = /\$labels\.([a-z_]+)/.exec(template) ?? [];
        assert.ok(known.includes(label), label);
      }
    });
  });
}

describe("expressions", () => {
  for (const service of services) {
    for (const { alert, expression } of serviceRules(service, context)) {
      it(`of ${alert} is well-formed and names nothing the service does not declare`, () => {
        const logs = expression.signal === "logs";
        assert.deepEqual(syntaxErrors(logs ? "logql" : "promql", expression.text), []);
        if (!logs) assert.deepEqual(phantoms(service, expression.text), []);
      });
    }
  }

  it("are about the same series as the panel the alert points at", () => {
    const panels = renderDashboards(all, CONTEXT).flatMap(({ uid, json }) =>
      boardSchema.parse(json).panels.map((panel) => ({ uid, panel })),
    );
    for (const rule of rules) {
      const shown = panels.find(
        ({ uid, panel }) =>
          uid === rule.annotations["__dashboardUid__"] && String(panel.id) === rule.annotations["__panelId__"],
      );
      const names = reads(exprOf(rule)).metrics.map(({ name }) => name.replace(/_(bucket|count|sum)$/, ""));
      for (const name of names.filter((one) => one !== "")) {
        const title = shown?.panel.title ?? "any panel";
        assert.ok(JSON.stringify(shown?.panel).includes(name), `${rule.name}: no ${name} in ${title}`);
      }
    }
  });
});

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

  it("for rules that do not exist or have none are an error", () => {
    assert.throws(() => withThresholds({ "tradeengine-http-error": 1 }), /got tradeengine-http-error$/);
    assert.throws(() => withThresholds({ "tradeengine-telemetry-absent": 1 }), /got tradeengine-telemetry-absent$/);
  });
});

describe("links", () => {
  it("have one slash wherever the addresses of Grafana and runbooks end", () => {
    const links = { runbookUrl: "https://example.com/runbooks/", grafanaUrl: "https://example.grafana.net/" };
    const [group] = renderAlerts([tradeengine], { ...context, ...links });
    const { runbook_url, dashboard_url } = group?.rules[0]?.annotations ?? {};
    assert.equal(runbook_url, "https://example.com/runbooks/TradeEngineTelemetryAbsent.md");
    assert.match(dashboard_url ?? "", /^https:\/\/example\.grafana\.net\/d\/tradeengine-service\?viewPanel=panel-\d+$/);
  });
});

describe("routing", () => {
  it("is left to the notification policy where a severity has no contact point", () => {
    const [group] = renderAlerts([tradeengine], { ...context, receiverFor: () => undefined });
    assert.ok(group?.rules.every((rule) => !("notificationSettings" in rule)));
  });
});
