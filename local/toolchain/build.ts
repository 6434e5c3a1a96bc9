import { closeSync, openSync } from "node:fs";
import { mkdir, readFile, statfs, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { lastLines, LocalWorldError, messageOf } from "../errors.ts";
import { exitOf, spawnTethered } from "../processes/processes.ts";
import type { Build, Tool } from "./tool.ts";

/** Properties of the Go on PATH, from `go env`. */
export interface Go {
  /** For example `go1.26.8`. */
  readonly version: string;
  /** `local` means that Go never fetches a newer toolchain. */
  readonly toolchain: string;
  readonly cache: string;
}

/** Disk space that a cold build needs for sources, the build cache and temporary files of the link step. */
const NEEDED_BYTES = 6e9;

/** Finds Go; undefined if it is not on PATH. */
export async function findGo(environment: NodeJS.ProcessEnv = process.env): Promise<Go | undefined> {
  // Run in the root folder: inside a module, Go might fetch the toolchain that its go.mod names.
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

/** Returns the arguments of `go build` that affect the binary. */
export function goFlags(build: Build): readonly string[] {
  const variables = Object.entries(build.variables ?? {}).map(([name, value]) => ` -X ${name}=${value}`);
  return ["-mod=readonly", "-trimpath", "-ldflags", `-s -w${variables.join("")}`];
}

/** Fails with a clear message if a build cannot succeed on this machine. */
export async function checkCanBuild(tool: Tool, modules: string, go: Go | undefined, folder: string): Promise<Go> {
  const found = await checkGo(tool, modules, go);
  for (const place of [folder, found.cache]) await checkSpace(tool.name, place);
  return found;
}

/** Fails with a clear message if Go is missing or too old for the modules of a tool. */
export async function checkGo(tool: Tool, modules: string, go: Go | undefined): Promise<Go> {
  const todo = `${tool.name} must be ${tool.copy === undefined ? "built" : "taken from a Go module"}`;
  const install =
    "install Go (https://go.dev/dl) or give this machine access to the official downloads, then run it again";
  if (go === undefined) throw new LocalWorldError(`${todo}, but go is not on PATH`, install);
  for (const { module } of tool.copy === undefined ? tool.builds : [tool.copy]) {
    const wanted = /^go (\S+)/m.exec(await readFile(join(modules, module, "go.mod"), "utf8"))?.[1] ?? "";
    if (go.toolchain === "local" && isOlder(go.version, wanted)) {
      const have = go.version.replace("go", "");
      throw new LocalWorldError(`${todo} with Go ${wanted} or newer, but go on PATH is ${have}`, install);
    }
  }
  return go;
}

/** Whether a version is lower than the wanted one. Compares number by number and ignores a leading `go`. */
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

/** Returns an error if `freeBytes` in a folder are too few for a build. */
export function spaceProblem(tool: string, folder: string, freeBytes: number): LocalWorldError | undefined {
  if (freeBytes >= NEEDED_BYTES) return undefined;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  return new LocalWorldError(
    `building ${tool} needs ${gigabytes(NEEDED_BYTES)} GB of disk space, but ${folder} has only ${gigabytes(freeBytes)} GB`,
    "free some space, or set XDG_CACHE_HOME and GOCACHE to folders on a larger disk, then run it again",
  );
}

/** Builds all executables of a tool into `output`. Go caches what it has compiled, so an interrupted build resumes. */
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
    // Tethered, so that the build does not continue unseen and without the lock after this process is killed.
    const child = spawnTethered("go", args, { cwd, env, output: descriptor, signal: "TERM" });
    closeSync(descriptor);
    const ended = await exitOf(child);
    if (ended !== "code 0") throw buildError(tool, build, ended, await readFile(log, "utf8"));
    for (const link of build.links ?? []) await symlink(build.output, join(output, link));
  }
}

const CAUSES: readonly (readonly [RegExp, string])[] = [
  [/no space left on device/, "free some disk space, then run it again; finished packages are kept"],
  [
    /signal: killed|cannot allocate memory/,
    "close other programs, then run it again: the link step needs up to 6 GB of memory",
  ],
  [/checksum mismatch|SECURITY ERROR/, "stop and find out why a module no longer matches its checksum in go.sum"],
  [/go: go\.mod requires go|toolchain not available/, "install the Go version named above (https://go.dev/dl)"],
  [
    /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake/,
    "check the network and GOPROXY (`go env GOPROXY`): the Go module registry cannot be reached",
  ],
  [
    /404 Not Found|410 Gone|403 Forbidden|unknown revision/,
    "check GOPROXY, or ask for the module to be allowed: the Go module registry refuses this version",
  ],
];

/** Returns an error that names the tool, the end of go's output and a fix. */
export const buildError = (tool: Tool, build: Build, ended: string, log: string): LocalWorldError =>
  goError(`building ${tool.name} (local/toolchain/${build.module}) failed with ${ended}`, log);

/** Returns an error with what failed, the end of go's output and a fix. */
export function goError(failure: string, log: string): LocalWorldError {
  const cause = CAUSES.find(([pattern]) => pattern.test(log))?.[1];
  return new LocalWorldError(
    `${failure}:\n${indent(lastLines(log))}`,
    cause ?? "read the output above, then run it again; it resumes where it stopped",
  );
}

const indent = (text: string): string => text.replace(/^/gm, "    ");

/** Returns the reason why a download failed, for the line that announces the next attempt. */
export const downloadFailure = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error
    ? `${error.message}: ${error.cause.message}`
    : messageOf(error);
