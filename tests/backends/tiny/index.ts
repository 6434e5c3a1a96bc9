import { registerHooks } from "node:module";

/** Files of the program that know the kinds of backends, and their replacements. */
const REPLACED: ReadonlyMap<string, string> = new Map(
  [
    ["model/config/backend.ts", "config.ts"],
    ["model/backends/kinds.ts", "kinds.ts"],
    ["components/backends/index.ts", "backend.ts"],
  ].map(([file = "", own = ""]) => [
    new URL(`../../../${file}`, import.meta.url).href,
    new URL(own, import.meta.url).href,
  ]),
);
const ROOT = new URL("../../../", import.meta.url).href;
const MARK = "kind=tiny";

/** Loads the program's own modules again, with the tiny kind of backend instead of all others. Packages are shared. */
export async function withTinyKind<T>(load: (mark: string) => Promise<T>): Promise<T> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const { url } = resolved;
      const own = url.startsWith(ROOT) && !url.includes("/node_modules/");
      if (!own || context.parentURL?.includes(MARK) !== true) return resolved;
      return { ...resolved, url: `${REPLACED.get(url) ?? url}?${MARK}` };
    },
  });
  try {
    return await load(MARK);
  } finally {
    hooks.deregister();
  }
}
