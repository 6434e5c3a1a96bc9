import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { execaSync } from "execa";

export interface TetherOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  /** File descriptor for the child's output. */
  readonly output: number;
  /** Signal that ends the child. */
  readonly signal: "TERM" | "KILL";
}

const TETHER = join(import.meta.dirname, "tether.sh");

/** Starts a child that cannot outlive this process. Use `release` to end it. */
export function spawnTethered(command: string, args: readonly string[], options: TetherOptions): ChildProcess {
  const child = spawn("/bin/sh", [TETHER, options.signal, command, ...args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["pipe", options.output, options.output],
  });
  child.stdin?.on("error", () => undefined);
  child.once("exit", () => child.stdin?.destroy());
  return child;
}

/** Releases a tethered child, which ends it at once. */
export const release = (child: ChildProcess): void => {
  child.stdin?.destroy();
};

/** How a child ended: `code 0`, `SIGKILL`, or why it could not start. */
export const exitOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.signalCode ?? `code ${child.exitCode}`);
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });

/** Identifies a process reliably: the start time distinguishes it from a later process with the same id. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** Returns the identity of a running process; undefined if no process has this id. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    // Field 22 of stat. Counting starts after the name in parentheses, because the name can contain spaces.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    // A zombie holds its ports until its last thread has ended.
    const ended = fields[0] === "Z" && readdirSync(`/proc/${pid}/task`).length <= 1;
    return ended ? undefined : { pid, started: fields[19] ?? "" };
  } catch {
    if (process.platform === "linux") return undefined;
  }
  const listed = execaSync("ps", ["-o", "lstart=", "-p", String(pid)], { reject: false });
  return listed.exitCode === 0 ? { pid, started: listed.stdout.trim() } : undefined;
}

/** Whether exactly this process still runs. */
export const isRunning = (process: ProcessIdentity): boolean => identify(process.pid)?.started === process.started;

/** Returns the ids of running processes whose program is inside a folder. */
export function processesBelow(folder: string): readonly number[] {
  const programs: readonly (readonly [number, string])[] =
    process.platform === "linux"
      ? readdirSync("/proc")
          .filter((name) => /^\d+$/.test(name))
          .map((name) => [Number(name), commandLine(name)])
      : execaSync("ps", ["-axo", "pid=,args="])
          .stdout.split("\n")
          .map((line) => [Number.parseInt(line), line.trim().replace(/^\d+\s+/, "")]);
  return programs.filter(([, command]) => command.startsWith(`${folder}/`)).map(([pid]) => pid);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return ""; // it has ended in the meantime
  }
}
