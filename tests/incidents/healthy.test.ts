import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { prometheusTools, TOOLS_MS, type PrometheusTools } from "../prometheus/tools.ts";
import { firings } from "./evaluate.ts";
import { happened, usual } from "./incident.ts";
import { WEEKS } from "./scenarios/weeks.ts";

const WEEK_MINUTES = 7 * 24 * 60;

describe("weeks in which nothing is wrong", function () {
  this.timeout(300_000);
  let tools: PrometheusTools | undefined;
  const pages: string[] = [];

  before(async function () {
    this.timeout(TOOLS_MS);
    tools = await prometheusTools();
    if (tools === undefined) this.skip();
  });
  after(() => console.log(`\n    ${WEEKS.length} weeks, pages: ${pages.length}`));

  for (const { name, systems, happenings, may = [] } of WEEKS) {
    it(name, async () => {
      assert.ok(tools);
      const timeline = happened(usual(systems, WEEK_MINUTES), happenings);
      const fired = await firings(tools, systems, timeline);
      pages.push(...fired.filter(({ rule }) => rule.severity === "critical").map(({ rule }) => rule.alert));
      const told = fired.filter(({ rule }) => rule.severity === "critical" || !may.includes(rule.alert));
      assert.deepEqual(
        told.map(({ rule, from, to }) => `${rule.alert} from minute ${from} to ${to}`),
        [],
      );
    });
  }
});
