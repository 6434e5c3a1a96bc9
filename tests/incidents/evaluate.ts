import { type Service } from "../../model/catalog/service.ts";
import { type System } from "../../model/catalog/system.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import type { Rule } from "../../render/alerts/rules.ts";
import { startPrometheus, type PrometheusServer } from "../../testing/prometheus/server.ts";
import type { PrometheusTools } from "../../testing/prometheus/tools.ts";
import { START, STEP_SECONDS } from "../../testing/synthetic/history.ts";
import { openMetrics } from "../../testing/synthetic/openmetrics.ts";
import { ALERT_CONTEXT, rulesIn } from "../../testing/alerts.ts";
import { onLogs } from "./logs.ts";
import { phases } from "./phases.ts";
import type { Timeline } from "./timeline.ts";

/** A period in which an alert fired, in minutes of the timeline. */
export interface Firing {
  readonly rule: Rule;
  readonly system: string;
  readonly from: number;
  readonly to: number;
}

/** Minutes in which something is true, as a query returns them for one set of labels. */
type Minutes = ReadonlySet<number>;

/**
 * Evaluates every rule of the given systems over a timeline, as the rulers of Prometheus and Grafana do: the expression
 * every minute, then `for` and `keep_firing_for`. Rules on metrics run in a real Prometheus. There is no Loki, so rules on
 * logs are evaluated here, from the condition in the catalog.
 */
export async function firings(
  tools: PrometheusTools,
  systems: readonly System[],
  timeline: Timeline,
): Promise<readonly Firing[]> {
  const { tokens = {} } = timeline;
  const context = { ...ALERT_CONTEXT, environment: "prod", tokensExpire: Object.keys(tokens).length > 0 };
  const server = await startPrometheus(tools, { openMetrics: openMetrics(timeline.series, timeline.minutes) });
  try {
    const found: Firing[] = [];
    for (const system of systems) {
      for (const service of system.services) {
        const own = { ...system, services: [service] };
        for (const rule of rulesIn([own], { context, known: { grafanaUrl: "", tokens } })) {
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
