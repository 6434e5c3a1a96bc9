// Measures the collector's CPU and memory for each signal, relative to a configuration with the same coverage in the style of
// k8s-monitoring. Both run side by side; while one is under load, the other is paused. BENCH_COLLECTOR_ROUNDS sets the number
// of rounds.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { choosePort } from "../../local/processes/ports.ts";
import { ensureTools } from "../../local/toolchain/index.ts";
import { show, spread } from "../statistics.ts";
import { runAlloy } from "./alloy.ts";
import type { Alloy } from "./alloy.ts";
import { ours } from "./ours.ts";
import { SCRAPE_INTERVAL, SIGNALS } from "./signals.ts";
import type { Load, Signal } from "./signals.ts";
import { startSink } from "./sink.ts";
import type { Arrived, Sink } from "./sink.ts";

const ROUNDS = Number(process.env["BENCH_COLLECTOR_ROUNDS"] ?? 3);
const REFERENCE = "k8s-monitoring's shape";
const OURS = "ours";
const UNREDACTED = "ours without redaction";

interface Variant {
  readonly name: string;
  readonly alloy: Alloy;
  readonly sink: Sink;
  readonly load: Load;
  /** Figures of each round. */
  readonly figures: { cpu: number; memory: number; bytes: number }[];
}

const folder = mkdtempSync(join(tmpdir(), "collector-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const tools = await ensureTools(["alloy"], (line) => process.stderr.write(`${line}\n`));
const executable = join(tools["alloy"] ?? "", "alloy");

for (const signal of SIGNALS) {
  const variants: Variant[] = [];
  for (const name of [REFERENCE, OURS, ...(signal.redacted ? [UNREDACTED] : [])]) {
    variants.push(await start(signal, name));
  }
  for (let round = 0; round < ROUNDS; round++) for (const variant of variants) await measure(signal, variant);
  print(signal, variants);
  for (const { alloy, load, sink } of variants) {
    await alloy.kill();
    await load.close();
    await sink.close();
  }
}

async function start(signal: Signal, name: string): Promise<Variant> {
  const home = join(folder, signal.items.replace(" ", "-"), name.replace(/\W+/g, "-"));
  mkdirSync(join(home, "credentials"), { recursive: true });
  writeFileSync(join(home, "credentials", "otlp-token"), "bench");
  const ports = { grpc: await choosePort(), http: await choosePort() };
  const sink = await startSink();
  const load = await signal.start(home, ports.grpc);
  const part = { ...signal.part, pods: load.pods, redaction: name === OURS };
  const { text, environment } =
    name === REFERENCE
      ? {
          text: readFileSync(join(import.meta.dirname, "reference", signal.reference), "utf8"),
          environment: {
            BENCH_SINK: sink.url,
            BENCH_PORT: String(ports.grpc),
            BENCH_TARGETS: JSON.stringify(load.targets),
            BENCH_INTERVAL: SCRAPE_INTERVAL,
          },
        }
      : ours(part, { sink: sink.url, folder: home, logs: join(home, "logs"), ports });
  const alloy = await runAlloy(executable, home, text, environment);
  const variant = { name, alloy, sink, load, figures: [] };
  await loaded(variant, signal.warmUp);
  alloy.pause();
  return variant;
}

async function measure(signal: Signal, { alloy, sink, load, figures, ...variant }: Variant): Promise<void> {
  alloy.resume();
  await setTimeout(1000);
  const before = alloy.cpuSeconds();
  const { items, compressedBytes } = await loaded({ ...variant, alloy, sink, load, figures }, signal.seconds);
  const cpu = ((alloy.cpuSeconds() - before) * 1e6) / items;
  figures.push({ cpu, memory: alloy.anonymousMebibytes(), bytes: compressedBytes / items });
  alloy.pause();
}

/** Applies a load and returns what arrives. Fails if that is less or more than was sent. */
async function loaded({ name, load, sink }: Variant, seconds: number): Promise<Arrived> {
  const before = sink.total();
  const sent = await load.run(seconds);
  const arrived = () => sink.total().items - before.items;
  for (const end = Date.now() + 15_000; sent !== undefined && arrived() < sent && Date.now() < end;)
    await setTimeout(20);
  if (sent !== undefined && arrived() !== sent) throw new Error(`${name}: ${arrived()} of ${sent} arrived`);
  const { requests, compressedBytes, bytes } = sink.total();
  return {
    items: arrived(),
    requests: requests - before.requests,
    compressedBytes: compressedBytes - before.compressedBytes,
    bytes: bytes - before.bytes,
  };
}

function print({ items }: Signal, variants: readonly Variant[]): void {
  const [reference] = variants;
  console.log(`million ${items}: median (minimum–maximum) of ${ROUNDS} rounds; ratio to ${REFERENCE}`);
  for (const { name, figures } of variants) {
    const ratio = figures.map(({ cpu }, round) => cpu / (reference?.figures[round]?.cpu ?? Number.NaN));
    const memory = figures.map((figure, round) => figure.memory / (reference?.figures[round]?.memory ?? Number.NaN));
    console.log(`  ${name}`);
    console.log(
      `    CPU    ${show(spread(figures.map(({ cpu }) => cpu)), " s").padEnd(32)} ratio ${show(spread(ratio), "")}`,
    );
    console.log(
      `    memory ${show(spread(figures.map((figure) => figure.memory)), " MiB").padEnd(32)} ratio ${show(spread(memory), "")}`,
    );
    console.log(`    bytes  ${show(spread(figures.map(({ bytes }) => bytes)), " per item")}`);
  }
}
