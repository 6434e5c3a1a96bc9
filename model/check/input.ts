import { closest } from "fastest-levenshtein";
import type { Config } from "../config/index.ts";
import { shown, type Problem } from "../problem.ts";
import type { Readable } from "./readable.ts";

/** The settings as the cross-field checks see them. */
export type Settings = Readable<Config>;

/** The readable items of a list. */
export const known = <T>(items: readonly (T | undefined)[] | undefined): readonly T[] =>
  (items ?? []).filter((item) => item !== undefined);

/** A problem for each item that repeats an earlier one. `pathOf` gives the path of an item. */
export function duplicates(
  texts: readonly (string | undefined)[],
  pathOf: (index: number) => string,
  expected: string,
  fix: string,
): Problem[] {
  return texts.flatMap((text, index): Problem[] => {
    const first = texts.indexOf(text);
    if (text === undefined || first === index) return [];
    return [{ path: pathOf(index), expected, got: `${shown(text)}, which is also used in ${pathOf(first)}`, fix }];
  });
}

export const didYouMean = (given: string, options: readonly string[], otherwise: string): string =>
  options.length > 0 ? `did you mean "${closest(given, [...options])}"? Otherwise ${otherwise}` : otherwise;
