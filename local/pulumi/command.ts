import { existsSync } from "node:fs";
import { mkdir, readFile, rm, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { lastLines, LocalWorldError } from "../errors.ts";
import { places } from "../layout.ts";
import type { World } from "../layout.ts";
import { processesBelow } from "../processes/processes.ts";
import type { ToolFolders } from "../toolchain/index.ts";
import { versions } from "../toolchain/tools.ts";

/** Protects the local stack's secrets only, which protect nothing but local stand-ins. */
const PASSPHRASE = "local";

const cliFolder = (world: World): string => join(places(world).pulumiHome, "versions", versions.pulumi, "bin");

/** Links the engine and the plugins into the world's own PULUMI_HOME, under the exact versions that the SDKs ask for. */
export async function layOutPulumiHome(world: World, tools: ToolFolders): Promise<void> {
  const plugins = join(places(world).pulumiHome, "plugins");
  const links: readonly (readonly [string, string, string])[] = [
    ["pulumi", "pulumi", cliFolder(world)],
    ["pulumi", "pulumi-language-nodejs", cliFolder(world)],
    ["kubernetes-plugin", "pulumi-resource-kubernetes", join(plugins, `resource-kubernetes-v${versions.kubernetes}`)],
    ["grafana-plugin", "pulumi-resource-grafana", join(plugins, `resource-grafana-v${versions.grafana}`)],
  ];
  for (const [tool, executable, folder] of links) {
    const source = tools[tool];
    if (source === undefined) throw new Error(`no folder of the tool ${tool}`);
    await mkdir(folder, { recursive: true });
    await rm(join(folder, executable), { force: true });
    await symlink(join(source, executable), join(folder, executable));
  }
}

/** Environment of every Pulumi command: nothing of the user's own Pulumi, Grafana or Kubernetes settings gets in. */
export function pulumiEnvironment(world: World, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { pulumiHome, state, caches, temporary } = places(world);
  const foreign = /^(PULUMI_|GRAFANA_|KUBE|HELM_)/;
  const kept = Object.entries(base).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    // The language host starts the first `node` on PATH: it has to be the one that runs this file.
    PATH: [dirname(process.execPath), cliFolder(world), base["PATH"] ?? ""].join(":"),
    PULUMI_HOME: pulumiHome,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_IGNORE_AMBIENT_PLUGINS: "true",
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: join(caches, "node"),
    KUBECACHEDIR: join(caches, "kube"),
    HELM_CACHE_HOME: join(caches, "helm"),
    HELM_CONFIG_HOME: join(caches, "helm"),
    HELM_DATA_HOME: join(caches, "helm"),
  };
}

export interface PulumiOptions {
  /** Show the output to the user as it comes. @default false */
  readonly show?: boolean;
  /** Given to standard input: the way for a secret, which must not stand on a command line. */
  readonly input?: string;
  /** Additional environment variables. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Answer a failure instead of throwing it. @default false */
  readonly allowFailure?: boolean;
}

export interface PulumiResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one Pulumi command on the world's stack, e.g. `["up", "--yes"]`. */
export async function pulumi(
  world: World,
  args: readonly string[],
  options: PulumiOptions = {},
): Promise<PulumiResult> {
  for (const folder of [places(world).state, places(world).temporary]) await mkdir(folder, { recursive: true });
  const out = options.show === true ? "inherit" : "pipe";
  // Ctrl-C reaches Pulumi too, which then ends the update in order: wait for it.
  const patience = () => undefined;
  process.on("SIGINT", patience);
  try {
    const result = await execa(join(cliFolder(world), "pulumi"), args, {
      cwd: places(world).workspace,
      env: { ...pulumiEnvironment(world), ...options.environment },
      extendEnv: false,
      reject: false,
      ...(options.input === undefined ? { stdin: "ignore" } : { input: options.input }),
      stdout: out,
      stderr: out,
    });
    const { exitCode = 255, stdout = "", stderr = "" } = result;
    if (exitCode !== 0 && options.allowFailure !== true) throw commandFailed(args, exitCode, `${stdout}\n${stderr}`);
    return { exitCode, stdout, stderr };
  } finally {
    process.off("SIGINT", patience);
  }
}

const commandFailed = (args: readonly string[], exitCode: number, output: string): LocalWorldError => {
  const lines = lastLines(output);
  return new LocalWorldError(
    `pulumi ${args[0] ?? ""} ended with code ${exitCode}${lines === "" ? "" : `:\n${lines}`}`,
    "read the lines above; running the same command again is safe",
  );
};

/** Ends plugins that outlived a killed engine: they wait for it for ever. Only right while no update is running. */
export function endOrphanedPlugins(world: World): void {
  for (const pid of processesBelow(join(places(world).pulumiHome, "plugins"))) process.kill(pid, "SIGKILL");
}

/** What the file backend knows of the stack. */
export interface StackState {
  readonly resources: number;
  /** Operations whose end the engine has not seen. */
  readonly pendingOperations: number;
}

/** The stack's checkpoint as the file backend keeps it; empty before the first `stack init`. */
export async function stateText(world: World): Promise<string> {
  const file = join(places(world).state, ".pulumi", "stacks", world.project, `${world.stack}.json`);
  return existsSync(file) ? readFile(file, "utf8") : "";
}

/** Reads the stack's checkpoint; undefined before the first `stack init`. */
export async function readState(world: World): Promise<StackState | undefined> {
  const text = await stateText(world);
  if (text === "") return undefined;
  const { checkpoint } = JSON.parse(text) as {
    checkpoint: { latest?: { resources?: unknown[]; pending_operations?: unknown[] } | null };
  };
  return {
    resources: checkpoint.latest?.resources?.length ?? 0,
    pendingOperations: checkpoint.latest?.pending_operations?.length ?? 0,
  };
}
