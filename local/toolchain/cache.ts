import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { goFlags } from "./build.ts";
import type { Platform, Tool } from "./tool.ts";

/** The user's cache folder for tools, shared by all checkouts: `observability/toolchain` in `$XDG_CACHE_HOME` or `~/.cache`. */
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

/** Whether a cached folder holds official binaries rather than our own builds, whose sources may be older. */
export const isOfficial = (folder: string): boolean => folder.includes(OFFICIAL);

/** Folder name of the official binaries of a tool. It changes if any download URL changes. */
export const officialKey = (tool: Tool, platform: Platform): string =>
  `${tool.name}-${tool.version}${OFFICIAL}${shortHash([platform.os, platform.arch, ...tool.downloads(platform).map((download) => download.url)])}`;

/** Folder name of a tool from Debian's package. It does not depend on the package's version. */
export const debianKey = (tool: Tool, platform: Platform): string =>
  `${tool.name}-debian-${shortHash([platform.os, platform.arch, JSON.stringify(tool.debian)])}`;

/** Folder name of a tool built from source. It depends on go.mod, go.sum, all sources, the Go version, platform and flags. */
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

/** Folder name of a tool copied from a Go module. It depends only on the version, because it is part of the stack's settings. */
export const copiedKey = (tool: Tool): string => `${tool.name}-${tool.version}`;

/** Whether a cached folder exists and holds every executable of the tool. */
export const isComplete = (tool: Pick<Tool, "executables">, folder: string): boolean =>
  existsSync(folder) && tool.executables.every((name) => existsSync(join(folder, name)));
