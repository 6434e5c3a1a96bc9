import { effective, type Adjustments } from "../model/catalog/effective.ts";
import type { System } from "../model/catalog/system.ts";
import { planRuleGroups, type KnownLater } from "../render/alerts/index.ts";
import { renderRule, serviceRules, type AlertContext, type Rule, type RuleContext } from "../render/alerts/rules.ts";
import { CONTEXT } from "./boards.ts";

/** Alerts that are left to the notification policy, of a backend without tokens that expire. */
export const ALERT_CONTEXT: AlertContext = { ...CONTEXT, tokensExpire: false, receiverFor: () => undefined };

const NOTHING_LATER: KnownLater = { grafanaUrl: "", tokens: {} };

interface Options<Context> extends Adjustments {
  readonly context?: Context;
  readonly known?: KnownLater;
}

/** The rule groups of some systems as Grafana gets them, with the thresholds of the catalog but for these. */
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

/** The rules of some systems in the words of Prometheus. */
export const rulesIn = (
  systems: readonly System[],
  { context = ALERT_CONTEXT, known = NOTHING_LATER, ...adjustments }: Options<RuleContext> = {},
): readonly Rule[] =>
  effective(systems, adjustments)
    .flatMap(({ services }) => services)
    .flatMap((service) =>
      serviceRules(service, context).rules.map((rule) => renderRule(service, rule, context, known)),
    );
