import { NO_SEVERITY, type Route } from "../../model/routing.ts";
import { below, type RenderContext } from "../context.ts";
import { toGrafana, type GrafanaRule } from "./grafana.ts";
import { notificationSettings } from "./routing.ts";

/** The watchdog has a separate folder, group and rule: changes to other rules never affect it. */
export const WATCHDOG = { uid: "watchdog", title: "Watchdog" } as const;

/** Repeats the notification every five minutes; Alertmanager sends it with the first group interval after that. */
const REMINDER = { groupInterval: "1m", repeatInterval: "5m" };

/**
 * A rule that always fires (a dead man's switch): while its receiver is notified, rules are evaluated, the data source
 * answers and notifications arrive. When the notifications stop, the receiver raises an alarm.
 */
export function watchdogRule(context: RenderContext, route: Route, dataSource: string): GrafanaRule {
  const rule = {
    uid: WATCHDOG.uid,
    alert: "Watchdog",
    expression: { signal: "metrics", text: "vector(1)" },
    for: "0s",
    keepFiringFor: undefined,
    labels: { environment: context.environment, service: "alerting", severity: NO_SEVERITY },
    annotations: {
      description: "Always fires. If it stops arriving, no other alert arrives either.",
      runbook_url: below(context.runbookUrl, "Watchdog.md"),
      summary: `Alerting works in ${context.environment}`,
    },
  } as const;
  return {
    ...toGrafana(rule, dataSource, { system: WATCHDOG.uid, route }),
    execErrState: "OK", // an alert about the failure would also reach the receiver, which takes every call as a sign of life
    notificationSettings: { ...notificationSettings(route), ...REMINDER },
  };
}
