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

/** Encrypts only the local stack's secrets, which give access to nothing but local stand-ins. */
const PASSPHRASE = "local";

const cliFolder = (world: World): string => join(places(world).pulumiHome, "versions", versions.pulumi, "bin");

/** Links the engine and the plugins into the world's own PULUMI_HOME, under the exact versions that the SDKs request. */
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
    if (source === undefined) throw new Error(`the tool ${tool} has no folder`);
    await mkdir(folder, { recursive: true });
    await rm(join(folder, executable), { force: true });
    await symlink(join(source, executable), join(folder, executable));
  }
}

/** Environment of every Pulumi command. It excludes the user's own Pulumi, Grafana, Kubernetes and Helm settings. */
export function pulumiEnvironment(world: World, base: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const { pulumiHome, state, caches, temporary } = places(world);
  const foreign = /^(PULUMI_|GRAFANA_|KUBE|HELM_)/;
  const kept = Object.entries(base).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    // The language host starts the first `node` on PATH, which must be the one that runs this file.
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
  /** Stream the output to the user. @default false */
  readonly show?: boolean;
  /** Written to standard input. Use it for secrets, which must not appear on a command line. */
  readonly input?: string;
  /** Additional environment variables. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Return a failure instead of throwing it. @default false */
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
  // Ctrl-C reaches Pulumi too, which then ends the update gracefully: wait for it.
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
    `pulumi ${args[0] ?? ""} exited with code ${exitCode}${lines === "" ? "" : `:\n${lines}`}`,
    "read the output above; it is safe to run the same command again",
  );
};

/** Kills plugins that outlived a killed engine, because they wait for it forever. Call it only while no update is running. */
export function endOrphanedPlugins(world: World): void {
  for (const pid of processesBelow(join(places(world).pulumiHome, "plugins"))) process.kill(pid, "SIGKILL");
}

/** State of the stack in the file backend. */
export interface StackState {
  readonly resources: number;
  /** Operations that the engine did not see finish. */
  readonly pendingOperations: number;
}

/** Returns the stack's checkpoint from the file backend; empty before the first `stack init`. */
export async function stateText(world: World): Promise<string> {
  const file = join(places(world).state, ".pulumi", "stacks", world.project, `${world.stack}.json`);
  return existsSync(file) ? readFile(file, "utf8") : "";
}

/** Reads and parses the stack's checkpoint; undefined before the first `stack init`. */
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
