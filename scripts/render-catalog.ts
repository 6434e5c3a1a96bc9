// Writes the boards and rules of a directory of systems into its rendered/; with --check it fails where a file differs.
import { join } from "node:path";
import { systems as builtIn } from "../catalog/index.ts";
import { loadCatalog } from "../components/catalog.ts";
import { describeProblems } from "../model/problem.ts";
import { renderedFiles } from "../render/catalog-files.ts";
import { writeOrCheck } from "./write.ts";

const command = "node scripts/render-catalog.ts";
const directory = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
if (directory === undefined) {
  console.error(`expected a directory of systems\n  fix: ${command} ../our-catalog`);
  process.exitCode = 1;
} else await render(directory);

async function render(directory: string): Promise<void> {
  const { systems, problems } = await loadCatalog(builtIn, directory, process.cwd());
  if (problems.length > 0) {
    console.error(describeProblems(directory, problems));
    process.exitCode = 1;
    return;
  }
  const own = Object.entries(systems).flatMap(([name, system]) => (Object.hasOwn(builtIn, name) ? [] : system));
  const files = Object.entries(renderedFiles(own)).map(([path, text]) => [join(directory, path), text] as const);
  writeOrCheck(Object.fromEntries(files), `${command} ${directory}`);
}
