import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, statfs, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { lastLines, LocalWorldError, messageOf } from "../errors.ts";
import { exitOf, spawnTethered } from "../processes/processes.ts";
import type { Build, Tool } from "./tool.ts";

/** What `go env` says of the Go on PATH. */
export interface Go {
  /** Such as `go1.26.8`. */
  readonly version: string;
  /** `local`: Go never fetches a newer toolchain by itself. */
  readonly toolchain: string;
  readonly cache: string;
}

/** A cold build writes this much: sources, build cache and the links' temporary files. */
const NEEDED_BYTES = 6e9;

/** Finds Go; undefined when there is none on PATH. */
export async function findGo(environment: NodeJS.ProcessEnv = process.env): Promise<Go | undefined> {
  // From the root folder: inside a module, Go might fetch the toolchain that its go.mod names.
  const result = await execa("go", ["env", "-json", "GOVERSION", "GOTOOLCHAIN", "GOCACHE"], {
    cwd: "/",
    env: environment,
    extendEnv: false,
    reject: false,
  });
  if (result.exitCode !== 0) return undefined;
  const found = JSON.parse(result.stdout) as { GOVERSION: string; GOTOOLCHAIN?: string; GOCACHE: string };
  return { version: found.GOVERSION, toolchain: found.GOTOOLCHAIN ?? "local", cache: found.GOCACHE };
}

/** Arguments of `go build` that decide what the binary is. */
export function goFlags(build: Build): readonly string[] {
  const variables = Object.entries(build.variables ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
  return ["-mod=readonly", "-trimpath", "-ldflags", `-s -w${variables.join("")}`];
}

/** Fails with a clear message when a build could not succeed on this machine. */
export async function checkCanBuild(tool: Tool, modules: string, go: Go | undefined, folder: string): Promise<Go> {
  const found = await checkGo(tool, modules, go);
  for (const place of [folder, found.cache]) await checkSpace(tool.name, place);
  return found;
}

/** Fails with a clear message when Go is missing or too old for the modules of a tool. */
export async function checkGo(tool: Tool, modules: string, go: Go | undefined): Promise<Go> {
  const todo = `${tool.name} has to be ${tool.copy === undefined ? "built" : "taken from a Go module"}`;
  const install = "install Go (https://go.dev/dl) or let this machine reach the official downloads, then run it again";
  if (go === undefined) throw new LocalWorldError(`${todo}, and there is no go on PATH`, install);
  for (const { module } of tool.copy === undefined ? tool.builds : [tool.copy]) {
    const wanted = /^go (\S+)/m.exec(await readFile(join(modules, module, "go.mod"), "utf8"))?.[1] ?? "";
    if (go.toolchain === "local" && isOlder(go.version, wanted)) {
      const have = go.version.replace("go", "");
      throw new LocalWorldError(`${todo} with Go ${wanted} or newer, and go on PATH is ${have}`, install);
    }
  }
  return go;
}

/** Whether a version is lower than the wanted one, number by number; `go` in front is left out. */
export function isOlder(version: string, wanted: string): boolean {
  const numbers = (text: string) => text.replace(/^go/, "").split(".").map(Number);
  const [have, want] = [numbers(version), numbers(wanted)];
  const at = want.findIndex((number, index) => number !== (have[index] ?? 0));
  return at >= 0 && (have[at] ?? 0) < (want[at] ?? 0);
}

async function checkSpace(tool: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const problem = spaceProblem(tool, folder, bavail * bsize);
  if (problem !== undefined) throw problem;
}

/** What is wrong with `freeBytes` in a folder that a build writes to. */
export function spaceProblem(tool: string, folder: string, freeBytes: number): LocalWorldError | undefined {
  if (freeBytes >= NEEDED_BYTES) return undefined;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return new LocalWorldError(
    `building ${tool} needs ${gigabytes(NEEDED_BYTES)} GB of disk space, and ${folder} has ${gigabytes(freeBytes)} GB`,
    "free some space, or set XDG_CACHE_HOME and GOCACHE to a larger disk, then run it again",
  );
}

/** Builds all executables of a tool into `output`. What Go has compiled stays in its own cache, so an interrupted build resumes. */
export async function buildTool(
  tool: Tool,
  modules: string,
  output: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  for (const build of tool.builds) {
    const log = join(dirname(output), `${build.output}.log`);
    const temporary = join(dirname(output), "go-tmp");
    await mkdir(temporary, { recursive: true });
    const descriptor = openSync(log, "w");
    const args = ["build", ...goFlags(build), "-o", join(output, build.output), build.package];
    const env = { ...environment, CGO_ENABLED: "0", GOFLAGS: "-buildvcs=false", GOWORK: "off", GOTMPDIR: temporary };
    const cwd = join(modules, build.module);
    // Tethered: a build must not go on, unseen and unlocked, when the one who waits for it is killed.
    const child = spawnTethered("go", args, { cwd, env, output: descriptor, signal: "TERM" });
    closeSync(descriptor);
    const ended = await exitOf(child);
    if (ended !== "code 0") throw buildError(tool, build, ended, await readFile(log, "utf8"));
    for (const link of build.links ?? []) await symlink(build.output, join(output, link));
  }
}

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/, "the disk is full: free some space, then run it again; finished packages are kept"],
  [/signal: killed|cannot allocate memory/, "out of memory: the link step needs up to 6 GB; close other programs"],
  [/checksum mismatch|SECURITY ERROR/, "a module is not what go.sum says: do not go on, find out what changed it"],
  [/go: go\.mod requires go|toolchain not available/, "install the Go version named above (https://go.dev/dl)"],
  [
    /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake/,
    "the Go module registry cannot be reached: check the network and GOPROXY (`go env GOPROXY`)",
  ],
  [
    /404 Not Found|410 Gone|403 Forbidden|unknown revision/,
    "the Go module registry refuses this version: check GOPROXY, or ask for the module to be allowed",
  ],
];

/** Which tool, why, and what to do, from the end of go's own output. */
export const buildError = (tool: Tool, build: Build, ended: string, log: string): LocalWorldError =>
  goError(`building ${tool.name} (local/toolchain/${build.module}) failed with ${ended}`, log);

/** What failed, the end of go's own output, and what to do about it. */
export function goError(failure: string, log: string): LocalWorldError {
  const cause = CAUSES.find(([pattern]) => pattern.test(log))?.[1];
  return new LocalWorldError(
    `${failure}:\n${indent(lastLines(log))}`,
    cause ?? "read the lines above; running it again resumes where it stopped",
  );
}

const indent = (text: string): string => text.replace(/^/gm, "    ");

/** Message of a download that failed, for the line that announces the build instead. */
export const downloadFailure = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : messageOf(error);
