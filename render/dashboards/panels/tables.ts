import * as common from "@grafana/grafana-foundation-sdk/common";
import type { DataTransformerConfig, DynamicConfigValue } from "@grafana/grafana-foundation-sdk/dashboard";
import * as tablePanel from "@grafana/grafana-foundation-sdk/table";
import * as xychart from "@grafana/grafana-foundation-sdk/xychart";
import { COLOURS, HEIGHTS, type Colour, type UnitId } from "../style.ts";
import {
  fixed,
  legend,
  NO_VALUE,
  refId,
  targets,
  thresholdSteps,
  tooltip,
  type ChartFrame,
  type Threshold,
} from "./chart.ts";
import { heightOf, panel, type JsonObject, type Panel, type PanelFrame } from "./panel.ts";

/** A number for each row. */
export interface Column {
  readonly expr: string;
  readonly title: string;
  readonly unit: UnitId;
  /** @default - by the size of the number */
  readonly decimals?: number;
  /** Levels above which numbers have a different colour from text. @default - none */
  readonly levels?: readonly Threshold[];
  /** Colour below the lowest level. @default - that of text */
  readonly base?: Colour;
}

/** A label that distinguishes rows. */
export interface Key {
  readonly label: string;
  readonly title: string;
  /** Text that replaces some values. @default - the values */
  readonly names?: Readonly<Record<string, string>>;
  /** Text that replaces all other values that match, with `$1` for a part of the value. @default - the values */
  readonly pattern?: { readonly matches: RegExp; readonly text: string };
  /** Link of a value: an address with Grafana's variables, such as `${__value.text}`. @default - no link */
  readonly link?: { readonly title: string; readonly url: string };
}

type Signal = Pick<ChartFrame, "signal" | "noValue">;

export interface TableFrame extends PanelFrame, Signal {
  /** Usual number of rows. @default - many */
  readonly rows?: number | undefined;
  readonly keys: readonly Key[];
  readonly columns: readonly Column[];
  /** Title of the column by which rows are sorted. @default - the first, highest on top */
  readonly sort?: { readonly by: string; readonly lowestFirst: boolean };
}

/** One row per combination of labels. */
export function table(frame: TableFrame): Panel {
  const { keys, columns } = frame;
  const builder = new tablePanel.PanelBuilder()
    .noValue(frame.noValue ?? NO_VALUE)
    .filterable(true)
    .cellHeight(common.TableCellHeight.Sm)
    .overrides([...keys.flatMap(keyOverride), ...columns.map(columnOverride)])
    .transformations(oneTable(keys, columns))
    .targets(
      targets({ queries: columns.map(({ expr, title }) => ({ expr, legend: title })), ...ofSignal(frame) }, "table"),
    );
  const { by, lowestFirst } = frame.sort ?? { by: columns[0]?.title ?? "", lowestFirst: false };
  builder.sortBy([new common.TableSortByFieldStateBuilder().displayName(by).desc(!lowestFirst)]);
  return panel(frame, heightOf(frame.rows, HEIGHTS.list), builder, frame.signal ?? "metrics");
}

const ofSignal = ({ signal }: Signal) => (signal === undefined ? {} : { signal });

/** Merges rows of all queries that have the same labels, and drops the time, which is the same for all. */
function oneTable(keys: readonly Key[], columns: readonly Column[]): DataTransformerConfig[] {
  const values = columns.map(({ title }, index) => [valueField(columns, index), title] as const);
  const names = [...keys.map(({ label, title }) => [label, title] as const), ...values];
  const organize = {
    excludeByName: { Time: true },
    includeByName: Object.fromEntries(names.map(([field]) => [field, true])),
    indexByName: Object.fromEntries(names.map(([field], index) => [field, index])),
    renameByName: Object.fromEntries(names),
  };
  return [...(columns.length > 1 ? [{ id: "merge", options: {} }] : []), { id: "organize", options: organize }];
}

/** Grafana numbers the values only if there are several queries. */
const valueField = (columns: readonly unknown[], index: number) =>
  columns.length > 1 ? `Value #${refId(index)}` : "Value";

function keyOverride({ title, names, pattern, link }: Key) {
  const texts = Object.entries(names ?? {}).map(([value, text], index) => [value, { text, index }] as const);
  const mappings = [
    ...(texts.length === 0 ? [] : [{ type: "value", options: Object.fromEntries(texts) }]),
    ...(pattern
      ? [{ type: "regex", options: { pattern: String(pattern.matches), result: { text: pattern.text } } }]
      : []),
  ];
  const properties: DynamicConfigValue[] = [
    ...(mappings.length === 0 ? [] : [{ id: "mappings", value: mappings }]),
    ...(link === undefined ? [] : [{ id: "links", value: [{ ...link, targetBlank: false }] }]),
  ];
  return properties.length === 0 ? [] : [{ matcher: { id: "byName", options: title }, properties }];
}

const columnOverride = ({ title, unit, decimals, levels = [], base }: Column) => ({
  matcher: { id: "byName", options: title },
  properties: [
    { id: "unit", value: unit },
    { id: "noValue", value: NOTHING },
    ...(decimals === undefined ? [] : [{ id: "decimals", value: decimals }]),
    ...(levels.length === 0 ? [] : coloured(levels, base)),
  ] satisfies readonly DynamicConfigValue[],
});

/** Shown in a cell without a number, in a row that has other numbers. */
const NOTHING = "–";

/** Numbers in the colour of their level. For shares, bars would be hairlines: most shares are near 0 or 100 %. */
const coloured = (levels: readonly Threshold[], base: string = "text"): readonly DynamicConfigValue[] => [
  { id: "custom.cellOptions", value: { type: "color-text" } },
  { id: "color", value: { mode: "thresholds" } },
  { id: "thresholds", value: { mode: "absolute", steps: thresholdSteps(levels, base) } },
];

export interface ScatterFrame extends PanelFrame, Signal {
  readonly keys: readonly Key[];
  readonly x: Column;
  readonly y: Column;
}

/** One point per combination of labels. */
export function scatter(frame: ScatterFrame): Panel {
  const { keys, x, y } = frame;
  const columns = [x, y];
  const field = (options: string) => ({ matcher: { id: "byName", options } });
  const series: JsonObject = {
    name: { fixed: frame.title },
    frame: { matcher: { id: "byIndex", options: 0 } },
    x: field(x.title),
    y: field(y.title),
  };
  const builder = new xychart.PanelBuilder()
    .noValue(frame.noValue ?? NO_VALUE)
    .mapping(xychart.SeriesMapping.Manual)
    .series([{ build: () => series }])
    .pointSize({ fixed: 12 })
    .colorScheme(fixed(COLOURS.sky))
    .legend(legend())
    .tooltip(tooltip())
    .unit(y.unit)
    .overrides(
      columns.map(({ title, unit }) => ({
        matcher: { id: "byName", options: title },
        properties: [
          { id: "unit", value: unit },
          { id: "custom.axisLabel", value: title },
        ],
      })),
    )
    .transformations(oneTable(keys, columns))
    .targets(
      targets({ queries: columns.map(({ expr, title }) => ({ expr, legend: title })), ...ofSignal(frame) }, "table"),
    );
  return panel(frame, HEIGHTS.chart, builder, frame.signal ?? "metrics");
}
