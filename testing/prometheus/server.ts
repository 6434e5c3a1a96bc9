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

/** Longest wait for a started server, in ms. */
const READY_MS = 30_000;

/** Characters that are written at once: a history may have millions of short lines. */
const BUFFER = 1_000_000;

export interface ServerOptions {
  /**
   * History that is there from the start: OpenMetrics text with timestamps in seconds, in pieces of any size, `# EOF` left out.
   * A sample a minute or so: the lookback is 5 minutes.
   */
  readonly openMetrics?: Iterable<string>;
  /** Takes samples at `POST {url}/api/v1/write`, at the present time only; default false. */
  readonly remoteWriteReceiver?: boolean;
}

/** A real Prometheus that scrapes nothing. */
export interface PrometheusServer {
  readonly url: string;
  /** Value of each series at a time, in seconds since 1970. */
  query(expr: string, time: number): Promise<readonly Sample[]>;
  /** Values of each series from `start` to `end`, both included, every `step`; all in seconds. */
  queryRange(expr: string, start: number, end: number, step: number): Promise<readonly RangeSeries[]>;
  /** Ends it and removes its data. It ends with this process at the latest. */
  stop(): Promise<void>;
}

/**
 * Starts a Prometheus on a free port of the loopback, its data in a temporary folder.
 * @throws what promtool says of the OpenMetrics text, or the end of the server's log
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
  // The text is read once for each block: by default one for each two hours.
  const duration = "--max-block-duration=1000h";
  const args = ["tsdb", "create-blocks-from", "openmetrics", "--quiet", duration, file, join(folder, "data")];
  const { exitCode, all } = await execa(promtool, args, { reject: false, all: true });
  if (exitCode !== 0) throw new Error(`promtool makes no blocks of the OpenMetrics text:\n${lastLines(all)}`);
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
    // A history may be of any time.
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

/** Waits until queries are answered; what went wrong if they are not in time. */
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
