import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { execa } from "execa";
import { goError } from "./build.ts";
import type { Copy, Tool } from "./tool.ts";

/** Copies a folder of a Go module into `output`. Go fetches the module if it is not cached and verifies it with go.sum. */
export async function copyTool(
  tool: Tool,
  { module, dependency, folder }: Copy,
  modules: string,
  output: string,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const env = { ...environment, GOWORK: "off", GOFLAGS: "" };
  const options = { cwd: join(modules, module), env, extendEnv: false, reject: false };
  const { exitCode, stdout, stderr } = await execa("go", ["mod", "download", "-json", dependency], options);
  if (exitCode !== 0) {
    throw goError(`getting ${tool.name} from ${dependency} (local/toolchain/${module}) failed`, `${stdout}\n${stderr}`);
  }
  const { Dir } = JSON.parse(stdout) as { Dir: string };
  const from = join(Dir, folder);
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const target = join(output, relative(from, path));
    await mkdir(dirname(target), { recursive: true });
    // Write new files: `cp` would keep the read-only modes of Go's cache, so that the copy could not be moved or removed.
    await writeFile(target, await readFile(path));
  }
}
