import type { Service } from "../../model/catalog/service.ts";
import type { Condition } from "../../model/catalog/alert-rule.ts";
import { parseDuration } from "../../model/duration.ts";
import { STEP_SECONDS } from "../../testing/synthetic/history.ts";
import type { LogLines, Timeline } from "./timeline.ts";

/** What a LogQL query would return, minute by minute. */
export function onLogs(service: Pick<Service, "id">, condition: Condition, timeline: Timeline): ReadonlySet<number> {
  const lines = timeline.logs.filter((one) => one.service === service.id);
  const minutes = new Set<number>();
  for (let minute = 0; minute <= timeline.minutes; minute++) {
    if (holds(condition, lines, minute)) minutes.add(minute);
  }
  return minutes;
}

function holds(condition: Condition, lines: readonly LogLines[], minute: number): boolean {
  if (!("window" in condition)) return false;
  const window = (parseDuration(condition.window ?? "")?.seconds ?? 0) / STEP_SECONDS;
  const count = (chosen: readonly LogLines[]) =>
    chosen.reduce((sum, { perMinute }) => {
      for (let at = Math.max(0, minute - window + 1); at <= minute; at++) sum += perMinute(at);
      return sum;
    }, 0);
  switch (condition.kind) {
    case "log-burst": {
      const { levels, matches = "" } = condition;
      const pattern = new RegExp(matches.replace("(?i)", ""), matches.startsWith("(?i)") ? "i" : "");
      return (
        count(lines.filter(({ level, text }) => (levels?.includes(level) ?? true) && pattern.test(text))) >
        condition.threshold
      );
    }
    case "untraced-logs": {
      const all = count(lines);
      return all > 0 && count(lines.filter(({ traced }) => !traced)) / all > condition.threshold;
    }
    case "log-absence":
      return minute >= window && count(lines) === 0;
    default:
      return false;
  }
}
