import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lastLines, LocalWorldError } from "../errors.ts";
import type { World } from "../layout.ts";
import { identify, isRunning } from "./processes.ts";
import type { ProcessIdentity } from "./processes.ts";

/** A Node script that runs in the background and prints `listening URL` when it is ready. */
export interface DaemonSpec {
  readonly name: string;
  /** Returns the arguments of node. Receives the port of the last run. */
  readonly args: (lastPort: number | undefined) => Promise<readonly string[]>;
}

export interface RunningDaemon extends ProcessIdentity {
  readonly url: string;
}

const START_MS = 150_000;
const STOP_MS = 10_000;

const recordFile = (world: World, name: string): string => join(world.folder, `${name}.pid`);
/** Log of a daemon's last run. */
export const logFile = (world: World, name: string): string => join(world.folder, `${name}.log`);

/** Returns the daemon that was last started under this name, whether or not it still runs. */
async function lastRecord(world: World, name: string): Promise<RunningDaemon | undefined> {
  const file = recordFile(world, name);
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(await readFile(file, "utf8")) as RunningDaemon;
  } catch {
    return undefined; // the machine stopped while it was being written
  }
}

/** Returns the daemon if it runs and its port accepts connections. */
export async function runningDaemon(world: World, name: string): Promise<RunningDaemon | undefined> {
  const record = await lastRecord(world, name);
  return record !== undefined && isRunning(record) && (await answers(record.url)) ? record : undefined;
}

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });

/** Starts the daemon unless it runs already. */
export async function ensureDaemon(world: World, spec: DaemonSpec): Promise<RunningDaemon> {
  const running = await runningDaemon(world, spec.name);
  if (running !== undefined) return running;
  const last = await lastRecord(world, spec.name);
  await stopDaemon(world, spec.name);
  const args = await spec.args(last === undefined ? undefined : Number(new URL(last.url).port));
  await mkdir(world.folder, { recursive: true });
  const log = logFile(world, spec.name);
  const output = openSync(log, "w");
  const child = spawn(process.execPath, args, { detached: true, stdio: ["ignore", output, output] });
  closeSync(output);
  child.unref();
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) throw notStarted(spec.name, await readFile(log, "utf8"), log);
  // Recorded before it is ready, so that an interrupted start can still be stopped.
  const record = (url: string) => writeFile(recordFile(world, spec.name), `${JSON.stringify({ ...identity, url })}\n`);
  await record(last?.url ?? "http://127.0.0.1:1");
  const url = await readyUrl(spec.name, identity, log);
  await record(url);
  return { ...identity, url };
}

async function readyUrl(name: string, identity: ProcessIdentity, log: string): Promise<string> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    const text = await readFile(log, "utf8");
    const url = /^listening (\S+)$/m.exec(text)?.[1];
    if (url !== undefined) return url;
    if (!isRunning(identity) || Date.now() > deadline) throw notStarted(name, text, log);
    await sleep(50);
  }
}

const notStarted = (name: string, text: string, log: string): LocalWorldError =>
  new LocalWorldError(
    `${name} did not start:\n${lastLines(text)}`,
    `run it again; if it fails again, read ${log}, or run \`make clean\` to start from scratch`,
  );

/** Stops a daemon, whatever its state. Does nothing if it does not run. */
export async function stopDaemon(world: World, name: string): Promise<void> {
  const record = await lastRecord(world, name);
  if (record !== undefined && isRunning(record)) {
    process.kill(record.pid, "SIGTERM");
    const deadline = Date.now() + STOP_MS;
    while (isRunning(record)) {
      if (Date.now() > deadline) process.kill(record.pid, "SIGKILL");
      await sleep(50);
    }
  }
}

/** Removes the record of a stopped daemon, including its port. */
export const forgetDaemon = (world: World, name: string): Promise<void> => rm(recordFile(world, name), { force: true });
