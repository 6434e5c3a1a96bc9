import { type Service } from "../../model/catalog/service.ts";
import type { EffectiveService } from "../../model/catalog/effective.ts";
import { panelKey, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { ruleUid, serviceBoardUid } from "../../model/catalog/uids.ts";
import type { Route } from "../../model/routing.ts";
import type { Severity } from "../../model/severity.ts";
import { answering } from "../../model/backends/data-sources.ts";
import { below, type Omission, type RenderContext } from "../context.ts";
import { panelId } from "../dashboards/layout.ts";
import { askedOf, expression, type Expression, type TokenExpiry } from "./expression.ts";

/** What alert rules need to know about the environment. */
export interface RuleContext extends RenderContext {
  /** Whether the backend has tokens that expire: without them, rules on tokens are left out. */
  readonly tokensExpire: boolean;
}

/** A rule context that also knows where Grafana sends the alerts. */
export interface AlertContext extends RuleContext {
  /** Where alerts of a severity and a system are sent; if undefined, the notification policy decides. */
  readonly receiverFor: (severity: Severity, system: string) => Route | undefined;
}

/** Values that are known only once the backend exists. */
export interface KnownLater {
  /** Prefix of links to dashboards; empty if the Grafana that shows the alert also has the dashboards. */
  readonly grafanaUrl: string;
  readonly tokens: TokenExpiry;
}

/** An alert rule in the terms of Prometheus; every other format is derived from it. */
export interface Rule {
  readonly uid: string;
  readonly alert: string;
  readonly severity: Severity;
  readonly expression: Expression;
  readonly for: string;
  readonly keepFiringFor: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** The published rules of one service, and what the backend lacks for the rules that are left out. */
export function serviceRules(service: EffectiveService, context: RuleContext) {
  const rules = service.rules.filter(({ published }) => published);
  const lacking = rules.map((rule) => [rule, lackedBy(rule, context)] as const);
  return {
    rules: lacking.flatMap(([rule, lacks]) => (lacks === undefined ? [rule] : [])),
    omissions: lacking.flatMap(([rule, lacks]): Omission[] =>
      lacks === undefined ? [] : [{ kind: "rule", name: ruleUid(service, rule), lacks }],
    ),
  };
}

function lackedBy({ condition }: AlertRule, { dataSources, tokensExpire }: RuleContext): Omission["lacks"] | undefined {
  if (condition.kind === "token-expiry" && !tokensExpire) return "expiring tokens";
  const role = askedOf(condition);
  return answering(dataSources, role) === undefined ? role : undefined;
}

/** A complete rule, including the values that are known only later. */
export function renderRule(service: Service, rule: AlertRule, context: RuleContext, known: KnownLater): Rule {
  const uid = ruleUid(service, rule);
  const board = serviceBoardUid(service);
  const panel = String(panelId(panelKey(rule)));
  return {
    uid,
    alert: rule.name,
    severity: rule.severity,
    expression: expression(service, rule.condition, known.tokens),
    for: rule.for,
    keepFiringFor: rule.keepFiringFor,
    labels: {
      environment: context.environment,
      service: service.id,
      severity: rule.severity,
      team: service.team,
    },
    annotations: {
      __dashboardUid__: board,
      __panelId__: panel,
      dashboard_url: below(known.grafanaUrl, `d/${board}?viewPanel=panel-${panel}`),
      description: rule.description,
      runbook_url: below(context.runbookUrl, `${rule.runbook ?? rule.name}.md`),
      summary: rule.summary,
    },
  };
}
