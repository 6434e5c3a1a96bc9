import { createWriteStream } from "node:fs";
import { chmod, mkdir, readFile, rename } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { execa } from "execa";
import * as tar from "tar";
import yauzl from "yauzl";
import type { Download, Tool } from "./tool.ts";

/** Maximum wait for a host's response, in ms. It is short so that a machine without internet access does not wait long. */
const PROBE_MS = 3_000;
/** Maximum time for one file, in ms. */
const DOWNLOAD_MS = 15 * 60_000;

/** Whether a URL responds successfully within a few seconds. */
export async function isReachable(url: string, timeoutMs = PROBE_MS): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(timeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Fetches all official files of a tool into `output` and checks that they run on this machine. */
export async function downloadTool(tool: Tool, downloads: readonly Download[], output: string): Promise<void> {
  await mkdir(output, { recursive: true });
  for (const download of downloads) {
    const file = join(dirname(output), basename(new URL(download.url).pathname));
    await fetchFile(download.url, file);
    await unpack(download, file, output);
  }
  for (const name of tool.executables) await tryToRun(join(output, name), name);
}

/** First bytes of programs: ELF, Mach-O (single-architecture, universal), script. */
const MAGIC = ["7f454c46", "cffaedfe", "cafebabe", "2321"];

/** Makes a file executable and checks that it runs on this machine. */
export async function tryToRun(path: string, name: string): Promise<void> {
  // Check the first bytes, because anything else, such as a proxy's error page, would be passed to the shell.
  const start = (await readFile(path)).subarray(0, 4).toString("hex");
  if (!MAGIC.some((magic) => start.startsWith(magic))) throw new Error(`${name} is not a program`);
  await chmod(path, 0o755);
  const tried = await execa(path, ["--help"], { reject: false, timeout: 30_000, stdin: "ignore" });
  // Plugins exit with an error here. All that matters is that this machine can execute the file.
  if (tried.exitCode === undefined) throw new Error(`${name} does not run on this machine`, { cause: tried.cause });
}

async function fetchFile(url: string, file: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_MS) });
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
  // The stream types of the DOM and of Node differ only in name.
  await pipeline(Readable.fromWeb(response.body as ReadableStream), createWriteStream(file));
}

async function unpack({ url, files }: Download, file: string, output: string): Promise<void> {
  const contents = join(dirname(output), "contents");
  await mkdir(contents, { recursive: true });
  const wanted = Object.entries(files);
  const inside = new Set(wanted.map(([, path]) => path));
  if (url.endsWith(".tar.gz")) {
    await tar.extract({ file, cwd: contents, filter: (path) => inside.has(path.replace(/^\.\//, "")) });
  } else if (url.endsWith(".zip")) await unzip(file, contents, inside);
  else for (const path of inside) await rename(file, join(contents, path));
  for (const [name, path] of wanted) await rename(join(contents, path), join(output, name));
}

async function unzip(file: string, folder: string, wanted: ReadonlySet<string>): Promise<void> {
  const archive = await yauzl.openPromise(file);
  for await (const entry of archive.eachEntry()) {
    if (!wanted.has(entry.fileName)) continue;
    const target = join(folder, entry.fileName);
    await mkdir(dirname(target), { recursive: true });
    await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(target));
  }
}
