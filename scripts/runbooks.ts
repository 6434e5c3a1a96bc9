// Writes the generated part of docs/runbooks. With --check, fails if a page differs. Names on the command line limit it to
// pages that begin with one of them.
import { existsSync, readFileSync } from "node:fs";
import { systems } from "../catalog/index.ts";
import { EXAMPLE } from "../render/reference/committed-files.ts";
import { runbookEntries, runbookIndex, runbookPage } from "../render/reference/runbooks.ts";
import { writeOrCheck } from "./write.ts";

const FOLDER = "docs/runbooks";

/** Returns the expected runbook pages by path. */
export function runbookFiles(prefixes: readonly string[] = [""]): Readonly<Record<string, string>> {
  const entries = runbookEntries(Object.values(systems), EXAMPLE);
  const pages = [...entries].filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)));
  const files = pages.map(([name, rules]) => {
    const path = `${FOLDER}/${name}.md`;
    return [path, runbookPage(name, rules, existsSync(path) ? readFileSync(path, "utf8") : undefined)] as const;
  });
  const index = `${FOLDER}/README.md`;
  return { ...Object.fromEntries(files), [index]: runbookIndex(entries, readFileSync(index, "utf8")) };
}

if (import.meta.main) {
  const prefixes = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
  writeOrCheck(runbookFiles(prefixes.length > 0 ? prefixes : undefined), "make docs");
}
