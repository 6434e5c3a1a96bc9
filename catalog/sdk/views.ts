import type { BoardQuery, View } from "../../model/catalog/board.ts";
import type { Measure } from "../../model/catalog/measure.ts";

type Kind = Extract<View, { readonly queries: readonly BoardQuery[] }>["kind"];

type NamedMeasure = readonly [value: Measure, legend?: string];

/** Builds what a panel draws from queries, or from measures with a legend: the name of their series, text with `{{label}}`. */
export const view = (kind: Kind, ...queries: readonly (BoardQuery | NamedMeasure)[]): View => ({
  kind,
  queries: queries.map((query) => ("value" in query ? query : named(query))),
});

const named = ([value, legend]: NamedMeasure): BoardQuery => ({ value, ...(legend === undefined ? {} : { legend }) });
