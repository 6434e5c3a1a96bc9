import type { Field } from "./fields.ts";
import { isRecord, numberOr, stringsOf, type Panel } from "./json.ts";
import { calculation } from "./legend.ts";
import { seriesOf } from "./series.ts";
import { tableOf } from "./table-data.ts";
import { type Column } from "./table-types.ts";

/** One value of a stat, gauge, bar or slice, with its history if it has one. */
export interface NamedValue extends Field {
  /** The last one is shown. */
  readonly values: readonly number[];
}

const POINTS = 30;

/** Returns the values of a panel of single values: each series reduced to a number, or each row of a table. */
export function valuesOf(panel: Panel): readonly NamedValue[] {
  const reduce = isRecord(panel.options["reduceOptions"]) ? panel.options["reduceOptions"] : {};
  if (isTabular(panel)) return rowValues(panel, reduce["values"] === true, numberOr(reduce["limit"], 25));
  const [calc = "last"] = stringsOf(reduce["calcs"]);
  return seriesOf(panel, POINTS).map(({ name, refId, values }) => {
    const [, function_] = calculation(calc);
    return { name, refId, type: "number", values: [...values.slice(0, -1), function_(values)] };
  });
}

/** Whether a panel's queries return a table: instant queries, or queries transformed into a table. */
export const isTabular = (panel: Panel): boolean =>
  panel.transformations.some(({ disabled }) => disabled !== true) ||
  panel.targets.some(({ format }) => format === "table");

function rowValues(panel: Panel, eachRow: boolean, limit: number): readonly NamedValue[] {
  const { columns } = tableOf(panel);
  const numbers = columns.filter((column) => column.type === "number");
  const names = columns.find((column) => column.type === "string");
  if (!eachRow) return numbers.map((column) => ({ ...column, values: numbersOf(column) }));
  const [first] = numbers;
  if (first === undefined) return [];
  return numbersOf(first)
    .slice(0, limit)
    .map((value, row) => ({
      name: String(names?.cells[row] ?? first.name),
      refId: first.refId,
      type: "number",
      values: [value],
    }));
}

export const numbersOf = ({ cells }: Column): readonly number[] =>
  cells.map((cell) => (typeof cell === "number" ? cell : 0));
