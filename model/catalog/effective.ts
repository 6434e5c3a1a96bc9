import { TIERS, type Tier } from "../severity.ts";
import { tierOf, type AlertRule, type Condition } from "./alert-rule.ts";
import { rulesOf } from "./rules.ts";
import type { Service } from "./service.ts";
import type { System } from "./system.ts";
import { ruleUid } from "./uids.ts";

/** A rule with the threshold that applies in an environment. */
interface EffectiveRule extends AlertRule {
  /** Whether the environment's tier includes it. */
  readonly published: boolean;
}

export interface EffectiveService extends Service {
  /** All rules of the service, including those of its SLOs. */
  readonly rules: readonly EffectiveRule[];
}

export interface EffectiveSystem extends System {
  readonly services: readonly EffectiveService[];
}

/** What the configuration changes in a catalog. */
export interface Adjustments {
  /** @default "full" */
  readonly tier?: Tier;
  /** Thresholds by rule uid that replace those of the catalog. @default - none */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Factor for thresholds on the remaining time of tokens, which the catalog states for the default overlap. @default 1 */
  readonly tokenOverlap?: number;
}

/** Systems as configured in an environment: the only place where configuration and catalog meet. */
export const effective = (systems: readonly System[], adjustments: Adjustments = {}): readonly EffectiveSystem[] =>
  systems.map((system) => ({
    ...system,
    services: system.services.map((service) => ({ ...service, rules: effectiveRules(service, adjustments) })),
  }));

function effectiveRules(service: Service, { tier = "full", thresholds = {}, tokenOverlap = 1 }: Adjustments) {
  return rulesOf(service).map((rule) => ({
    ...rule,
    condition: adjusted(rule.condition, thresholds[ruleUid(service, rule)], tokenOverlap),
    published: TIERS.indexOf(tierOf(rule)) <= TIERS.indexOf(tier),
  }));
}

function adjusted(condition: Condition, threshold: number | undefined, tokenOverlap: number): Condition {
  if (!("threshold" in condition)) return condition;
  if (threshold !== undefined) return { ...condition, threshold };
  // Keeps the same share of a different overlap: a token that is replaced in time never fires.
  if (condition.kind === "token-expiry")
    return { ...condition, threshold: Math.round(condition.threshold * tokenOverlap) };
  return condition;
}
