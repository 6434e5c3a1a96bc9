import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LocalWorldError } from "./errors.ts";
import { worldIn } from "./layout.ts";
import type { World } from "./layout.ts";
import { elapsed } from "./progress.ts";
import type { Report } from "./progress.ts";
import { layOutPulumiHome, pulumi, readState } from "./pulumi/command.ts";
import { recoverStack } from "./pulumi/recovery.ts";
import { ensureServices, forgetServices, runningServices, stopServices } from "./services.ts";
import type { Services } from "./services.ts";
import { prepareStack } from "./pulumi/stack.ts";
import { ensureTools } from "./toolchain/index.ts";
import { isOfficial } from "./toolchain/cache.ts";
import { tryLock } from "./toolchain/lock.ts";
import { worldTools } from "./toolchain/tools.ts";

/** The lock of a killed command expires after ten seconds. */
const LOCK_PATIENCE_MS = 15_000;

/** Runs one command at a time on a world. */
async function alone<T>(world: World, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  let release = await tryLock(join(world.folder, "world"));
  while (release === undefined) {
    if (Date.now() > deadline) {
      throw new LocalWorldError(
        "another make command is using this local world",
        "wait until it has finished, then run this command again",
      );
    }
    await sleep(500);
    release = await tryLock(join(world.folder, "world"));
  }
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Gets the tools, control plane and stand-in ready for `pulumi up`. Skips what is ready already. */
export async function prepare(world: World, report: Report): Promise<Services> {
  const tools = await ensureTools(worldTools, report);
  await layOutPulumiHome(world, tools);
  const built = Object.entries(tools).filter(([name, folder]) => name.endsWith("-plugin") && !isOfficial(folder));
  if (built.length > 0) {
    report(
      "note: Pulumi warns that the plugins built from source are older than the SDKs; this program needs nothing newer",
    );
  }
  const began = Date.now();
  const services = await ensureServices(world, tools);
  report(`Kubernetes API  ${services.controlPlane.url}`);
  report(`Grafana Cloud   ${services.grafanaCloud.url} (stand-in), after ${elapsed(Date.now() - began)}`);
  await prepareStack(world, services, report);
  await recoverStack(world, tools, services.grafanaCloud.url, report);
  return services;
}

/** Brings the whole world up to date: `make up`. */
export const up = (world: World, report: Report): Promise<void> =>
  alone(world, async () => {
    await prepare(world, report);
    report(`stack ${world.stack}     pulumi up`);
    await pulumi(world, ["up", "--yes", "--skip-preview", "--suppress-outputs", "--stack", world.stack], {
      show: true,
    });
  });

/** Destroys the stack's resources and stops everything, but keeps the folder: `make down`. */
export const down = (world: World, report: Report): Promise<void> =>
  alone(world, async () => {
    const resources = (await readState(world))?.resources ?? 0;
    if (resources > 0) {
      await prepare(world, report);
      const args = ["destroy", "--yes", "--skip-preview", "--stack", world.stack];
      await pulumi(world, args, { show: true });
    }
    await stopServices(world);
    await forgetServices(world);
    report("all services are stopped, nothing is provisioned");
  });

/** Stops everything and removes the folder: `make clean`. The folder holds all the stack created, so nothing is left behind. */
export async function clean(world: World, report: Report): Promise<void> {
  if (existsSync(world.folder)) {
    await alone(world, () => stopServices(world));
    // Tests keep their worlds in this folder too, and an interrupted test does not stop its services.
    for (const nested of await nestedWorlds(world)) await stopServices(nested);
    await rm(world.folder, { recursive: true, force: true, maxRetries: 3 });
  }
  report("all services are stopped, the local world is removed");
}

async function nestedWorlds(world: World): Promise<readonly World[]> {
  const entries = await readdir(world.folder, { recursive: true, withFileTypes: true });
  const folders = entries.filter(({ name }) => name.endsWith(".pid")).map(({ parentPath }) => parentPath);
  return [...new Set(folders)].map((folder) => worldIn(folder));
}

/** Running services, and the stack's resources and outputs. */
export interface WorldStatus {
  readonly services: Partial<Services>;
  readonly resources: number;
  readonly pendingOperations: number;
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Reads the state of a world without changing anything: `make status`. */
export async function status(world: World): Promise<WorldStatus> {
  const state = await readState(world);
  const outputs =
    state !== undefined && state.resources > 0
      ? (await pulumi(world, ["stack", "output", "--json", "--stack", world.stack])).stdout
      : "{}";
  return {
    services: await runningServices(world),
    resources: state?.resources ?? 0,
    pendingOperations: state?.pendingOperations ?? 0,
    outputs: JSON.parse(outputs) as Record<string, unknown>,
  };
}
