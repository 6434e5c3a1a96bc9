import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { places } from "../layout.ts";
import type { World } from "../layout.ts";
import { stackSettings } from "./settings.ts";
import type { Settings } from "./settings.ts";

const stackFile = (world: World): string => join(places(world).workspace, `Pulumi.${world.stack}.yaml`);

/**
 * Writes Pulumi's working directory for a world: a Pulumi.yaml that points to the program, and the stack file. It is
 * idempotent and keeps what Pulumi wrote to the stack file. (`--config-file` would be enough for `up`, but
 * `pulumi stack init` has no such flag and writes the encryption salt to the committed file.)
 */
export async function writeWorkspace(world: World, additions: Settings): Promise<void> {
  const folder = places(world).workspace;
  await mkdir(folder, { recursive: true });
  const project = parse(await readFile(join(world.program, "Pulumi.yaml"), "utf8")) as object;
  await replaceFile(join(folder, "Pulumi.yaml"), stringify({ ...project, main: world.program }));
  const committed = await readIfThere(join(world.program, `Pulumi.${world.stack}.yaml`));
  const previous = await readIfThere(stackFile(world));
  await replaceFile(stackFile(world), stackSettings(committed, world.project, additions, previous));
}

/** Returns the generated settings of the last run; empty before the first run. */
export const lastSettings = (world: World): Promise<string> => readIfThere(stackFile(world));

const readIfThere = async (path: string): Promise<string> => (existsSync(path) ? readFile(path, "utf8") : "");

/** Replaces the file atomically, so that a killed run does not leave half a file. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
