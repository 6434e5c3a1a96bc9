// Measures the time and size of rendering 10, 100 and 1,000 services, and the cost of one more service. BENCH_CATALOG_ROUNDS
// sets the number of rounds.
import { ruleGroupsOf } from "../testing/alerts.ts";
import { dashboardsOf } from "../testing/boards.ts";
import { fleetOf } from "../testing/fleet-of.ts";
import { show, spread } from "./statistics.ts";

const ROUNDS = Number(process.env["BENCH_CATALOG_ROUNDS"] ?? 5);
const SIZES = [10, 100, 1000];

/** Number of characters sent to Grafana. */
const size = (values: readonly unknown[]): number =>
  values.reduce((sum: number, value) => sum + JSON.stringify(value).length, 0);
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;

function timed<T>(render: () => T): readonly [T, number] {
  const began = performance.now();
  const value = render();
  return [value, performance.now() - began];
}

const perService = new Map<number, readonly number[]>();
console.log(`rendering the catalog: median (minimum–maximum) of ${ROUNDS} rounds`);
for (const services of SIZES) {
  const system = fleetOf(services);
  dashboardsOf([system]); // warms up the compiler
  const rounds = Array.from({ length: ROUNDS }, () => {
    const [boards, boardsMs] = timed(() => dashboardsOf([system]));
    const [groups, rulesMs] = timed(() => ruleGroupsOf([system]));
    return { boards, boardsMs, groups, rulesMs };
  });
  const [first] = rounds;
  if (first === undefined) throw new Error("BENCH_CATALOG_ROUNDS: expected at least 1");
  const fleet = first.boards.filter(({ folder }) => folder.uid === "overview").map(({ json }) => json);
  const own = first.boards.filter(({ folder }) => folder.uid !== "overview").map(({ json }) => json);
  perService.set(
    services,
    rounds.map(({ boardsMs, rulesMs }) => (boardsMs + rulesMs) / services),
  );
  console.log(`  ${String(services).padStart(5)} services`);
  console.log(`    dashboards              ${show(spread(rounds.map(({ boardsMs }) => boardsMs)), " ms")}`);
  console.log(`    rules                   ${show(spread(rounds.map(({ rulesMs }) => rulesMs)), " ms")}`);
  console.log(`    dashboards of services  ${kilobytes(size(own) / services)} each`);
  console.log(`    dashboards of the fleet ${kilobytes(size(fleet))}`);
  console.log(`    rules                   ${kilobytes(size(first.groups) / services)} per service`);
}
const base = perService.get(SIZES[0] ?? 0) ?? [];
console.log("ratios of time per service");
for (const [services, times] of perService) {
  console.log(
    `  ${String(services).padStart(5)} to ${SIZES[0] ?? 0}: ${show(spread(times.map((time, round) => time / (base[round] ?? Number.NaN))), "")}`,
  );
}
