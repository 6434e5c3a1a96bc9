import { type Service } from "../../model/catalog/service.ts";
import { rulesUpTo } from "../../model/catalog/rules.ts";
import { defaultThreshold, panelKey, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { ruleUid, serviceBoardUid } from "../../model/catalog/uids.ts";
import type { Route } from "../../model/routing.ts";
import type { Severity, Tier } from "../../model/severity.ts";
import { below, type RenderContext } from "../context.ts";
import { panelId } from "../dashboards/layout.ts";
import { expression, type Expression, type TokenExpiry } from "./expression.ts";

/** What alert rules need to know of the environment. */
export interface AlertContext extends RenderContext {
  /** Overrides by rule uid; the catalog's threshold holds where there is none. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** @default "full" */
  readonly tier?: Tier;
  /** Where alerts of a severity and a system go; undefined leaves it to the notification policy. */
  readonly receiverFor: (severity: Severity, system: string) => Route | undefined;
  /** @default {} - no rule on tokens */
  readonly tokens?: TokenExpiry;
  /** Prefix of links to boards. @default "" - relative to whichever Grafana shows the alert */
  readonly grafanaUrl?: string;
}

/** An alert in the words of Prometheus; every other form is made of it. */
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

/** Rules of one service, in the order of the catalog. */
export const serviceRules = (service: Service, context: AlertContext): readonly Rule[] =>
  rulesUpTo(context.tier ?? "full", service)
    .filter(({ condition }) => condition.kind !== "token-expiry" || Object.keys(context.tokens ?? {}).length > 0)
    .map((rule) => serviceRule(service, rule, context));

function serviceRule(service: Service, rule: AlertRule, context: AlertContext): Rule {
  const uid = ruleUid(service, rule);
  const board = serviceBoardUid(service);
  const panel = String(panelId(panelKey(rule)));
  return {
    uid,
    alert: rule.name,
    severity: rule.severity,
    expression: expression(service, rule.condition, context.thresholds[uid] ?? defaultThreshold(rule), context.tokens),
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
      dashboard_url: below(context.grafanaUrl ?? "", `d/${board}?viewPanel=panel-${panel}`),
      description: rule.description,
      runbook_url: below(context.runbookUrl, `${rule.runbook ?? rule.name}.md`),
      summary: rule.summary,
    },
  };
}
