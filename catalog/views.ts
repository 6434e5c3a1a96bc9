import type { BoardQuery, View } from "../model/board.ts";
import type { Measure } from "../model/measure.ts";

type Kind = Extract<View, { readonly queries: readonly BoardQuery[] }>["kind"];

/** What a panel draws: each measure with the name of its series, text with `{{label}}`. */
export const view = (kind: Kind, ...queries: readonly (readonly [value: Measure, legend?: string])[]): View => ({
  kind,
  queries: queries.map(([value, legend]) => ({ value, ...(legend === undefined ? {} : { legend }) })),
});
