import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { z } from "zod";
import { systems } from "../../catalog/index.ts";
import { renderDashboards } from "../../render/dashboards/index.ts";
import { START, STEP_SECONDS } from "../synthetic/history.ts";
import { openMetrics } from "../synthetic/openmetrics.ts";
import { healthyWorld } from "../synthetic/world.ts";
import { CONTEXT } from "../unit/dashboards/board.ts";
import { startPrometheus, type PrometheusServer } from "./server.ts";
import { prometheusTools, TOOLS_MS } from "./tools.ts";

/** Longer than any window of a board but those of SLOs. */
const MINUTES = 26 * 60;
const HOUR_SECONDS = 3_600;

const panelSchema = z.looseObject({
  title: z.string().default(""),
  datasource: z.looseObject({ uid: z.string() }).optional(),
  fieldConfig: z.looseObject({ defaults: z.looseObject({ noValue: z.string().optional() }).optional() }).optional(),
  targets: z.array(z.looseObject({ refId: z.string(), expr: z.string().optional() })).default([]),
});

interface PanelQuery {
  readonly panel: string;
  readonly expr: string;
  /** What the panel says where there is no data, if that is a good sign. */
  readonly empty: string | undefined;
}

/** Every PromQL query of a board. */
const queriesOf = (json: unknown): readonly PanelQuery[] =>
  z
    .looseObject({ panels: z.array(panelSchema) })
    .parse(json)
    .panels.filter(({ datasource }) => ["${metrics}", "${usage}"].includes(datasource?.uid ?? ""))
    .flatMap(({ title, targets, fieldConfig }) =>
      targets.flatMap(({ refId, expr }) => {
        const noValue = fieldConfig?.defaults?.noValue;
        const empty = noValue === undefined || noValue === "no data" ? undefined : noValue;
        return expr === undefined ? [] : [{ panel: `${title} (${refId})`, expr: withoutVariables(expr), empty }];
      }),
    );

/** As Grafana fills in its macros, and a board's menus with all they offer. */
const withoutVariables = (expr: string): string =>
  expr
    .replaceAll("$__rate_interval", "5m")
    .replaceAll("$__interval", "1m")
    .replaceAll("$__range", "3h")
    .replace(/=~"\$\{?[a-z]+(:[a-z]+)?\}?"/g, '=~".*"');

describe("panels, on what a healthy system reports", function () {
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
    console.log(`\n    ${executed} queries of panels executed; without data, as their panel says:`);
    for (const [reason, count] of empty) console.log(`    ${count} × ${reason}`);
  });

  for (const { uid, json } of renderDashboards(all, CONTEXT)) {
    it(`of ${uid} show something, or say why not`, async () => {
      assert.ok(server);
      const end = START + MINUTES * STEP_SECONDS;
      const wrong: string[] = [];
      for (const { panel, expr, empty: reason } of queriesOf(json)) {
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
