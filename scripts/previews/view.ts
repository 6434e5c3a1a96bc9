import type { Panel } from "./json.ts";
import type { TimeRange } from "./time.ts";

/** A panel and the area to draw it into: its body, below the title. */
export interface View {
  readonly panel: Panel;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  readonly range: TimeRange;
  /** Prefix of ids; unique in the picture. */
  readonly prefix: string;
  /** Points in time that the dashboard marks on every time series chart. */
  readonly marks: readonly Mark[];
  /** Replaces each `$variable` with its current text. */
  readonly interpolate: (text: string) => string;
  /** Titles and tags of all dashboards, for dashboard lists. */
  readonly boards: readonly { readonly title: string; readonly folder: string; readonly tags: readonly string[] }[];
}

export interface Mark {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly colour: string;
}

/** Draws the body of one type of panel. */
export type Draw = (view: View) => string;
