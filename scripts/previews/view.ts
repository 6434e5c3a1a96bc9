import type { Panel } from "./json.ts";
import type { TimeRange } from "./time.ts";

/** A panel and the place it is drawn into: its body, below the title. */
export interface View {
  readonly panel: Panel;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly range: TimeRange;
  /** Starts ids, unique in the picture. */
  readonly prefix: string;
  /** Moments that the board marks on every chart of time. */
  readonly marks: readonly Mark[];
  /** Replaces `$variable`s by their current text. */
  readonly interpolate: (text: string) => string;
  /** Titles of all boards by tag, for lists of boards. */
  readonly boards: readonly { readonly title: string; readonly folder: string; readonly tags: readonly string[] }[];
}

export interface Mark {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly colour: string;
}

/** Draws the body of one type of panel. */
export type Draw = (view: View) => string;
