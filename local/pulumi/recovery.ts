import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { recover } from "../../commands/recovery/recover.ts";
import { LocalWorldError } from "../errors.ts";
import { places } from "../layout.ts";
import type { World } from "../layout.ts";
import { followCloud } from "./relocation.ts";
import { identify, isRunning } from "../processes/processes.ts";
import type { Report } from "../progress.ts";
import { endOrphanedPlugins, pulumi, pulumiEnvironment, readState } from "./command.ts";
import type { ToolFolders } from "../toolchain/index.ts";

/** How long to wait for an update that another process started, in ms. */
const OTHER_UPDATE_MS = 5 * 60_000;

/**
 * Makes the stack usable after an update was killed, as docs/recovery.md describes: releases its lock, then does what
 * `npm run recover` does. The services must be running. Does nothing if no update was interrupted.
 */
export async function recoverStack(world: World, tools: ToolFolders, cloudUrl: string, report: Report): Promise<void> {
  const released = await releaseLock(world, report);
  await followCloud(world, cloudUrl, report);
  const pending = (await readState(world))?.pendingOperations ?? 0;
  if (!released && pending === 0) return;
  report(`stack ${world.stack}: ${pending} operations were interrupted, looking for the resources they created`);
  const kubectl = join(tools["control-plane"] ?? "", "kubectl");
  await recover({
    pulumi: async (args, input) => {
      const flags = ["--stack", world.stack, "--non-interactive"];
      return (await pulumi(world, [...args, ...flags], input === undefined ? {} : { input })).stdout;
    },
    kubectl: async (args) => (await execa(kubectl, args, { env: pulumiEnvironment(world), extendEnv: false })).stdout,
    report: (line) => report(`  ${line}`),
  });
}

async function releaseLock(world: World, report: Report): Promise<boolean> {
  const folder = join(places(world).state, ".pulumi", "locks", "organization", world.project, world.stack);
  const files = existsSync(folder) ? await readdir(folder) : [];
  const names = files.filter((name) => name.endsWith(".json"));
  if (names.length === 0) return false;
  for (const name of names) await waitForOwner(join(folder, name), report);
  // An owner that finished normally has removed its lock.
  if ((await readdir(folder)).length === 0) return false;
  report(`stack ${world.stack}: the last update was killed, releasing its lock`);
  endOrphanedPlugins(world);
  await pulumi(world, ["cancel", "--yes", "--stack", world.stack]);
  return true;
}

async function waitForOwner(lock: string, report: Report): Promise<void> {
  const { pid } = JSON.parse(await readFile(lock, "utf8")) as { pid: number };
  const owner = identify(pid);
  if (owner === undefined) return;
  report(`an update of this stack is still running (process ${pid}), waiting for it`);
  const deadline = Date.now() + OTHER_UPDATE_MS;
  while (isRunning(owner)) {
    if (Date.now() > deadline) {
      throw new LocalWorldError(
        `an update of this stack is still running (process ${pid})`,
        `stop it with \`kill -INT ${pid}\`, then run this command again`,
      );
    }
    await sleep(500);
  }
}
