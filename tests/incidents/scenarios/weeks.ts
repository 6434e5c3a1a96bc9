import { tradeengine } from "../../../catalog/tradeengine.ts";
import type { System } from "../../../model/catalog.ts";
import { restarted, type Happening } from "../timeline.ts";

/** A week, from Monday to Sunday, in which nobody has to be woken. */
export interface Week {
  readonly name: string;
  readonly systems: readonly System[];
  readonly happenings: readonly Happening[];
  /** Warnings that are right to be told of. @default - none */
  readonly may?: readonly string[];
}

const HOUR = 60;
const DAY = 24 * HOUR;

export const WEEKS: readonly Week[] = [
  {
    name: "a deploy on every day",
    systems: [tradeengine],
    happenings: [0, 1, 2, 3, 4].map((day) => restarted("tradeengine", day * DAY + 14 * HOUR)),
  },
];
