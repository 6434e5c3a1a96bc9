import { EVALUATION_INTERVAL_SECONDS } from "../../model/catalog/alert-rule.ts";
import { type System } from "../../model/catalog/system.ts";
import { defaultThresholds, rulesUpTo } from "../../model/catalog/rules.ts";
import { toGrafana, type GrafanaRule } from "./grafana.ts";
import { serviceRules, type AlertContext } from "./rules.ts";

export type { GrafanaRule } from "./grafana.ts";
export type { TokenExpiry } from "./expression.ts";
export type { AlertContext } from "./rules.ts";

/** The rules of one service; a small group, because editing one rule resets the state of its whole group. */
export interface RenderedRuleGroup {
  /** Stable suffix for resource names. */
  readonly key: string;
  readonly name: string;
  readonly folderUid: string;
  readonly intervalSeconds: number;
  readonly rules: readonly GrafanaRule[];
}

/** One rule group per service that has rules: Grafana takes no empty one. Throws on a threshold for a rule that does not exist or has none. */
export function renderAlerts(systems: readonly System[], context: AlertContext): readonly RenderedRuleGroup[] {
  assertThresholds(systems, context.thresholds);
  return systems.flatMap((system) =>
    system.services
      .filter((service) => rulesUpTo(context.tier ?? "full", service).length > 0)
      .map((service) => ({
        key: service.id,
        name: service.id,
        folderUid: system.id,
        intervalSeconds: EVALUATION_INTERVAL_SECONDS,
        rules: serviceRules(service, context).map((rule) =>
          toGrafana(rule, context.dataSources, {
            system: system.id,
            route: context.receiverFor(rule.severity, system.id),
          }),
        ),
      })),
  );
}

function assertThresholds(systems: readonly System[], thresholds: Readonly<Record<string, number>>): void {
  const known = Object.keys(defaultThresholds(systems));
  const unknown = Object.keys(thresholds).filter((uid) => !known.includes(uid));
  if (unknown.length > 0) {
    throw new Error(
      `alerts.thresholds: expected rules of the chosen systems (${known.join(", ")}), got ${unknown.join(", ")}`,
    );
  }
}
