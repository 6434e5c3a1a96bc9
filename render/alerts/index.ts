import { answering } from "../../model/backends/data-sources.ts";
import { EVALUATION_INTERVAL_SECONDS } from "../../model/catalog/alert-rule.ts";
import type { EffectiveService, EffectiveSystem } from "../../model/catalog/effective.ts";
import type { Config } from "../../model/config/index.ts";
import { NO_SEVERITY, ownRoute, rootPolicy } from "../../model/routing.ts";
import type { Omission, RenderContext } from "../context.ts";
import { toGrafana, type GrafanaRule } from "./grafana.ts";
import { muteInterval, notificationPolicy } from "./routing.ts";
import { renderRule, serviceRules, type AlertContext, type KnownLater } from "./rules.ts";
import { WATCHDOG, watchdogRule } from "./watchdog.ts";

export type { KnownLater } from "./rules.ts";

/** The rules of one service; a small group, because editing one rule resets the state of its whole group. */
export interface RuleGroupPlan {
  /** Stable suffix for resource names. */
  readonly key: string;
  readonly name: string;
  readonly folderUid: string;
  readonly intervalSeconds: number;
  /** Whether it changes when a token is replaced; the other groups stay as they are. */
  readonly watchesTokens: boolean;
  readonly rules: (known: KnownLater) => readonly GrafanaRule[];
}

export interface AlertingInput extends RenderContext {
  readonly systems: readonly EffectiveSystem[];
  readonly alerts: Pick<Config["alerts"], "muteTimings" | "routes" | "routing" | "watchdog">;
  readonly tokensExpire: boolean;
}

/** All alerting resources in Grafana except contact points, which contain secrets. */
export function planAlerting({ systems, alerts, ...context }: AlertingInput) {
  const policy = rootPolicy(alerts);
  const groups = planRuleGroups(systems, {
    ...context,
    receiverFor: (severity, system) => ownRoute(alerts, severity, system),
  });
  const watchdog = planWatchdog(alerts, context);
  return {
    muteTimings: alerts.muteTimings.map((timing) => ({ name: timing.name, intervals: [muteInterval(timing)] })),
    policy: policy && notificationPolicy(policy),
    /** Folders in addition to those of the dashboards. */
    folders: watchdog.map(() => WATCHDOG),
    groups: [...groups.groups, ...watchdog],
    omissions: groups.omissions,
  };
}

/** One rule group per service that has rules: Grafana accepts no empty group. */
export function planRuleGroups(
  systems: readonly EffectiveSystem[],
  context: AlertContext,
): { readonly groups: readonly RuleGroupPlan[]; readonly omissions: readonly Omission[] } {
  const services = systems.flatMap(({ id, services }) =>
    services.map((service) => ({ system: id, service, ...serviceRules(service, context) })),
  );
  return {
    groups: services
      .filter(({ rules }) => rules.length > 0)
      .map(({ system, service, rules }) => groupOf(system, service, rules, context)),
    omissions: services.flatMap(({ omissions }) => omissions),
  };
}

const groupOf = (
  system: string,
  service: EffectiveService,
  rules: EffectiveService["rules"],
  context: AlertContext,
): RuleGroupPlan => ({
  key: service.id,
  name: service.id,
  folderUid: system,
  intervalSeconds: EVALUATION_INTERVAL_SECONDS,
  watchesTokens: rules.some(({ condition }) => condition.kind === "token-expiry"),
  rules: (known) =>
    rules.map((definition) => {
      const rule = renderRule(service, definition, context, known);
      const dataSource = answering(context.dataSources, rule.expression.signal) ?? "";
      return toGrafana(rule, dataSource, { system, route: context.receiverFor(rule.severity, system) });
    }),
});

/** The watchdog, if it has a route and there is a metrics data source to query. */
function planWatchdog(alerts: AlertingInput["alerts"], context: RenderContext): readonly RuleGroupPlan[] {
  const route = ownRoute(alerts, NO_SEVERITY, WATCHDOG.uid);
  const dataSource = answering(context.dataSources, "metrics");
  if (route === undefined || dataSource === undefined) return [];
  const { uid } = WATCHDOG;
  const rules = [watchdogRule(context, route, dataSource)];
  return [
    {
      key: uid,
      name: uid,
      folderUid: uid,
      intervalSeconds: EVALUATION_INTERVAL_SECONDS,
      watchesTokens: false,
      rules: () => rules,
    },
  ];
}
