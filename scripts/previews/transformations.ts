import { isRecord, stringsOf } from "./json.ts";
import { calculation } from "./legend.ts";
import type { Cell, Column, Table } from "./table-types.ts";

type Options = Readonly<Record<string, unknown>>;
type Transformation = (options: Options, tables: readonly Table[]) => readonly Table[];

const KNOWN: Readonly<Record<string, Transformation>> = {
  merge: (_, tables) => [merged(tables)],
  joinByField: (options, tables) => [
    joined(typeof options["byField"] === "string" ? options["byField"] : "Time", tables),
  ],
  organize: (options, tables) => tables.map((table) => organized(options, table)),
  sortBy: (options, tables) => tables.map((table) => sorted(options, table)),
  limit: (options, tables) => tables.map((table) => limited(Number(options["limitField"] ?? 10), table)),
  filterFieldsByName: (options, tables) => tables.map((table) => filtered(options, table)),
  renameByRegex: (options, tables) => tables.map((table) => renamed(options, table)),
  reduce: (options, tables) => [reduced(options, tables)],
  // Synthetic data does not need these two.
  filterByValue: (_, tables) => tables,
  convertFieldType: (_, tables) => tables,
};

/** Applies a Grafana transformation. Throws if previews do not support it. */
export function transform(id: string, options: Options, tables: readonly Table[]): readonly Table[] {
  const known = KNOWN[id];
  if (known === undefined) {
    throw new Error(
      `transformation "${id}": expected one of ${Object.keys(KNOWN).join(", ")}\n  fix: add it to scripts/previews/transformations.ts`,
    );
  }
  return known(options, tables);
}

const rowCount = ({ columns }: Table): number => columns[0]?.cells.length ?? 0;

const pick = (table: Table, rows: readonly number[]): Table => ({
  columns: table.columns.map((column) => ({ ...column, cells: rows.map((row) => column.cells[row] ?? null) })),
});

/** Merges rows that agree in all texts that they share. */
function merged(tables: readonly Table[]): Table {
  const isKey = ({ type }: Column): boolean => type !== "number";
  const names = [...new Set(tables.flatMap(({ columns }) => columns.filter(isKey).map(({ name }) => name)))];
  return join(tables, names, (name) => name);
}

function joined(field: string, tables: readonly Table[]): Table {
  const counts = new Map<string, number>();
  for (const { name } of tables.flatMap(({ columns }) => columns)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return join(tables, [field], (name, table) => ((counts.get(name) ?? 0) > 1 ? `${name} ${table + 1}` : name));
}

/** Joins the columns of all tables, with one row for each combination of `keys`. */
function join(
  tables: readonly Table[],
  keys: readonly string[],
  rename: (name: string, table: number) => string,
): Table {
  const keyOf = (table: Table, row: number): string =>
    keys.map((key) => String(table.columns.find(({ name }) => name === key)?.cells[row] ?? "")).join("\n");
  const rowsOf = tables.map(
    (table) => new Map(Array.from({ length: rowCount(table) }, (_, row) => [keyOf(table, row), row])),
  );
  const all = [...new Set(rowsOf.flatMap((rows) => [...rows.keys()]))];
  const columns = new Map<string, Column>();
  tables.forEach((table, index) => {
    for (const column of table.columns) {
      const isKey = keys.includes(column.name);
      const name = isKey ? column.name : rename(column.name, index);
      const before = columns.get(name)?.cells;
      const cells = all.map((key, at): Cell => column.cells[rowsOf[index]?.get(key) ?? -1] ?? before?.[at] ?? null);
      columns.set(name, { ...column, name, cells });
    }
  });
  return { columns: [...columns.values()] };
}

function organized(options: Options, { columns }: Table): Table {
  const [hidden, wanted, places, names] = ["excludeByName", "includeByName", "indexByName", "renameByName"].map(
    (key) => (isRecord(options[key]) ? options[key] : {}),
  );
  const all = Object.keys(wanted ?? {}).length === 0;
  const place = ({ name }: Column): number => Number(places?.[name] ?? 999);
  const kept = columns
    .filter(({ name }) => (all || wanted?.[name] === true) && hidden?.[name] !== true)
    .toSorted((a, b) => place(a) - place(b));
  return { columns: kept.map((column) => ({ ...column, name: stringAt(names, column.name) ?? column.name })) };
}

const stringAt = (record: Options | undefined, key: string): string | undefined => {
  const value = record?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
};

function sorted(options: Options, table: Table): Table {
  const [first] = Array.isArray(options["sort"]) ? (options["sort"] as readonly unknown[]) : [];
  if (!isRecord(first)) return table;
  const cells = table.columns.find(({ name }) => name === first["field"])?.cells ?? [];
  const compare = (a: Cell | undefined, b: Cell | undefined): number =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  const rows = Array.from({ length: rowCount(table) }, (_, row) => row).toSorted((a, b) => compare(cells[a], cells[b]));
  return pick(table, first["desc"] === true ? rows.reverse() : rows);
}

const limited = (count: number, table: Table): Table =>
  pick(
    table,
    Array.from({ length: Math.min(count, rowCount(table)) }, (_, row) => row),
  );

function filtered(options: Options, { columns }: Table): Table {
  const [included, excluded] = ["include", "exclude"].map((key) => (isRecord(options[key]) ? options[key] : undefined));
  const named = (rule: Record<string, unknown> | undefined, name: string): boolean =>
    stringsOf(rule?.["names"]).includes(name) ||
    (typeof rule?.["pattern"] === "string" && new RegExp(rule["pattern"].replace(/^\/(.*)\/$/, "$1")).test(name));
  const kept = columns.filter(
    ({ name }) => (included === undefined || named(included, name)) && !named(excluded, name),
  );
  return { columns: kept };
}

function renamed(options: Options, { columns }: Table): Table {
  const pattern = new RegExp(String(stringAt(options, "regex") ?? "$^"));
  const replacement = stringAt(options, "renamePattern") ?? "";
  return { columns: columns.map((column) => ({ ...column, name: column.name.replace(pattern, replacement) })) };
}

/** Returns one row for each field and one column for each reducer. */
function reduced(options: Options, tables: readonly Table[]): Table {
  const numbers = tables.flatMap(({ columns }) => columns.filter(({ type }) => type === "number"));
  const refId = numbers[0]?.refId ?? "A";
  const columns = stringsOf(options["reducers"]).map((id): Column => {
    const [name, reduce] = calculation(id);
    const cells = numbers.map((column) => reduce(column.cells.map(Number)));
    return { name, refId, type: "number", cells };
  });
  return { columns: [{ name: "Field", refId, type: "string", cells: numbers.map(({ name }) => name) }, ...columns] };
}
