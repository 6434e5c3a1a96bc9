import { stat, realpath } from "node:fs/promises";
import { registerHooks } from "node:module";
import { join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Problem } from "../model/problem.ts";
import { ownSystems, type Systems } from "../model/catalog/problems/own-systems.ts";
import { WATCHDOG } from "../render/alerts/watchdog.ts";
import { FLEET } from "../model/catalog/uids.ts";

/** Module from which catalog files import the builders, wherever the files are. */
const SDK = "observability/catalog";
const SDK_URL = new URL("../catalog/sdk/index.ts", import.meta.url).href;
/** Folders, dashboards, rule groups and alerts that belong to no system. */
const NAMES = [...Object.values(FLEET), ...Object.values(WATCHDOG)];
const INDEX = ["index.ts", "index.js"];

/** Systems by name, and problems with the user's systems. */
export interface Catalog {
  readonly systems: Systems;
  readonly problems: readonly Problem[];
}

/**
 * Loads the built-in systems and those in the user's directory. Runs the files in that directory.
 * @param directory as the user wrote it; relative to `folder`
 * @returns only the built-in systems if there are problems
 */
export async function loadCatalog(builtIn: Systems, directory: string, folder: string): Promise<Catalog> {
  const told = (problem: Omit<Problem, "path">) => ({
    systems: builtIn,
    problems: [{ path: "catalog.directory", ...problem }],
  });
  const path = await realpath(resolve(folder, directory)).catch(() => undefined);
  if (path === undefined || !(await stat(path)).isDirectory()) {
    const got = `${directory}, ${path === undefined ? "which does not exist" : "which is not a folder"}`;
    const fix = `create it, or use another folder; relative paths start at ${folder}`;
    return told({ expected: "a folder", got, fix });
  }
  const index = await firstFile(path, INDEX);
  if (index === undefined) {
    const fix = `create ${directory}/index.ts; docs/adding-a-service.md shows what to put in it`;
    return told({ expected: `${INDEX.join(" or ")} in ${directory}`, got: "neither", fix });
  }
  const file = `${directory}/${index}`;
  try {
    const exported = await importCatalog(path, index);
    const own = ownSystems(exported["systems"], { systems: builtIn, names: NAMES }, file);
    if ("problems" in own) return { systems: builtIn, problems: own.problems };
    return { systems: { ...builtIn, ...own.systems }, problems: [] };
  } catch (error) {
    const place = placeIn(path, error);
    const fix = `correct ${place === undefined ? file : `${directory}/${place}`}; docs/adding-a-service.md describes the format`;
    return told({ expected: `${file} to load`, got: wordsOf(error), fix });
  }
}

async function firstFile(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    if ((await stat(join(folder, name)).catch(() => undefined))?.isFile() === true) return name;
  }
  return undefined;
}

/** Imports the index of a folder without installed packages. Its TypeScript files are loaded as ES modules, whatever package.json says. */
async function importCatalog(folder: string, index: string): Promise<Record<string, unknown>> {
  const below = pathToFileURL(join(folder, "/")).href;
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === SDK) return { url: SDK_URL, shortCircuit: true };
      const resolved = next(specifier, context);
      const typescript = resolved.url.startsWith(below) && /\.ts($|[?#])/.test(resolved.url);
      return typescript ? { ...resolved, format: "module-typescript" } : resolved;
    },
  });
  try {
    return (await import(pathToFileURL(join(folder, index)).href)) as Record<string, unknown>;
  } finally {
    hooks.deregister();
  }
}

/** First location in the folder that the stack trace mentions: `shop.ts:12`. */
function placeIn(folder: string, error: unknown): string | undefined {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  for (const [, place = "", line = ""] of stack.matchAll(/(file:\/\/\/[^\s():]+|\/[^():\n]+):(\d+)/g)) {
    const path = place.startsWith("file:") ? fileURLToPath(place) : place;
    const inside = relative(folder, path);
    if (!inside.startsWith("..")) return `${inside}:${line}`;
  }
  return undefined;
}

/** The message of what was thrown. Lines after the first are indented. */
function wordsOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const text = name === "Error" ? message : `${name}: ${message}`;
  return text.split("\n").join("\n    ");
}
