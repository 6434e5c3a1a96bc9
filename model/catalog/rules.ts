import { defaultThreshold, type AlertRule } from "./alert-rule.ts";
import type { Service } from "./service.ts";
import type { Slo } from "./slo.ts";
import type { System } from "./system.ts";
import { ruleUid } from "./uids.ts";

/** All rules of a service: its alerts, and the rules that watch the error budgets of its SLOs. */
export const rulesOf = ({ alerts, slos = [] }: Pick<Service, "alerts" | "slos">): readonly AlertRule[] => [
  ...alerts,
  ...slos.flatMap(burnRateRules),
];

/** The two rules that every SLO has. */
export const burnRateRules = (slo: Slo): readonly AlertRule[] => [
  {
    id: `${slo.id}-fast-burn`,
    name: `${slo.name}BudgetFastBurn`,
    severity: "critical",
    condition: { kind: "burn-rate", slo, speed: "fast", threshold: 1 },
    for: "2m",
    keepFiringFor: "5m",
    summary: `${slo.title}: {{ $value | humanizePercentage }} failing, the error budget runs out within days`,
    description: `${slo.description} At this rate, 2 % of the four-week error budget burns in an hour. The panel shows since when; the dashboards of the service show where.`,
    panel: `slo-${slo.id}-burn`,
  },
  {
    id: `${slo.id}-slow-burn`,
    name: `${slo.name}BudgetSlowBurn`,
    severity: "warning",
    tier: "essential",
    condition: { kind: "burn-rate", slo, speed: "slow", threshold: 1 },
    for: "15m",
    keepFiringFor: "15m",
    summary: `${slo.title}: {{ $value | humanizePercentage }} failing, a tenth of the error budget burns within days`,
    description: `${slo.description} This is not an emergency, but if it continues, the four-week objective will be missed.`,
    panel: `slo-${slo.id}-burn`,
  },
];

/** Default thresholds by rule uid: the keys that `alerts.thresholds` may have. */
export function defaultThresholds(systems: readonly System[]): Readonly<Record<string, number>> {
  const thresholds: Record<string, number> = {};
  for (const service of systems.flatMap(({ services }) => services)) {
    for (const rule of rulesOf(service)) {
      const threshold = defaultThreshold(rule);
      if (threshold !== undefined) thresholds[ruleUid(service, rule)] = threshold;
    }
  }
  return thresholds;
}
