import type { Service } from "./service.ts";
import type { LogLevel } from "./alert-rule.ts";
import type { Measure } from "./measure.ts";
import type { Series } from "./series.ts";

/** A Grafana unit, named by its meaning. `perSecond` is for events, `perMinute` for events counted per minute. */
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

/** How a panel displays its data. */
export type View =
  /** `state` draws phases over time, for values that stand for a state: 1 is up. */
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
  /** Unique on its dashboard; the panel's id is derived from it. Never change it. */
  readonly id: string;
  readonly title: string;
  /** What it shows, what is good, what to do. */
  readonly description: string;
  /** Width in columns, of 24. */
  readonly width: number;
  readonly view: View;
  /** @default - count */
  readonly unit?: PanelUnit;
  /** Maximum of a gauge's scale. @default - 1 for a share, otherwise chosen by the data */
  readonly max?: number;
  /** Usual number of bars or rows of a bar gauge or table; determines its height. @default - many */
  readonly expected?: number;
  /** For lines: spreads small values, where values are far apart. @default false */
  readonly logarithmic?: boolean;
  /** Services whose series and logs it shows. @default - those of the row */
  readonly of?: readonly Service[];
  /** Text shown instead of data, for a panel that is empty when all is well. @default - it is never empty */
  readonly empty?: string;
}

export interface BoardRow {
  /** Unique on its dashboard. */
  readonly id: string;
  readonly title: string;
  readonly of: readonly Service[];
  readonly panels: readonly BoardPanel[];
}

/** A dashboard that a system has in addition to those of its services. */
export interface BoardDefinition {
  /** Uid, the last part of its address. Never change it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly rows: readonly BoardRow[];
}
