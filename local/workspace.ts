import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parse, stringify } from "yaml";
import { places } from "./layout.ts";
import type { World } from "./layout.ts";
import { stackSettings } from "./settings.ts";
import type { Settings } from "./settings.ts";

/**
 * The folder in which Pulumi runs for a world: a generated Pulumi.yaml that points to the program, and a generated stack file.
 * (`--config-file` would do for `up`, but `pulumi stack init` writes the encryption salt into the committed file.)
 */
export const workspaceOf = (world: World): string => join(places(world).workspaces, basename(world.program));

const stackFile = (world: World): string => join(workspaceOf(world), `Pulumi.${world.stack}.yaml`);

/** Name of the program's project, from its Pulumi.yaml. */
export async function projectName(world: World): Promise<string> {
  const { name } = parse(await readFile(join(world.program, "Pulumi.yaml"), "utf8")) as { name: string };
  return name;
}

/** Writes the workspace: again and again with the same result, keeping what Pulumi wrote into it. */
export async function writeWorkspace(world: World, additions: Settings): Promise<void> {
  const folder = workspaceOf(world);
  await mkdir(folder, { recursive: true });
  const project = parse(await readFile(join(world.program, "Pulumi.yaml"), "utf8")) as { name: string };
  await replaceFile(join(folder, "Pulumi.yaml"), stringify({ ...project, main: world.program }));
  const committed = await readIfThere(join(world.program, `Pulumi.${world.stack}.yaml`));
  const previous = await readIfThere(stackFile(world));
  await replaceFile(stackFile(world), stackSettings(committed, project.name, additions, previous));
}

/** The generated settings of the last run; empty before the first. */
export const lastSettings = (world: World): Promise<string> => readIfThere(stackFile(world));

const readIfThere = async (path: string): Promise<string> => (existsSync(path) ? readFile(path, "utf8") : "");

/** A killed run must not leave half a file. */
async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
