import { TIERS, type Tier } from "../severity.ts";
import { tierOf, type AlertRule, type Condition } from "./alert-rule.ts";
import { rulesOf } from "./rules.ts";
import type { Service } from "./service.ts";
import type { System } from "./system.ts";
import { ruleUid } from "./uids.ts";

/** A rule with the threshold that holds in an environment. */
interface EffectiveRule extends AlertRule {
  /** Whether the environment's tier includes it. */
  readonly published: boolean;
}

export interface EffectiveService extends Service {
  /** Every rule of the service, those of its SLOs included. */
  readonly rules: readonly EffectiveRule[];
}

export interface EffectiveSystem extends System {
  readonly services: readonly EffectiveService[];
}

/** What settings change of a catalog. */
export interface Adjustments {
  /** @default "full" */
  readonly tier?: Tier;
  /** Thresholds by rule uid, in place of those of the catalog. @default - none */
  readonly thresholds?: Readonly<Record<string, number>>;
  /** Factor of thresholds on the time that tokens have left, which the catalog states for the default overlap. @default 1 */
  readonly tokenOverlap?: number;
}

/** Systems as an environment has them: the one place where settings and catalog meet. */
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
  // The same share of another overlap: a token that is replaced in time never fires.
  if (condition.kind === "token-expiry")
    return { ...condition, threshold: Math.round(condition.threshold * tokenOverlap) };
  return condition;
}
