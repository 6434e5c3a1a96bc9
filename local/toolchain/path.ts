import { delimiter, join } from "node:path";
import { execa } from "execa";
import { isOlder } from "./build.ts";
import { isComplete } from "./cache.ts";
import type { Tool } from "./tool.ts";

/** Returns the first folder of PATH that holds all executables of the tool. */
export const folderOnPath = (tool: Pick<Tool, "executables">, environment: NodeJS.ProcessEnv): string | undefined =>
  (environment["PATH"] ?? "").split(delimiter).find((folder) => folder !== "" && isComplete(tool, folder));

/** Returns the folder of PATH with a recent enough version of the tool, if the tool may come from PATH. */
export async function installed(tool: Tool, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const minimum = tool.minimumOnPath;
  const folder = minimum === undefined ? undefined : folderOnPath(tool, environment);
  if (folder === undefined || minimum === undefined) return undefined;
  for (const name of tool.executables) {
    const { all = "" } = await execa(join(folder, name), ["--version"], { reject: false, all: true, timeout: 30_000 });
    const version = /\bversion v?(\d+(?:\.\d+)+)/.exec(all)?.[1];
    if (version === undefined || isOlder(version, minimum)) return undefined;
  }
  return folder;
}
