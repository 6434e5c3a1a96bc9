import { styleOf } from "./fields.ts";
import type { Column, Table } from "./table-types.ts";
import { isRecord, stringOr, type Panel, type Target } from "./json.ts";
import { seriesOfTarget } from "./series.ts";
import { END } from "./time.ts";
import { transform } from "./transformations.ts";

/** Returns the table that a panel shows, and the number of other tables that its menu would offer. */
export function tableOf(panel: Panel): Table & { readonly others: number } {
  const targets = panel.targets.filter(({ hide }) => hide !== true);
  const single = targets.length === 1;
  const tables = targets.flatMap((target) => tablesOfTarget(panel, target, single));
  const active = panel.transformations.filter(({ disabled }) => disabled !== true);
  const [first, ...others] = active.reduce<readonly Table[]>(
    (all, { id, options }) => transform(id, options, all),
    tables,
  );
  return { columns: first?.columns ?? [], others: others.length };
}

/** A table query returns one table with labels as columns. Others return one table of times and values for each series. */
function tablesOfTarget(panel: Panel, target: Target, single: boolean): readonly Table[] {
  const { refId } = target;
  const name = single ? "Value" : `Value #${refId}`;
  const field = target.format === "table" ? shownName(panel, name) : undefined;
  const series = seriesOfTarget(panel, target, target.instant === true ? 1 : 12, field);
  if (target.format !== "table") {
    return series.map(({ name, values }) => ({
      columns: [timeColumn(refId, values.length), { name, refId, type: "number", cells: values }],
    }));
  }
  const labels = Object.keys(series[0]?.labels ?? {});
  const columns = labels.map((name): Column => ({
    name,
    refId,
    type: "string",
    cells: series.map((one) => one.labels[name] ?? ""),
  }));
  const value: Column = { name, refId, type: "number", cells: series.map(({ values }) => values.at(-1) ?? 0) };
  return [{ columns: [{ ...timeColumn(refId, series.length), cells: series.map(() => END) }, ...columns, value] }];
}

/** Returns a column's final name, which overrides match. */
function shownName(panel: Panel, name: string): string {
  const renames = panel.transformations.map(({ options }) => options["renameByName"]).filter(isRecord);
  return stringOr(
    renames.map((names) => names[name]).find((one) => one !== undefined && one !== ""),
    name,
  );
}

const timeColumn = (refId: string, count: number): Column => ({
  name: "Time",
  refId,
  type: "time",
  cells: Array.from({ length: count }, (_, index) => END - (count - 1 - index) * 60_000),
});

/** Whether a table shows a column. */
export const isShown = (panel: Panel, column: Column): boolean => {
  const { custom } = styleOf(panel, column);
  const hideFrom = custom["hideFrom"] as { readonly viz?: boolean } | undefined;
  return custom["hidden"] !== true && hideFrom?.viz !== true;
};
