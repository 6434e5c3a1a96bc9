import { registerHooks } from "node:module";

/** Files of the program that know kinds of backends, and what is loaded in their place. */
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

/** The program's own modules, loaded once more, with the tiny kind of backend in place of all kinds; packages are shared. */
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
