import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { after, before, describe, it } from "mocha";
import { stringify } from "yaml";
import { systems } from "../../../catalog/index.ts";
import { effective } from "../../../model/catalog/effective.ts";
import { toPrometheusRules } from "../../../render/alerts/prometheus.ts";
import { prometheusTools, TOOLS_MS } from "../../../testing/prometheus/tools.ts";
import { CONTEXT } from "../../../testing/boards.ts";
import { ALL_CASES } from "./all-cases.ts";
import type { Case } from "./case.ts";
import { TOKENS } from "./grafana-cloud-cases.ts";
import { readRules, runCases } from "./promtool.ts";

const context = { ...CONTEXT, tokensExpire: true };
const ruleFile = toPrometheusRules(effective(Object.values(systems)), context, { grafanaUrl: "", tokens: TOKENS });
const rules = readRules(ruleFile);

describe("alert cases", () => {
  for (const { alert } of rules.alerts) {
    it(`make ${alert} fire at least once and stay quiet at least once`, () => {
      assert.ok(ALL_CASES.some(({ firing }) => alert in firing));
      assert.ok(ALL_CASES.some(({ quiet }) => quiet.includes(alert)));
    });
  }

  it("name only existing alerts", () => {
    const names = rules.alerts.map(({ alert }) => alert);
    for (const { firing, quiet } of ALL_CASES) {
      for (const name of [...Object.keys(firing), ...quiet]) assert.ok(names.includes(name), name);
    }
  });
});

/** The real engine of Prometheus; `PROMTOOL` overrides the promtool of the toolchain. */
describe("promtool", () => {
  let folder = "";
  let promtool = "";
  let failures: readonly (string | undefined)[] = [];

  before(async function () {
    this.timeout(TOOLS_MS);
    const found = process.env["PROMTOOL"] ?? (await prometheusTools())?.promtool;
    if (found === undefined) this.skip();
    promtool = found;
    folder = mkdtempSync(join(tmpdir(), "promtool-"));
    writeFileSync(join(folder, "rules.yaml"), ruleFile);
    failures = await runCases(promtool, ALL_CASES, rules, folder);
  });
  after(() => {
    if (folder !== "") rmSync(folder, { recursive: true });
  });

  it("finds no problems in the rules", async () => {
    const args = ["check", "rules", "--lint=all", "rules.yaml"];
    const { exitCode, all } = await execa(promtool, args, { cwd: folder, reject: false, all: true });
    assert.equal(exitCode, 0, all);
  });

  it("reports what is wrong with each case, independently of the others", async () => {
    const one = { labels: {}, at: "10m", series: { 'up{job="a"}': "0x60" }, firing: {}, quiet: ["Down"] };
    const cases: readonly Case[] = [
      { ...one, name: "fires", firing: { Down: "down" }, labels: { job: "a" }, quiet: [] },
      { ...one, name: "should not fire" },
      { ...one, name: "is malformed", series: { up: "zero" } },
      { ...one, name: "is quiet", series: { up: "1x60" } },
    ];
    const down = { alert: "Down", expr: "job:down > 0", annotations: { summary: "down" } };
    const records = [
      { record: "job:up", expr: "max by (job) (up)" },
      { record: "job:down", expr: "1 - job:up" },
    ];
    const groups = [{ rules: [...records, down, { ...down, alert: "Other" }] }];
    const outcomes = await runCases(
      promtool,
      cases,
      readRules(stringify({ groups })),
      mkdtempSync(join(folder, "own-")),
    );
    assert.deepEqual([outcomes[0], outcomes[3]], [undefined, undefined]);
    assert.match(outcomes[1] ?? "", /name: should not fire,\n.*alertname: Down, time: 10m/);
    assert.match(outcomes[2] ?? "", /zero/);
  });

  for (const [index, { name }] of ALL_CASES.entries()) {
    it(name, () => assert.ok(failures[index] === undefined, failures[index]));
  }
});
