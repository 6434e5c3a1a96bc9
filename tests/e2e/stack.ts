import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { places } from "../../local/layout.ts";
import type { World } from "../../local/layout.ts";
import { pulumi } from "../../local/pulumi/command.ts";
import type { PulumiOptions, PulumiResult } from "../../local/pulumi/command.ts";
import { changesIn } from "./changes.ts";
import type { Changes, ConfigChanges } from "./changes.ts";

/** A stack managed by the real engine and the real plugins. */
export interface Stack {
  readonly world: World;
  /** Runs a Pulumi command on the stack. A failure throws unless `allowFailure` is set. */
  readonly pulumi: (args: readonly string[], options?: PulumiOptions) => Promise<PulumiResult>;
  /** Runs `pulumi up` and returns its changes. */
  readonly up: () => Promise<Changes>;
  /** Returns the changes that `pulumi up` would make. */
  readonly preview: () => Promise<Changes>;
  /** Fails unless the program matches the state (preview) and the state matches the real resources (refresh). */
  readonly expectNoChanges: () => Promise<void>;
  /** Runs `pulumi destroy` and returns its changes. */
  readonly destroy: () => Promise<Changes>;
  readonly outputs: () => Promise<Readonly<Record<string, unknown>>>;
  /** Returns all resources in the state, with decrypted secrets. */
  readonly resources: () => Promise<readonly StateResource[]>;
  /** Sets configuration in addition to the current settings. */
  readonly configure: (changes: ConfigChanges) => Promise<void>;
}

/** A resource in the state. */
interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

export function stackOf(world: World): Stack {
  const run: Stack["pulumi"] = (args, options) =>
    pulumi(world, [...args, "--stack", world.stack, "--non-interactive"], options);
  const eventLog = join(world.folder, "events.json");
  const changesOf = async (command: readonly string[]) => {
    await rm(eventLog, { force: true });
    await run([...command, "--event-log", eventLog], { environment: EVENT_LOG });
    return changesIn(await readFile(eventLog, "utf8"));
  };
  const json = async (...command: readonly string[]): Promise<unknown> => JSON.parse((await run(command)).stdout);
  return {
    world,
    pulumi: run,
    up: () => changesOf(["up", "--yes", "--skip-preview"]),
    preview: () => changesOf(["preview"]),
    expectNoChanges: async () => {
      assert.deepEqual(await changesOf(["preview", "--expect-no-changes"]), {});
      await run(["refresh", "--preview-only", "--expect-no-changes"]);
    },
    destroy: () => changesOf(["destroy", "--yes", "--skip-preview"]),
    outputs: async () => (await json("stack", "output", "--json")) as Record<string, unknown>,
    resources: async () => {
      const state = await json("stack", "export", "--show-secrets");
      return (state as { deployment: { resources?: StateResource[] } }).deployment.resources ?? [];
    },
    configure: (changes) => configure(world, changes),
  };
}

/** Enables the CLI's hidden flag `--event-log`. */
export const EVENT_LOG = { PULUMI_DEBUG_COMMANDS: "true" };

async function configure(world: World, changes: ConfigChanges): Promise<void> {
  const path = join(places(world).workspace, `Pulumi.${world.stack}.yaml`);
  const file = parseDocument(await readFile(path, "utf8"));
  for (const [setting, value] of Object.entries(changes)) {
    const [key = "", ...members] = setting.split(".");
    const at = ["config", `${world.project}:${key}`, ...members];
    if (value === undefined) file.deleteIn(at);
    else file.setIn(at, file.createNode(value));
  }
  await writeFile(path, file.toString());
}
