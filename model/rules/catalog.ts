import type { Known } from "../raw-config.ts";
import { shown, type Problem } from "../problem.ts";
import { didYouMean, duplicates, listAt, textAt } from "./input.ts";

/** Systems that exist, each once. */
export function catalogProblems(settings: unknown, known: Known): Problem[] {
  const names = listAt(settings, "catalog", "systems").map((_, index) => textAt(settings, "catalog", "systems", index));
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
            fix: didYouMean(name, all, "add it to catalog/index.ts"),
          },
        ],
  );
  return [...unknown, ...duplicates(names, pathOf, "each system once", "remove one of the two")];
}
