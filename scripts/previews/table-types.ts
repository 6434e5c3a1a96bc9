import type { Field } from "./fields.ts";

export type Cell = string | number | null;

export interface Column extends Field {
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly columns: readonly Column[];
}
