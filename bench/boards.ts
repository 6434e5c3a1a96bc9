// Measures how long a real Prometheus takes for all queries of a dashboard, with 10, 100 and 1,000 services.
// BENCH_BOARDS_ROUNDS sets the number of rounds.
import { tradeengine } from "../catalog/tradeengine/index.ts";
import type { Service } from "../model/catalog/service.ts";
import { defineSystem } from "../model/catalog/define-system.ts";
import { panelQueries } from "../testing/prometheus/panel-queries.ts";
import { startPrometheus } from "../testing/prometheus/server.ts";
import { prometheusTools } from "../testing/prometheus/tools.ts";
import { START, STEP_SECONDS } from "../testing/synthetic/history.ts";
import { openMetrics } from "../testing/synthetic/openmetrics.ts";
import { healthyWorld } from "../testing/synthetic/world.ts";
import { dashboardsOf } from "../testing/boards.ts";
import { show, spread } from "./statistics.ts";

const ROUNDS = Number(process.env["BENCH_BOARDS_ROUNDS"] ?? 5);
const SIZES = [10, 100, 1000];
const PER_TEAM = 20;
/** The default time range of a dashboard, and the number of points that Grafana requests. */
const MINUTES = 180;

const tools = await prometheusTools();
const [model] = tradeengine.services;
if (tools === undefined || model === undefined) process.exit(1);

const numbered = (number: number): Service => ({
  ...model,
  id: `service-${number}`,
  team: `team-${Math.floor(number / PER_TEAM)}`,
  serviceName: `service-${number}`,
  workload: `service-${number}`,
  alerts: [],
  slos: [],
});

console.log(`all queries of a dashboard over ${MINUTES} minutes: median (minimum–maximum) of ${ROUNDS} rounds`);
for (const size of SIZES) {
  const services = Array.from({ length: size }, (_, number) => numbered(number));
  const system = defineSystem({ id: "many", title: "Many", services });
  const history = openMetrics(healthyWorld(services), MINUTES);
  const server = await startPrometheus(tools, { openMetrics: history });
  const boards = dashboardsOf([system]).filter(({ uid }) => !/^service-[1-9]/.test(uid));
  for (const { uid, json } of boards) {
    const queries = panelQueries(json);
    if (queries.length === 0) continue;
    const seconds: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      const end = START + MINUTES * STEP_SECONDS;
      await Promise.all(
        queries.map(({ expr, instant }) =>
          instant ? server.query(expr, end) : server.queryRange(expr, START, end, STEP_SECONDS),
        ),
      );
      seconds.push((performance.now() - began) / 1_000);
    }
    console.log(
      `  ${String(size).padStart(5)} services  ${uid.padEnd(24)} ${String(queries.length).padStart(3)} queries  ${show(spread(seconds), " s")}`,
    );
  }
  await server.stop();
}
