import { parseDuration } from "../../model/duration.ts";
import { STEP_SECONDS } from "../../testing/synthetic/history.ts";

interface Timing {
  readonly for: string;
  readonly keepFiringFor?: string | undefined;
}

/** The periods in which a rule fires whose expression is true at the given minutes. */
export function phases(
  rule: Timing,
  minutes: ReadonlySet<number>,
  end: number,
): readonly { from: number; to: number }[] {
  const pending = (parseDuration(rule.for)?.seconds ?? 0) / STEP_SECONDS;
  const keep = (parseDuration(rule.keepFiringFor ?? "0s")?.seconds ?? 0) / STEP_SECONDS;
  const found: { from: number; to: number }[] = [];
  let since: number | undefined;
  let last = 0;
  let firing: { from: number; to: number } | undefined;
  for (let minute = 0; minute <= end; minute++) {
    if (minutes.has(minute)) {
      since ??= minute;
      last = minute;
      if (firing === undefined && minute - since >= pending) found.push((firing = { from: minute, to: end }));
    } else if (firing !== undefined && minute - last < keep) {
      continue;
    } else {
      if (firing !== undefined) firing.to = minute;
      firing = undefined;
      since = undefined;
    }
  }
  return found;
}
