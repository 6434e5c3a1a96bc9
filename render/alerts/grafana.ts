import { SYSTEM_LABEL, type Route } from "../../model/routing.ts";
import { QUERY_TYPES } from "../../model/backends/data-sources.ts";
import type { Expression } from "./expression.ts";
import { notificationSettings, type NotificationSettings } from "./routing.ts";
import type { Rule } from "./rules.ts";

/** One node of a Grafana rule, in the shape of `alerting.RuleGroup` of @pulumiverse/grafana. */
interface GrafanaRuleNode {
  refId: string;
  datasourceUid: string;
  queryType?: string;
  /** Seconds before the evaluation. */
  relativeTimeRange: { from: number; to: number };
  /** JSON. */
  model: string;
}

/** One rule, in the shape of `alerting.RuleGroup` of @pulumiverse/grafana. */
export interface GrafanaRule {
  uid: string;
  name: string;
  condition: string;
  for: string;
  keepFiringFor?: string;
  noDataState: "OK";
  execErrState: "Error" | "OK";
  missingSeriesEvalsToResolve: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  datas: GrafanaRuleNode[];
  notificationSettings?: NotificationSettings;
}

/** Determines where a rule's alerts are sent. */
export interface Routing {
  /** Id of its system; becomes a label that notification policies match. */
  readonly system: string;
  /** If undefined, the notification policies decide. */
  readonly route: Route | undefined;
}

/**
 * Builds the same three nodes as Grafana's own importer of Prometheus rules: the query contains the threshold and returns
 * nothing while all is well; any number that it returns means firing. `dataSource` is the uid of the queried data source.
 * No data is therefore the good state. A failing data source raises a separate error, not an alert of every rule.
 */
export function toGrafana(rule: Omit<Rule, "severity">, dataSource: string, { system, route }: Routing): GrafanaRule {
  const { keepFiringFor } = rule;
  return {
    uid: rule.uid,
    name: rule.alert,
    condition: "threshold",
    for: rule.for,
    ...(keepFiringFor === undefined ? {} : { keepFiringFor }),
    noDataState: "OK",
    execErrState: "Error",
    missingSeriesEvalsToResolve: 1, // as in Prometheus: a series that disappears is resolved
    labels: { ...rule.labels, [SYSTEM_LABEL]: system },
    annotations: { ...rule.annotations },
    datas: [queryNode(rule.expression, dataSource), MATH_NODE, THRESHOLD_NODE].map((node) => ({ ...node })),
    ...(route === undefined ? {} : { notificationSettings: notificationSettings(route) }),
  };
}

function queryNode({ signal, text }: Expression, uid: string): GrafanaRuleNode {
  const loki = signal === "logs";
  const model = {
    datasource: { type: QUERY_TYPES[signal], uid },
    expr: text,
    instant: true,
    ...(loki ? { queryType: "instant" } : {}),
    range: false,
    refId: "query",
  };
  return {
    refId: "query",
    datasourceUid: uid,
    ...(loki ? { queryType: "instant" } : {}),
    relativeTimeRange: { from: 600, to: 0 },
    model: JSON.stringify(model),
  };
}

const EXPRESSION_SOURCE = { type: "__expr__", uid: "__expr__" };

const MATH_NODE: GrafanaRuleNode = {
  refId: "prometheus_math",
  datasourceUid: "__expr__",
  queryType: "math",
  relativeTimeRange: { from: 0, to: 0 },
  model: JSON.stringify({
    datasource: EXPRESSION_SOURCE,
    expression: "is_number($query) || is_nan($query) || is_inf($query)",
    refId: "prometheus_math",
    type: "math",
  }),
};

const THRESHOLD_NODE: GrafanaRuleNode = {
  refId: "threshold",
  datasourceUid: "__expr__",
  queryType: "threshold",
  relativeTimeRange: { from: 0, to: 0 },
  model: JSON.stringify({
    conditions: [{ evaluator: { params: [0], type: "gt" } }],
    datasource: EXPRESSION_SOURCE,
    expression: "prometheus_math",
    refId: "threshold",
    type: "threshold",
  }),
};
