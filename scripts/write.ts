import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Writes generated files. With `--check` on the command line, only compares them; if any differ, names them and exits with 1. */
export function writeOrCheck(files: Readonly<Record<string, string>>, command: string): void {
  const different = Object.entries(files).filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, "utf8") !== text,
  );
  if (process.argv.includes("--check")) {
    if (different.length === 0) return;
    console.error(`generated files are out of date: ${different.map(([path]) => path).join(", ")}\n  fix: ${command}`);
    process.exitCode = 1;
    return;
  }
  for (const [path, text] of different) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
  }
}
