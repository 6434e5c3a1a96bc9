import { defaultThreshold, type AlertRule } from "./alert-rule.ts";
import type { Service } from "./service.ts";
import type { Slo } from "./slo.ts";
import type { System } from "./system.ts";
import { ruleUid } from "./uids.ts";

/** Every rule of a service: its alerts, and those that watch the error budgets of its SLOs. */
export const rulesOf = ({ alerts, slos = [] }: Pick<Service, "alerts" | "slos">): readonly AlertRule[] => [
  ...alerts,
  ...slos.flatMap(burnRateRules),
];

/** The two rules every SLO has. */
export const burnRateRules = (slo: Slo): readonly AlertRule[] => [
  {
    id: `${slo.id}-fast-burn`,
    name: `${slo.name}BudgetFastBurn`,
    severity: "critical",
    condition: { kind: "burn-rate", slo, speed: "fast", threshold: 1 },
    for: "2m",
    keepFiringFor: "5m",
    summary: `${slo.title}: {{ $value | humanizePercentage }} fail, the error budget is gone within days`,
    description: `${slo.description} At this speed 2 % of the budget of four weeks goes in an hour. The board tells since when; the boards of the service tell where.`,
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
    summary: `${slo.title}: {{ $value | humanizePercentage }} fail, a tenth of the error budget goes in days`,
    description: `${slo.description} Nothing is on fire, but the promise of four weeks will be broken if this stays.`,
    panel: `slo-${slo.id}-burn`,
  },
];

/** Default threshold by rule uid: the keys `alerts.thresholds` may have. */
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
