import type { Service } from "./service.ts";
import type { LogLevel } from "./alert-rule.ts";
import type { Measure } from "./measure.ts";
import type { Series } from "./series.ts";

/** A unit of Grafana, by its meaning. `perSecond` is for events, `perMinute` for those counted by the minute. */
export type PanelUnit =
  | "count"
  | "cores"
  | "perSecond"
  | "perMinute"
  | "ratio"
  | "seconds"
  | "bytes"
  | "bytesPerSecond"
  | "dollars"
  | "yesNo";

/** One query of a panel. */
export interface BoardQuery {
  readonly value: Measure;
  /** Name of its series: text with `{{label}}`, labels as stored. @default - its labels, or the panel's title */
  readonly legend?: string;
}

/** How a panel shows what it is about. */
export type View =
  /** `state` draws phases over time, of values that mean something: 1 is up. */
  | {
      readonly kind: "stat" | "lines" | "stacked" | "bars" | "gauge" | "bar-gauge" | "pie" | "state";
      readonly queries: readonly BoardQuery[];
    }
  /** Distribution of a histogram over time. */
  | { readonly kind: "heatmap"; readonly of: Series }
  /** One point per combination of labels. */
  | { readonly kind: "scatter"; readonly x: BoardQuery; readonly y: BoardQuery; readonly xUnit: PanelUnit }
  /** One row per combination of labels, a column per query. */
  | { readonly kind: "table"; readonly columns: readonly (BoardQuery & { readonly unit: PanelUnit })[] }
  | { readonly kind: "logs"; readonly levels?: readonly LogLevel[] }
  | { readonly kind: "alerts" }
  | { readonly kind: "text"; readonly markdown: string };

export interface BoardPanel {
  /** Unique on its board; the panel's id is made of it. Never change it. */
  readonly id: string;
  readonly title: string;
  /** What it shows, what is good, what to do. */
  readonly description: string;
  /** Columns of 24. */
  readonly width: number;
  readonly view: View;
  /** @default - count */
  readonly unit?: PanelUnit;
  /** Top of the scale of a gauge. @default - 1 for a share, else by the data */
  readonly max?: number;
  /** How many bars or rows a bar gauge or table usually has; decides how high it is. @default - many */
  readonly expected?: number;
  /** Of lines: spreads what is small, for values that are far apart. @default false */
  readonly logarithmic?: boolean;
  /** Whose series and logs. @default - those of the row */
  readonly of?: readonly Service[];
  /** Text in place of data, for a panel that is empty when all is well. @default - it is never empty */
  readonly empty?: string;
}

export interface BoardRow {
  /** Unique on its board. */
  readonly id: string;
  readonly title: string;
  readonly of: readonly Service[];
  readonly panels: readonly BoardPanel[];
}

/** A board that a system has beside those of its services. */
export interface BoardDefinition {
  /** Uid, the last part of its address. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly BoardRow[];
}
