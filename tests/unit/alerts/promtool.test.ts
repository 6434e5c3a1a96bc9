import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { after, before, describe, it } from "mocha";
import { stringify } from "yaml";
import { systems } from "../../../catalog/index.ts";
import { toPrometheusRules } from "../../../render/alerts/prometheus.ts";
import { serviceRules, type AlertContext } from "../../../render/alerts/rules.ts";
import { CONTEXT } from "../dashboards/board.ts";
import { TRADEENGINE_CASES, type Case } from "./cases.ts";
import { COLLECTOR_CASES } from "./collector-cases.ts";
import { KUBERNETES_CASES } from "./kubernetes-cases.ts";

const context: AlertContext = { ...CONTEXT, thresholds: {}, receiverFor: () => undefined };
const CASES: readonly Case[] = [...TRADEENGINE_CASES, ...COLLECTOR_CASES, ...KUBERNETES_CASES];
const rules = Object.values(systems)
  .flatMap(({ services }) => services)
  .flatMap((service) => serviceRules(service, context))
  .filter(({ expression }) => expression.signal === "metrics");

describe("alert cases", () => {
  for (const { alert } of rules) {
    it(`make ${alert} fire at least once and stay quiet at least once`, () => {
      assert.ok(CASES.some(({ firing }) => alert in firing));
      assert.ok(CASES.some(({ quiet }) => quiet.includes(alert)));
    });
  }

  it("name only alerts there are", () => {
    const names = rules.map(({ alert }) => alert);
    for (const { firing, quiet } of CASES) {
      for (const name of [...Object.keys(firing), ...quiet]) assert.ok(names.includes(name), name);
    }
  });
});

/** The real engine of Prometheus; `PROMTOOL` names a binary that is not on the PATH. */
const PROMTOOL = process.env["PROMTOOL"] ?? "promtool";

describe("promtool", () => {
  let folder = "";

  before(async function () {
    const version = await execa(PROMTOOL, ["--version"], { reject: false });
    if (version.exitCode !== 0) {
      console.log("    promtool is not on the PATH and PROMTOOL is not set: expressions are parsed, not run");
      this.skip();
    }
    folder = mkdtempSync(join(tmpdir(), "promtool-"));
    writeFileSync(join(folder, "rules.yaml"), toPrometheusRules(Object.values(systems), context));
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  const run = async (args: readonly string[]) => {
    const { exitCode, all } = await execa(PROMTOOL, args, { cwd: folder, reject: false, all: true });
    assert.equal(exitCode, 0, all);
  };

  it("finds nothing to complain about in the rules", () => run(["check", "rules", "--lint=all", "rules.yaml"]));

  for (const [index, one] of CASES.entries()) {
    it(one.name, async () => {
      writeFileSync(join(folder, `${index}.yaml`), testFile(one));
      await run(["test", "rules", `${index}.yaml`]);
    });
  }
});

const testFile = ({ name, labels, series, at, firing, quiet }: Case): string =>
  stringify({
    rule_files: ["rules.yaml"],
    evaluation_interval: "1m",
    tests: [
      {
        name,
        interval: "1m",
        input_series: Object.entries(series).map(([one, values]) => ({ series: one, values })),
        alert_rule_test: [
          ...Object.entries(firing).map(([alertname, summary]) => expectation(at, alertname, summary, labels)),
          ...quiet.map((alertname) => ({ eval_time: at, alertname })),
        ],
      },
    ],
  });

function expectation(at: string, alertname: string, summary: string, labels: Case["labels"]) {
  const rule = rules.find(({ alert }) => alert === alertname);
  return {
    eval_time: at,
    alertname,
    exp_alerts: [
      {
        exp_labels: { ...labels, ...rule?.labels },
        exp_annotations: { ...rule?.annotations, summary },
      },
    ],
  };
}
