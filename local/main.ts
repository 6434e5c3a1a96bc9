import { join } from "node:path";
import { parseArgs } from "node:util";
import { LocalWorldError } from "./errors.ts";
import { checkout, worldIn } from "./layout.ts";
import { elapsed } from "./progress.ts";
import { summary } from "./summary.ts";
import { ensureTools } from "./toolchain/index.ts";
import { cacheFolder } from "./toolchain/cache.ts";
import { tools, worldTools } from "./toolchain/tools.ts";
import { clean, down, status, up } from "./world.ts";

const USAGE = `usage: node local/main.ts COMMAND [--folder DIR]
  up             start the local world and provision the stack in it
  status         show what is running and where to find it
  down           destroy the stack and stop everything
  clean          stop everything and remove the folder of the local world
  tools [NAME…]  fetch or build tools and print their folders: ${tools.map(({ name }) => name).join(", ")}`;

const report = (line: string): void => console.log(line);

async function showTools(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !tools.some((tool) => tool.name === name));
  if (unknown !== undefined) {
    throw new LocalWorldError(
      `tool: expected a known tool, got ${unknown}`,
      `use one of ${tools.map(({ name }) => name).join(", ")}`,
    );
  }
  const wanted = names.length === 0 ? worldTools : names;
  const folders = await ensureTools(wanted, (line) => console.error(line));
  for (const [name, folder] of Object.entries(folders)) console.log(`${name} ${folder}`);
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { folder: { type: "string", default: join(checkout, ".local") } },
    allowPositionals: true,
  });
  const world = worldIn(values.folder);
  const [command, ...names] = positionals;
  const began = Date.now();
  if (command === "up") {
    await up(world, report);
    console.log(`\n${summary(world, await status(world))}\n\nready after ${elapsed(Date.now() - began)}`);
  } else if (command === "status") console.log(summary(world, await status(world)));
  else if (command === "down") await down(world, report);
  else if (command === "clean") {
    await clean(world, report);
    console.log(`all checkouts share the tools in ${cacheFolder()}; remove that folder to free the disk space`);
  } else if (command === "tools") await showTools(names);
  else throw new LocalWorldError(`command: expected up, status, down, clean or tools, got ${command ?? "none"}`, USAGE);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof LocalWorldError)) throw error;
  console.error(`error: ${error.message}\n  fix: ${error.fix}`);
  process.exitCode = 1;
}
