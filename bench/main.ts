// Measures the speed of a preview without changes, with the real engine. Ratios are computed in each round: compare ratios,
// not the seconds of two runs. BENCH_ROUNDS sets the number of rounds. Then runs catalog.ts, boards.ts and
// collector/main.ts, which can also run alone.
import { join } from "node:path";
import { checkout, worldIn, type World } from "../local/layout.ts";
import { pulumi } from "../local/pulumi/command.ts";
import { clean, prepare, up } from "../local/world.ts";
import { measure, type Variant } from "./measure.ts";
import { grafanaAccess, provision } from "./prepare.ts";
import { show, slope, spread } from "./statistics.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 7);
const COUNTS = [1, 10, 100, 1000];
const FLOOR = "empty program, the SDKs imported";
const LOCAL = "local stack";
const UNCACHED = "local stack, no compile cache";

const folder = join(checkout, ".local", "bench");
const report = (line: string) => console.error(line);
const program = (name: string, stack = "bench") =>
  worldIn(folder, { program: join(checkout, "bench", "programs", name), stack });
const preview = (world: World, environment: NodeJS.ProcessEnv = {}) => {
  return () => pulumi(world, ["preview", "--stack", world.stack, "--expect-no-changes"], { environment });
};

const local = worldIn(folder);
await up(local, report);
const { url, auth } = await grafanaAccess(local, await prepare(local, report));
const [empty, sdks] = [await provision(program("empty")), await provision(program("sdks"))];
const boards: (Variant & { readonly count: number })[] = [];
for (const count of COUNTS) {
  report(`stack with ${count} dashboards`);
  const world = await provision(program("dashboards", `boards-${count}`), { url, count }, auth);
  boards.push({ name: `${count} dashboards`, count, run: preview(world) });
}

const figures = await measure(
  [
    { name: "pulumi version", run: () => pulumi(local, ["version"]) },
    { name: "empty program", run: preview(empty) },
    { name: FLOOR, run: preview(sdks) },
    { name: LOCAL, run: preview(local) },
    { name: UNCACHED, run: preview(local, { NODE_DISABLE_COMPILE_CACHE: "1" }) },
    ...boards,
  ],
  ROUNDS,
);

const of = (name: string) => figures.get(name) ?? [];
const ratio = (name: string, base: string) =>
  spread(of(name).map((figure, round) => figure / (of(base)[round] ?? Number.NaN)));
const slopes = Array.from({ length: ROUNDS }, (_, round) =>
  slope(boards.map(({ name, count }) => [count, (of(name)[round] ?? Number.NaN) * 1000])),
);
console.log(`preview without changes: median (minimum–maximum) of ${ROUNDS} rounds`);
for (const [name, seconds] of figures) console.log(`  ${name.padEnd(34)} ${show(spread(seconds), " s")}`);
console.log(`  ${"one more dashboard".padEnd(34)} ${show(spread(slopes), " ms")}`);
console.log("ratios");
console.log(`  ${"local stack / floor".padEnd(34)} ${show(ratio(LOCAL, FLOOR), "")}`);
console.log(`  ${"SDKs imported / empty program".padEnd(34)} ${show(ratio(FLOOR, "empty program"), "")}`);
console.log(`  ${"no compile cache / compile cache".padEnd(34)} ${show(ratio(UNCACHED, LOCAL), "")}`);
await clean(local, report);

await import("./catalog.ts");
await import("./boards.ts");
await import("./collector/main.ts");
