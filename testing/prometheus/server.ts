import { closeSync, openSync } from "node:fs";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { lastLines } from "../../local/errors.ts";
import { choosePort } from "../../local/processes/ports.ts";
import { exitOf, release, spawnTethered } from "../../local/processes/processes.ts";
import { promQuery, promQueryRange, type RangeSeries, type Sample } from "./api.ts";
import type { PrometheusTools } from "./tools.ts";

/** Maximum wait until a started server is ready, in ms. */
const READY_MS = 30_000;

/** Number of characters per write, because a history can have millions of short lines. */
const BUFFER = 1_000_000;

export interface ServerOptions {
  /**
   * Initial history: OpenMetrics text with timestamps in seconds, in pieces of any size, without `# EOF`. It needs about one
   * sample a minute, because the lookback is 5 minutes.
   */
  readonly openMetrics?: Iterable<string>;
  /** Accept samples at `POST {url}/api/v1/write`, only for the present time. @default false */
  readonly remoteWriteReceiver?: boolean;
}

/** A real Prometheus that scrapes nothing. */
export interface PrometheusServer {
  readonly url: string;
  /** Returns the value of each series at a time, in seconds since 1970. */
  query(expr: string, time: number): Promise<readonly Sample[]>;
  /** Returns the values of each series from `start` to `end`, both inclusive, every `step`; all in seconds. */
  queryRange(expr: string, start: number, end: number, step: number): Promise<readonly RangeSeries[]>;
  /** Stops the server and removes its data. It also stops when this process ends. */
  stop(): Promise<void>;
}

/**
 * Starts a Prometheus on a free loopback port, with its data in a temporary folder.
 * @throws with promtool's error for the OpenMetrics text, or the end of the server's log
 */
export async function startPrometheus(tools: PrometheusTools, options: ServerOptions = {}): Promise<PrometheusServer> {
  const folder = await mkdtemp(join(tmpdir(), "prometheus-"));
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    if (options.openMetrics !== undefined) await createBlocks(tools.promtool, folder, options.openMetrics);
    return await run(tools.prometheus, folder, options.remoteWriteReceiver ?? false, remove);
  } catch (error) {
    await remove();
    throw error;
  }
}

async function createBlocks(promtool: string, folder: string, text: Iterable<string>): Promise<void> {
  const file = join(folder, "history.txt");
  const handle = await open(file, "w");
  try {
    let buffer = "";
    for (const piece of text) {
      buffer += piece;
      if (buffer.length < BUFFER) continue;
      await handle.appendFile(buffer);
      buffer = "";
    }
    await handle.appendFile(`${buffer}# EOF\n`);
  } finally {
    await handle.close();
  }
  // promtool reads the text once for each block, and by default a block covers two hours.
  const duration = "--max-block-duration=1000h";
  const args = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", duration, file, join(folder, "data")];
  const { exitCode, all } = await execa(promtool, args, { reject: false, all: true });
  if (exitCode !== 0) throw new Error(`promtool failed to create blocks from the OpenMetrics text:\n${lastLines(all)}`);
  await rm(file);
}

async function run(
  prometheus: string,
  folder: string,
  receiver: boolean,
  remove: () => Promise<void>,
): Promise<PrometheusServer> {
  const [config, log] = [join(folder, "prometheus.yml"), join(folder, "log")];
  await writeFile(config, "global: {}\n");
  const port = await choosePort();
  const args = [
    `--config.file=${config}`,
    `--storage.tsdb.path=${join(folder, "data")}`,
    // A history can be from any time.
    "--storage.tsdb.retention.time=100y",
    `--web.listen-address=127.0.0.1:${port}`,
    ...(receiver ? ["--web.enable-remote-write-receiver"] : []),
  ];
  const output = openSync(log, "w");
  const child = spawnTethered(prometheus, args, { env: process.env, output, signal: "KILL" });
  closeSync(output);
  const exit = exitOf(child);
  const stop = async () => {
    release(child);
    await exit;
    await remove();
  };
  const url = `http://127.0.0.1:${port}`;
  const ended = await Promise.race([exit, isReady(url)]);
  if (ended !== undefined) {
    release(child);
    throw new Error(`Prometheus did not start (${ended}):\n${lastLines(await readFile(log, "utf8"))}`);
  }
  return {
    url,
    query: (expr, time) => promQuery(url, expr, time),
    queryRange: (expr, start, end, step) => promQueryRange(url, expr, start, end, step),
    stop,
  };
}

/** Waits until the server is ready. Returns the problem if it is not ready in time. */
async function isReady(url: string): Promise<string | undefined> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    const ready = await fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return undefined;
    await sleep(50);
  }
  return `not ready within ${READY_MS / 1_000} s`;
}
