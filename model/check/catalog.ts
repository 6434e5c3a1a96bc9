import { shown, type Problem } from "../problem.ts";
import { didYouMean, duplicates, known, type Settings } from "./input.ts";
import type { Known } from "./raw-config.ts";

/** Checks that every system exists and is listed once. */
export function catalogProblems({ catalog }: Settings, { systems }: Known): Problem[] {
  const names = catalog?.systems ?? [];
  const pathOf = (index: number) => `catalog.systems[${index}]`;
  const all = Object.keys(systems);
  const unknown = names.flatMap((name, index): Problem[] =>
    name === undefined || all.includes(name)
      ? []
      : [
          {
            path: pathOf(index),
            expected: `a system in the catalog (${all.join(", ")})`,
            got: shown(name),
            fix: didYouMean(name, all, `add it to ${catalog?.directory ?? "catalog"}/index.ts`),
          },
        ],
  );
  return [...unknown, ...duplicates(names, pathOf, "each system only once", "remove one of the two")];
}

/**
 * What is known if a directory of systems could not be read: systems and thresholds that are not known otherwise may be in it.
 * Only the unreadable directory is reported then, not the problems that merely follow from it.
 */
export function withUnreadDirectory({ catalog, alerts }: Settings, { systems }: Known): Known {
  const rules = Object.values(systems).flat();
  const elsewhere = Object.keys(alerts?.thresholds ?? {}).filter((id) => !rules.includes(id));
  const names = known(catalog?.systems).filter((name) => !Object.hasOwn(systems, name));
  return { systems: { ...systems, ...Object.fromEntries(names.map((name) => [name, elsewhere])) } };
}
