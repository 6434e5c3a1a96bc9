import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { buildTool, checkCanBuild, checkGo, downloadFailure, findGo } from "./build.ts";
import type { Go } from "./build.ts";
import { builtKey, cacheFolder, copiedKey, debianKey, isComplete, officialKey, thisPlatform } from "./cache.ts";
import { copyTool } from "./copy.ts";
import { hasDebian, unpackDebian } from "./debian.ts";
import { downloadTool, isReachable } from "./download.ts";
import { withLock } from "./lock.ts";
import { installed } from "./path.ts";
import { withProgress } from "../progress.ts";
import type { Report } from "../progress.ts";
import { modulesFolder, tools } from "./tools.ts";
import type { Copy, Platform, Tool } from "./tool.ts";

/** Properties of the machine that tests replace. */
export interface ToolchainOptions {
  readonly cache?: string;
  readonly modules?: string;
  readonly table?: readonly Tool[];
  readonly environment?: NodeJS.ProcessEnv;
}

/** Folder of each tool. */
export type ToolFolders = Readonly<Record<string, string>>;

interface Workshop {
  readonly cache: string;
  readonly modules: string;
  readonly platform: Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly go: Go | undefined;
  /** Hosts probed so far, and whether they responded. */
  readonly hosts: Map<string, Promise<boolean>>;
}

/**
 * Ensures that the tools are available. Each comes from the first of: PATH, if the tool allows it; the cache; the official
 * download, if reachable; Debian's package, if there is one; a build from Go modules or a copy of one.
 * @throws LocalWorldError with the tool, the reason and a fix
 */
export async function ensureTools(
  names: readonly string[],
  report: Report,
  options: ToolchainOptions = {},
): Promise<ToolFolders> {
  const environment = options.environment ?? process.env;
  const workshop: Workshop = {
    cache: options.cache ?? cacheFolder(environment),
    modules: options.modules ?? modulesFolder,
    platform: thisPlatform(),
    environment,
    go: await findGo(environment),
    hosts: new Map(),
  };
  const wanted = (options.table ?? tools).filter((tool) => names.includes(tool.name));
  const found = new Map<string, string>();
  for (const tool of wanted) {
    const folder = (await installed(tool, environment)) ?? (await cached(tool, workshop));
    if (folder !== undefined) found.set(tool.name, folder);
  }
  const missing = wanted.filter((tool) => !found.has(tool.name));
  for (const [index, tool] of missing.entries()) {
    const place = `[${index + 1}/${missing.length}]`;
    found.set(tool.name, await obtain(tool, workshop, place, report));
  }
  return Object.fromEntries(found);
}

async function candidates(tool: Tool, { cache, modules, platform, go }: Workshop): Promise<readonly string[]> {
  if (tool.copy !== undefined) return [join(cache, copiedKey(tool))];
  const official = tool.downloads(platform).length > 0 ? [officialKey(tool, platform)] : [];
  const built = go === undefined ? [] : [await builtKey(tool, modules, platform, go.version)];
  const debian = tool.debian === undefined ? [] : [debianKey(tool, platform)];
  // Builds come before Debian's package, because they have the version in the table.
  return [...official, ...built, ...debian].map((key) => join(cache, key));
}

const cached = async (tool: Tool, workshop: Workshop): Promise<string | undefined> =>
  (await candidates(tool, workshop)).find((folder) => isComplete(tool, folder));

/** Downloads, builds or copies a tool under the lock, so that a machine runs only one build, however many checkouts wait. */
async function obtain(tool: Tool, workshop: Workshop, place: string, report: Report): Promise<string> {
  let waited = false;
  const waiting = () => {
    if (!waited) report(`${place} ${tool.name}: waiting until another checkout on this machine has finished its build`);
    waited = true;
  };
  return withLock(workshop.cache, waiting, async () => {
    const ready = await cached(tool, workshop);
    if (ready !== undefined) return ready;
    await clearStaging(workshop.cache);
    const staging = await mkdtemp(join(workshop.cache, "staging-"));
    try {
      const { output, key } = await make(tool, workshop, staging, place, report);
      const folder = join(workshop.cache, key);
      await rm(folder, { recursive: true, force: true }); // if it exists, it is incomplete: otherwise `cached` would have found it
      await rename(output, folder);
      return folder;
    } finally {
      await rm(staging, { recursive: true, force: true });
    }
  });
}

