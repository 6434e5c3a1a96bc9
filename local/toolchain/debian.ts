import { mkdir, readdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { lastLines } from "../errors.ts";
import { tryToRun } from "./download.ts";
import { folderOnPath } from "./path.ts";
import type { DebianPackage, Tool } from "./tool.ts";

/** Maximum time for a package, in ms. */
const DOWNLOAD_MS = 5 * 60_000;

/** Whether this machine can fetch and unpack Debian packages. This needs no privileges, because nothing is installed. */
export const hasDebian = (environment: NodeJS.ProcessEnv): boolean =>
  folderOnPath({ executables: ["apt-get", "dpkg-deb"] }, environment) !== undefined;

/** Fetches a package, which apt verifies with its signed package list, and puts the executables into `output`. */
export async function unpackDebian(
  tool: Tool,
  { package: name, files }: DebianPackage,
  output: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const folder = join(dirname(output), "debian");
  for (const place of [folder, output]) await mkdir(place, { recursive: true });
  const run = async (command: string, args: readonly string[]) => {
    const options = { cwd: folder, env: environment, extendEnv: false, reject: false, timeout: DOWNLOAD_MS } as const;
    const { failed, stderr, shortMessage } = await execa(command, args, { ...options, stdin: "ignore" });
    if (failed) throw new Error(`${command}: ${lastLines(stderr, 1) || shortMessage}`);
  };
  await run("apt-get", ["-o", "Acquire::http::Timeout=10", "download", name]);
  const archive = (await readdir(folder)).find((file) => file.endsWith(".deb"));
  if (archive === undefined) throw new Error(`apt-get did not fetch the package ${name}`);
  await run("dpkg-deb", ["-x", archive, "contents"]);
  for (const [executable, path] of Object.entries(files)) {
    await rename(join(folder, "contents", path), join(output, executable));
  }
  for (const executable of tool.executables) await tryToRun(join(output, executable), executable);
}
