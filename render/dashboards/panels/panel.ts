import type { DataSourceRef } from "@grafana/grafana-foundation-sdk/common";
import * as dashboard from "@grafana/grafana-foundation-sdk/dashboard";
import type { DataSourceRole } from "../../../model/backends/data-sources.ts";
import { dataSourceOf } from "../data-sources.ts";

export type JsonObject = Record<string, unknown>;

/** What every panel has. */
export interface PanelFrame {
  /** Unique on its dashboard; the panel's id is derived from it. Never change it: alerts and links depend on it. */
  readonly key: string;
  readonly title: string;
  /** What it shows, what is good, what to do. */
  readonly description: string;
  /** Width in columns, of 24. */
  readonly width: number;
}

/** A panel without a position. */
export interface Panel {
  readonly key: string;
  readonly width: number;
  /** Minimum height; all panels on one line are as high as the highest. */
  readonly height: number;
  /** The kind of data source it needs; undefined for panels that Grafana itself fills. */
  readonly needs: DataSourceRole | undefined;
  readonly json: JsonObject;
}

/** Grid rows for the usual number of rows of data; further rows scroll. @default - `highest` */
export const heightOf = (rows: number | undefined, highest: number): number =>
  rows === undefined ? highest : Math.min(rows + HEAD, highest);

/** Grid rows for the title of the panel, the column headers and a margin. */
const HEAD = 3;

interface Builder {
  title(text: string): this;
  description(text: string): this;
  datasource(reference: DataSourceRef): this;
  build(): dashboard.Panel;
}

/** Finishes a panel; without `needs`, Grafana itself fills it. */
export function panel(frame: PanelFrame, height: number, builder: Builder, needs?: DataSourceRole): Panel {
  const { key, title, description, width } = frame;
  builder.title(title).description(description);
  if (needs !== undefined) builder.datasource(dataSourceOf(needs));
  return { key, width, height, needs, json: plain(builder.build()) };
}

/** Panel kinds the SDK has no schema for. */
export class UntypedPanel extends dashboard.PanelBuilder {
  constructor(type: string) {
    super();
    this.internal.type = type;
  }

  withOptions(options: JsonObject): this {
    this.internal.options = options;
    return this;
  }
}

/** The SDK returns live objects with methods in them; dashboards are data. */
const plain = (value: unknown): JsonObject => JSON.parse(JSON.stringify(value)) as JsonObject;
