import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { receiverOf } from "../alertmanager.ts";
import { configOf, settingsOf } from "../../startup/stack-file.ts";
import { prometheusTools, TOOLS_MS, type PrometheusTools } from "../../testing/prometheus/tools.ts";
import { START, STEP_SECONDS } from "../../testing/synthetic/history.ts";
import { firings, type Firing } from "./evaluate.ts";
import { BEGIN, happened, LENGTH, usual } from "./incident.ts";
import { INCIDENTS } from "./scenarios/index.ts";

const { alerts } = configOf(settingsOf("prod"));

const receiver = ({ rule, system, from }: Firing) =>
  receiverOf(
    alerts,
    { severity: rule.severity, system, labels: rule.labels },
    new Date((START + from * STEP_SECONDS) * 1_000),
  );

describe("incidents", function () {
  this.timeout(120_000);
  let tools: PrometheusTools | undefined;
  const detected: (readonly string[])[] = [];

  before(async function () {
    this.timeout(TOOLS_MS);
    tools = await prometheusTools();
    if (tools === undefined) this.skip();
  });
  after(() => {
    if (detected.length === 0) return;
    console.log("\n    incident | alert | severity | minutes to detect | maximum | sent to");
    for (const row of detected) console.log(`    ${row.join(" | ")}`);
  });

  for (const { name, systems, minutes = LENGTH, at = BEGIN, happenings, fires, may = [] } of INCIDENTS) {
    it(name, async () => {
      assert.ok(tools);
      const fired = await firings(tools, systems, happened(usual(systems, minutes), happenings));
      for (const [alert, within] of Object.entries(fires)) {
        const first = fired.filter(({ rule }) => rule.alert === alert).sort((a, b) => a.from - b.from)[0];
        assert.ok(first, `${alert} does not fire; firing alerts: ${told(fired)}`);
        const { contactPoint, pages, muted } = receiver(first);
        detected.push([name, alert, first.rule.severity, String(first.from - at), String(within), contactPoint]);
        assert.ok(first.from >= at, `${alert} fires ${at - first.from} minutes before the incident`);
        assert.ok(first.from - at <= within, `${alert} fires after ${first.from - at} minutes, expected ${within}`);
        assert.equal(muted, false);
        assert.equal(pages, first.rule.severity === "critical", `${alert} pages ${contactPoint}`);
      }
      const others = fired.filter(({ rule }) => !(rule.alert in fires) && !may.includes(rule.alert));
      assert.equal(told(others), "", "unrelated alerts fire");
    });
  }
});

const told = (fired: readonly Firing[]): string =>
  [...new Set(fired.map(({ rule, from }) => `${rule.alert} at minute ${from}`))].join(", ");
