import { rulesOf, type Condition, type Service, type System } from "../../model/catalog.ts";
import { durationSeconds } from "../../model/duration.ts";
import { serviceRules, type AlertContext, type Rule } from "../../render/alerts/rules.ts";
import { startPrometheus, type PrometheusServer } from "../prometheus/server.ts";
import type { PrometheusTools } from "../prometheus/tools.ts";
import { START, STEP_SECONDS } from "../synthetic/history.ts";
import { openMetrics } from "../synthetic/openmetrics.ts";
import { CONTEXT } from "../unit/dashboards/board.ts";
import type { LogLines, Timeline } from "./timeline.ts";

/** A time in which an alert fired, in minutes of the timeline. */
export interface Firing {
  readonly rule: Rule;
  readonly system: string;
  readonly from: number;
  readonly to: number;
}

/** Points in time at which something is true, as a query gives them for one set of labels. */
type Minutes = ReadonlySet<number>;

/**
 * Evaluates every rule of some systems over a timeline, as the rulers of Prometheus and Grafana do: the expression every
 * minute, then `for` and `keep_firing_for`. Rules on metrics run in a real Prometheus; there is no Loki, so those
 * on logs are counted here, by the condition in the catalog.
 */
export async function firings(
  tools: PrometheusTools,
  systems: readonly System[],
  timeline: Timeline,
): Promise<readonly Firing[]> {
  const context: AlertContext = {
    ...CONTEXT,
    environment: "prod",
    thresholds: {},
    receiverFor: () => undefined,
    tokens: timeline.tokens,
  };
  const server = await startPrometheus(tools, { openMetrics: openMetrics(timeline.series, timeline.minutes) });
  try {
    const found: Firing[] = [];
    for (const system of systems) {
      for (const service of system.services) {
        for (const rule of serviceRules(service, context)) {
          const truths = await trueMinutes(server, service, rule, timeline);
          for (const minutes of truths) {
            found.push(
              ...phases(rule, minutes, timeline.minutes).map((phase) => ({ rule, system: system.id, ...phase })),
            );
          }
        }
      }
    }
    return found;
  } finally {
    await server.stop();
  }
}

async function trueMinutes(
  server: PrometheusServer,
  service: Service,
  rule: Rule,
  timeline: Timeline,
): Promise<readonly Minutes[]> {
  if (rule.expression.signal === "logs") {
    const condition = rulesOf(service).find(({ name }) => name === rule.alert)?.condition;
    return condition === undefined ? [] : [onLogs(service, condition, timeline)];
  }
  const end = START + timeline.minutes * STEP_SECONDS;
  const series = await server.queryRange(rule.expression.text, START, end, STEP_SECONDS);
  return series.map(({ values }) => new Set(values.map(([time]) => (time - START) / STEP_SECONDS)));
}

/** What LogQL would answer, minute by minute. */
function onLogs(service: Service, condition: Condition, timeline: Timeline): Minutes {
  const lines = timeline.logs.filter((one) => one.service === service.id);
  const minutes = new Set<number>();
  for (let minute = 0; minute <= timeline.minutes; minute++) {
    if (holds(condition, lines, minute)) minutes.add(minute);
  }
  return minutes;
}

function holds(condition: Condition, lines: readonly LogLines[], minute: number): boolean {
  if (!("window" in condition)) return false;
  const window = (durationSeconds(condition.window ?? "") ?? 0) / STEP_SECONDS;
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

/** From when to when a rule fires whose expression is true at these minutes. */
function phases(rule: Rule, minutes: Minutes, end: number): readonly { from: number; to: number }[] {
  const pending = (durationSeconds(rule.for) ?? 0) / STEP_SECONDS;
  const keep = (durationSeconds(rule.keepFiringFor ?? "0s") ?? 0) / STEP_SECONDS;
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
