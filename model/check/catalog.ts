import type { Known } from "./raw-config.ts";
import { shown, type Problem } from "../problem.ts";
import { didYouMean, duplicates, entriesAt, listAt, textAt } from "./input.ts";

/** Systems that exist, each once. */
export function catalogProblems(settings: unknown, known: Known): Problem[] {
  const names = namesIn(settings);
  const pathOf = (index: number) => `catalog.systems[${index}]`;
  const all = Object.keys(known.systems);
  const unknown = names.flatMap((name, index): Problem[] =>
    name === undefined || all.includes(name)
      ? []
      : [
          {
            path: pathOf(index),
            expected: `a system of the catalog (${all.join(", ")})`,
            got: shown(name),
            fix: didYouMean(name, all, `add it to ${textAt(settings, "catalog", "directory") || "catalog"}/index.ts`),
          },
        ],
  );
  return [...unknown, ...duplicates(names, pathOf, "each system once", "remove one of the two")];
}

const namesIn = (settings: unknown): readonly (string | undefined)[] =>
  listAt(settings, "catalog", "systems").map((_, index) => textAt(settings, "catalog", "systems", index));

/**
 * What is known where a directory of systems could not be read: every system and threshold that the settings name and
 * nothing else explains may be in there. So one problem is told, and not what merely follows from it.
 */
export function withUnreadDirectory(settings: unknown, known: Known): Known {
  const rules = Object.values(known.systems).flat();
  const elsewhere = entriesAt(settings, "alerts", "thresholds").flatMap(([id]) => (rules.includes(id) ? [] : id));
  const names = namesIn(settings).flatMap((name) =>
    name === undefined || Object.hasOwn(known.systems, name) ? [] : name,
  );
  return { systems: { ...known.systems, ...Object.fromEntries(names.map((name) => [name, elsewhere])) } };
}
