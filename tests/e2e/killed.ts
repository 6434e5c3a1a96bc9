import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { places } from "../../local/layout.ts";
import { identify, isRunning } from "../../local/processes/processes.ts";
import { pulumiEnvironment } from "../../local/pulumi/command.ts";
import type { Environment } from "./environment.ts";

const PATIENCE_MS = 90_000;

/** Runs a Pulumi command and kills it with all its children once `reached` returns true, like an aborted CI job. */
export async function kill(
  { world }: Pick<Environment, "world">,
  args: readonly string[],
  reached: () => Promise<boolean>,
): Promise<void> {
  const output: string[] = [];
  const child = spawn("pulumi", [...args, "--stack", world.stack, "--non-interactive"], {
    cwd: places(world).workspace,
    env: pulumiEnvironment(world),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part: Buffer) => output.push(part.toString()));
  try {
    await until(reached, () => {
      const over = child.exitCode ?? child.signalCode;
      return over === null
        ? undefined
        : `pulumi ${args[0]} ended (${over}) before it could be killed:\n${output.join("")}`;
    });
  } finally {
    if (child.pid !== undefined && child.exitCode === null) await killTree(child.pid);
  }
}

/** Polls until the condition holds. `stopped` returns the reason if it never will. */
async function until(condition: () => Promise<boolean>, stopped: () => string | undefined = () => undefined) {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    assert.equal(stopped(), undefined, stopped());
    assert.ok(Date.now() < deadline, `not reached within ${PATIENCE_MS} ms`);
    await sleep(20);
  }
}

/** Sends SIGKILL to a process and all its descendants. Stops the root first, so that it starts no more processes. */
async function killTree(root: number): Promise<void> {
  process.kill(root, "SIGSTOP");
  const tree = descendants(root).flatMap((pid) => identify(pid) ?? []);
  for (const { pid } of tree) process.kill(pid, "SIGKILL");
  await until(() => Promise.resolve(!tree.some(isRunning)));
}

/** Returns the process and all its descendants. */
function descendants(root: number): readonly number[] {
  const parents = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [Number(pid), parentOf(pid)]),
  );
  const found = [root];
  for (const pid of found) found.push(...[...parents].filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

function parentOf(pid: string): number | undefined {
  try {
    // Field 4 of stat. Counting starts after the name in parentheses, because the name can contain spaces.
    return Number(
      readFileSync(`/proc/${pid}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ")[1],
    );
  } catch {
    return undefined; // it has ended in the meantime
  }
}
