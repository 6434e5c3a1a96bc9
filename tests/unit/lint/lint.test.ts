import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { everyView } from "../dashboards/every-view.ts";
import { declaredBy } from "../promql/phantoms.ts";
import { alertRules } from "./alert-rules.ts";
import { boardRules } from "./board-rules.ts";
import { promqlRules } from "./promql-rules.ts";
import { alertPromql, alertSubjects, boardPromql, boardSubjects } from "./subjects.ts";

const all = Object.values(systems);
const boards = [...boardSubjects(all), ...boardSubjects([everyView])];
const alerts = alertSubjects(all);
const queries = [
  ...boards.flatMap((board) => boardPromql(board).map((query) => ({ ...query, where: board.rendered.uid }))),
  ...alertPromql(alerts, declaredBy(all)).map((query) => ({ ...query, where: "a rule" })),
];

describe("dashboards", () => {
  for (const { name, check } of boardRules) {
    it(`follow the rule ${name}`, () => {
      const wrong = boards.flatMap((board) => check(board).map((problem) => `${board.rendered.uid}: ${problem}`));
      assert.deepEqual(wrong, []);
    });
  }
});

describe("PromQL of dashboards and rules", () => {
  for (const { name, check } of promqlRules) {
    it(`follows the rule ${name}`, () => {
      const wrong = queries.flatMap((query) => check(query).map((problem) => `${query.where}: ${problem}`));
      assert.deepEqual(wrong, []);
    });
  }
});

describe("alerts", () => {
  for (const { name, check } of alertRules) {
    it(`follow the rule ${name}`, () => {
      const wrong = alerts.flatMap((alert) => check(alert).map((problem) => `${alert.rule.uid}: ${problem}`));
      assert.deepEqual(wrong, []);
    });
  }
});

describe("docs/dashboards.md", () => {
  it("lists every rule", () => {
    const text = readFileSync("docs/dashboards.md", "utf8");
    const rows = [...boardRules, ...promqlRules, ...alertRules].map(
      ({ name, from, demands }) => `| \`${name}\` | ${from} | ${demands} |`,
    );
    const written = new Set(text.split("\n").map((line) => line.replaceAll(/ +/g, " ").trim()));
    assert.deepEqual(
      rows.filter((row) => !written.has(row)),
      [],
    );
  });
});
