import { closest } from "fastest-levenshtein";
import { shown, type Problem } from "../problem.ts";
import { valueAt } from "./schema-walk.ts";

/** Text at a path, or undefined where there is something else. */
export function textAt(settings: unknown, ...path: PropertyKey[]): string | undefined {
  const value = valueAt(settings, path);
  return typeof value === "string" ? value : undefined;
}

/** List at a path; empty where there is something else. */
export function listAt(settings: unknown, ...path: PropertyKey[]): readonly unknown[] {
  const value = valueAt(settings, path);
  return Array.isArray(value) ? value : [];
}

/** Members of the object at a path; none where there is something else. */
export function entriesAt(settings: unknown, ...path: PropertyKey[]): [string, unknown][] {
  const value = valueAt(settings, path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** A problem for each text of a list that an earlier place in the list has, too. `pathOf` tells where a text stands. */
export function duplicates(
  texts: readonly (string | undefined)[],
  pathOf: (index: number) => string,
  expected: string,
  fix: string,
): Problem[] {
  return texts.flatMap((text, index): Problem[] => {
    const first = texts.indexOf(text);
    if (text === undefined || first === index) return [];
    return [{ path: pathOf(index), expected, got: `${shown(text)} again, as in ${pathOf(first)}`, fix }];
  });
}

export const didYouMean = (given: string, options: readonly string[], otherwise: string): string =>
  options.length > 0 ? `did you mean "${closest(given, [...options])}"? Otherwise ${otherwise}` : otherwise;