/** Removes what a killed build left behind. */
async function clearStaging(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (name.startsWith("staging-")) await rm(join(cache, name), { recursive: true, force: true });
  }
}

interface Made {
  readonly output: string;
  readonly key: string;
}

async function make(tool: Tool, workshop: Workshop, staging: string, place: string, report: Report): Promise<Made> {
  const output = join(staging, "out");
  if (tool.copy !== undefined) return copy(tool, tool.copy, workshop, output, place, report);
  const ways = await quickWays(tool, workshop, output);
  for (const [index, { step, from, key, work }] of ways.entries()) {
    try {
      await withProgress(`${place} ${step}`, from, report, work);
      return { output, key };
    } catch (error) {
      const next = ways[index + 1] === undefined ? "building it" : `taking it ${ways[index + 1]?.from}`;
      report(`${place} ${tool.name}: the download failed (${downloadFailure(error)}), ${next} instead`);
      await rm(output, { recursive: true, force: true });
    }
  }
  return build(tool, workshop, output, place, report);
}

/** A way to get a tool within seconds. It can fail even if it looked available. */
interface QuickWay {
  readonly step: string;
  readonly from: string;
  readonly key: string;
  readonly work: () => Promise<void>;
}

async function quickWays(tool: Tool, workshop: Workshop, output: string): Promise<readonly QuickWay[]> {
  const { platform, environment, hosts } = workshop;
  const { name, version, debian } = tool;
  const downloads = tool.downloads(platform);
  const urls = downloads.map(({ url }) => url);
  const ways: QuickWay[] = [];
  if (urls.length > 0 && (await reachable(urls, hosts))) {
    const work = () => downloadTool(tool, downloads, output);
    ways.push({
      step: `downloading ${name} ${version}`,
      from: hostsOf(urls),
      key: officialKey(tool, platform),
      work,
    });
  }
  if (debian !== undefined && hasDebian(environment)) {
    const work = () => unpackDebian(tool, debian, output, environment);
    ways.push({
      step: `unpacking ${name}`,
      from: `from Debian's package ${debian.package}`,
      key: debianKey(tool, platform),
      work,
    });
  }
  return ways;
}

async function build(tool: Tool, workshop: Workshop, output: string, place: string, report: Report): Promise<Made> {
  const { modules, platform, environment } = workshop;
  const go = await checkCanBuild(tool, modules, workshop.go, workshop.cache);
  // Compute the key before the build, so that an edit during the build leads to another build.
  const key = await builtKey(tool, modules, platform, go.version);
  await mkdir(output, { recursive: true });
  const work = () => buildTool(tool, modules, output, environment);
  await withProgress(`${place} building ${tool.name}`, `about ${tool.minutes} min on two cores`, report, work);
  if (!isComplete(tool, output)) throw new Error(`local/toolchain/tools.ts: ${tool.name} lacks one of its executables`);
  return { output, key };
}

async function copy(
  tool: Tool,
  source: Copy,
  { modules, environment, go }: Workshop,
  output: string,
  place: string,
  report: Report,
): Promise<Made> {
  await checkGo(tool, modules, go);
  const work = () => copyTool(tool, source, modules, output, environment);
  await withProgress(`${place} copying ${tool.name}`, `from ${source.dependency} ${tool.version}`, report, work);
  return { output, key: copiedKey(tool) };
}

const hostsOf = (urls: readonly string[]): string =>
  `from ${[...new Set(urls.map((url) => new URL(url).host))].join(", ")}`;

async function reachable(urls: readonly string[], hosts: Map<string, Promise<boolean>>): Promise<boolean> {
  const answers = urls.map((url) => {
    const { host } = new URL(url);
    const answer = hosts.get(host) ?? isReachable(url);
    hosts.set(host, answer);
    return answer;
  });
  return (await Promise.all(answers)).every(Boolean);
}
