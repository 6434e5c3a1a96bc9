import { effective, type Adjustments } from "../model/catalog/effective.ts";
import type { System } from "../model/catalog/system.ts";
import { planRuleGroups, type KnownLater } from "../render/alerts/index.ts";
import { renderRule, serviceRules, type AlertContext, type Rule, type RuleContext } from "../render/alerts/rules.ts";
import { CONTEXT } from "./boards.ts";

/** Alerts are routed by the notification policy, and the backend's tokens do not expire. */
export const ALERT_CONTEXT: AlertContext = { ...CONTEXT, tokensExpire: false, receiverFor: () => undefined };

const NOTHING_LATER: KnownLater = { grafanaUrl: "", tokens: {} };

interface Options<Context> extends Adjustments {
  readonly context?: Context;
  readonly known?: KnownLater;
}

/** Returns the rule groups of some systems as sent to Grafana, with the catalog's thresholds unless adjusted. */
export const ruleGroupsOf = (
  systems: readonly System[],
  { context = ALERT_CONTEXT, known = NOTHING_LATER, ...adjustments }: Options<AlertContext> = {},
) =>
  planRuleGroups(effective(systems, adjustments), context).groups.map(
    ({ key, name, folderUid, intervalSeconds, rules }) => ({
      ...{ key, name, folderUid, intervalSeconds },
      rules: rules(known),
    }),
  );

/** Returns the rules of some systems in Prometheus terms. */
export const rulesIn = (
  systems: readonly System[],
  { context = ALERT_CONTEXT, known = NOTHING_LATER, ...adjustments }: Options<RuleContext> = {},
): readonly Rule[] =>
  effective(systems, adjustments)
    .flatMap(({ services }) => services)
    .flatMap((service) =>
      serviceRules(service, context).rules.map((rule) => renderRule(service, rule, context, known)),
    );
