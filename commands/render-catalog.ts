// Writes the dashboards, their pictures and the rules of a directory of systems into its rendered/. With --check, fails if a file differs.
import { join } from "node:path";
import { systems as builtIn } from "../catalog/index.ts";
import { loadCatalog } from "../startup/own-catalog.ts";
import { effective } from "../model/catalog/effective.ts";
import type { System } from "../model/catalog/system.ts";
import { describeProblems } from "../model/problem.ts";
import { EXAMPLE, renderedFiles } from "../render/reference/committed-files.ts";
import { planDashboards } from "../render/dashboards/index.ts";
import { previewOf } from "../scripts/previews/index.ts";
import { writeOrCheck } from "../scripts/write.ts";

const command = "npm run render-catalog --";
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
  const files = Object.entries(ownFiles(own)).map(([path, text]) => [join(directory, path), text] as const);
  writeOrCheck(Object.fromEntries(files), `${command} ${directory}`);
}

/** The files of these systems only. Dashboards on all services are left out, because they also show other systems. */
function ownFiles(systems: readonly System[]): Readonly<Record<string, string>> {
  const boards = planDashboards(effective(systems), EXAMPLE).dashboards;
  const others = boards.filter(({ folder }) => !systems.some(({ id }) => id === folder.uid));
  const pictures = boards.map((board) => [pathOf(board, "svg"), previewOf(board, boards, "desktop")] as const);
  const files = { ...renderedFiles(systems), ...Object.fromEntries(pictures) };
  const left = others.flatMap((board) => [pathOf(board, "json"), pathOf(board, "svg")]);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !left.includes(path)));
}

function pathOf({ uid }: { readonly uid: string }, type: "json" | "svg"): string {
  return `rendered/dashboards/${uid}.${type}`;
}
