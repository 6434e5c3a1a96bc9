import { NO_SEVERITY, type Route } from "../../model/routing.ts";
import { below, type RenderContext } from "../context.ts";
import { toGrafana, type GrafanaRule } from "./grafana.ts";
import { notificationSettings } from "./routing.ts";

/** Folder, group and rule are alone: nothing that is done to other rules touches them. */
export const WATCHDOG = { uid: "watchdog", title: "Watchdog" } as const;

/** A reminder every five minutes; Alertmanager sends it with the first group interval after that. */
const REMINDER = { groupInterval: "1m", repeatInterval: "5m" };

/**
 * A rule that always fires: whoever receives it knows that rules are evaluated, the data source answers and
 * notifications arrive, and gives the alarm when they do not.
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
      description: "Always fires. Where it stops arriving, no other alert arrives either.",
      runbook_url: below(context.runbookUrl, "Watchdog.md"),
      summary: `Alerting of ${context.environment} works`,
    },
  } as const;
  return {
    ...toGrafana(rule, dataSource, { system: WATCHDOG.uid, route }),
    execErrState: "OK", // an alert on the failure would reach the receiver, too, which takes every call for a sign of life
    notificationSettings: { ...notificationSettings(route), ...REMINDER },
  };
}
