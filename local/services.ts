import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureDaemon, forgetDaemon, runningDaemon, stopDaemon } from "./processes/daemons.ts";
import type { DaemonSpec, RunningDaemon } from "./processes/daemons.ts";
import { places } from "./layout.ts";
import type { World } from "./layout.ts";
import { choosePort } from "./processes/ports.ts";
import { endOrphanedPlugins } from "./pulumi/command.ts";
import type { ToolFolders } from "./toolchain/index.ts";

/** Background services of a world. */
export interface Services {
  readonly controlPlane: RunningDaemon;
  readonly grafanaCloud: RunningDaemon;
}

const CONTROL_PLANE = "control-plane";
const GRAFANA_CLOUD = "grafana-cloud";

const script = (...path: string[]): string => join(import.meta.dirname, ...path);

function controlPlane(world: World, executables: string, nodes: number): DaemonSpec {
  const folder = places(world).controlPlane;
  const args = ["--executables", executables, "--folder", folder, "--nodes", String(nodes)];
  return { name: CONTROL_PLANE, args: () => Promise.resolve([script("control-plane", "main.ts"), ...args]) };
}

const grafanaCloud = (world: World): DaemonSpec => ({
  name: GRAFANA_CLOUD,
  // Reuse the port if possible, because it is part of every address that the stand-in has handed out.
  args: async (lastPort) => {
    const port = await choosePort(lastPort);
    return [script("grafana-cloud", "main.ts"), "--port", String(port), "--state", places(world).grafanaCloud];
  },
});

/** Starts the control plane and the Grafana Cloud stand-in in parallel, unless they are running already. */
export async function ensureServices(world: World, tools: ToolFolders, nodes = 3): Promise<Services> {
  const executables = tools["control-plane"];
  if (executables === undefined) throw new Error("the tool control-plane has no folder");
  const [kubernetes, cloud] = await Promise.all([
    ensureDaemon(world, controlPlane(world, executables, nodes)),
    ensureDaemon(world, grafanaCloud(world)),
  ]);
  return { controlPlane: kubernetes, grafanaCloud: cloud };
}

/** Returns the services that are running. */
export const runningServices = async (world: World): Promise<Partial<Services>> => {
  const [kubernetes, cloud] = [await runningDaemon(world, CONTROL_PLANE), await runningDaemon(world, GRAFANA_CLOUD)];
  return { ...(kubernetes && { controlPlane: kubernetes }), ...(cloud && { grafanaCloud: cloud }) };
};

/** Stops both services, whatever their state, and the processes that a killed update left running. */
export async function stopServices(world: World): Promise<void> {
  endOrphanedPlugins(world);
  await Promise.all([stopDaemon(world, CONTROL_PLANE), stopDaemon(world, GRAFANA_CLOUD)]);
}

/** Forgets the services' addresses. Call it only when nothing is provisioned. */
export async function forgetServices(world: World): Promise<void> {
  await Promise.all([forgetDaemon(world, CONTROL_PLANE), forgetDaemon(world, GRAFANA_CLOUD)]);
}

/** Returns the stand-in's bootstrap token, the only token that exists from the start. */
export const bootstrapToken = async (world: World): Promise<string> =>
  (await readFile(places(world).bootstrapToken, "utf8")).trim();
