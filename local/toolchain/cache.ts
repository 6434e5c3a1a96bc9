import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { goFlags } from "./build.ts";
import type { Platform, Tool } from "./tool.ts";

/** The user's cache folder for tools, shared by all checkouts: `$XDG_CACHE_HOME` or `~/.cache`, then `observability/toolchain`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const base = environment["XDG_CACHE_HOME"] ?? "";
  return join(base === "" ? join(homedir(), ".cache") : base, "observability", "toolchain");
}

/** The platform of this process. */
export const thisPlatform = (): Platform => ({
  os: process.platform,
  arch: process.arch === "x64" ? "amd64" : process.arch,
});

const shortHash = (parts: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length}:${part}`);
  return hash.digest("hex").slice(0, 20);
};

const OFFICIAL = "-official-";

/** Whether a cached folder holds official binaries, and not our builds of possibly older sources. */
export const isOfficial = (folder: string): boolean => folder.includes(OFFICIAL);

/** Folder name of the official binaries of a tool: changes with any address. */
export const officialKey = (tool: Tool, platform: Platform): string =>
  `${tool.name}-${tool.version}${OFFICIAL}${shortHash([platform.os, platform.arch, ...tool.downloads(platform).map((download) => download.url)])}`;

/** Folder name of a tool from Debian's package, of whatever version that was. */
export const debianKey = (tool: Tool, platform: Platform): string =>
  `${tool.name}-debian-${shortHash([platform.os, platform.arch, JSON.stringify(tool.debian)])}`;

/** Folder name of a tool built from source: changes with go.mod, go.sum, any source, the Go version, the platform and the flags. */
export async function builtKey(tool: Tool, modules: string, platform: Platform, goVersion: string): Promise<string> {
  const parts = [platform.os, platform.arch, goVersion];
  for (const build of tool.builds) {
    parts.push(JSON.stringify([build.package, build.output, goFlags(build), build.links ?? []]));
    const folder = join(modules, build.module);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) parts.push(file.slice(folder.length), await readFile(file, "utf8"));
  }
  return `${tool.name}-${shortHash(parts)}`;
}

/** Folder name of a tool copied from a Go module: of the version alone, as it is part of the stack's settings. */
export const copiedKey = (tool: Tool): string => `${tool.name}-${tool.version}`;

/** Whether a cached folder is there and holds every executable of the tool. */
export const isComplete = (tool: Pick<Tool, "executables">, folder: string): boolean =>
  existsSync(folder) && tool.executables.every((name) => existsSync(join(folder, name)));
