import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { START, STEP_SECONDS } from "../../testing/synthetic/history.ts";
import { openMetrics } from "../../testing/synthetic/openmetrics.ts";
import { healthyWorld } from "../../testing/synthetic/world.ts";
import { dashboardsOf } from "../../testing/boards.ts";
import { panelQueries } from "../../testing/prometheus/panel-queries.ts";
import { startPrometheus, type PrometheusServer } from "../../testing/prometheus/server.ts";
import { prometheusTools, TOOLS_MS } from "../../testing/prometheus/tools.ts";

/** Longer than any window of a dashboard except those of SLOs. */
const MINUTES = 26 * 60;
const HOUR_SECONDS = 3_600;

describe("panels, with the data of a healthy system", function () {
  this.timeout(60_000);
  const all = Object.values(systems);
  let server: PrometheusServer | undefined;
  const empty = new Map<string, number>();
  let executed = 0;

  before(async function () {
    this.timeout(TOOLS_MS);
    const tools = await prometheusTools();
    if (tools === undefined) return this.skip();
    const series = healthyWorld(all.flatMap(({ services }) => services));
    server = await startPrometheus(tools, { openMetrics: openMetrics(series, MINUTES) });
  });
  after(async () => {
    await server?.stop();
    if (executed === 0) return;
    console.log(`\n    ${executed} panel queries executed; without data, for the reason that their panel states:`);
    for (const [reason, count] of empty) console.log(`    ${count} × ${reason}`);
  });

  for (const { uid, json } of dashboardsOf(all)) {
    it(`of ${uid} show data, or state why not`, async () => {
      assert.ok(server);
      const end = START + MINUTES * STEP_SECONDS;
      const wrong: string[] = [];
      for (const { panel, expr, empty: reason } of panelQueries(json)) {
        executed += 1;
        const result = await server.queryRange(expr, end - HOUR_SECONDS, end, 5 * STEP_SECONDS);
        const shown = result.some(({ values }) => values.some(([, value]) => !Number.isNaN(value)));
        if (!shown && reason !== undefined) empty.set(reason, (empty.get(reason) ?? 0) + 1);
        if (!shown && reason === undefined) wrong.push(`${panel}: ${expr}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
});
