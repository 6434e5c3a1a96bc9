import { renderRole } from "../alloy/roles/role.ts";
import { collectorRoles } from "../alloy/roles/index.ts";
import { collectorPlan, type CollectorInput, type Endpoints } from "../collector.ts";
import type { System } from "../../model/catalog/system.ts";
import { NO_RULES, toLokiRules, toPrometheusRules } from "../alerts/prometheus.ts";
import type { AlertContext } from "../alerts/rules.ts";
import { renderDashboards } from "../dashboards/index.ts";

/** 2030-01-01, in Unix seconds. */
const EXAMPLE_EXPIRY = 1_893_456_000;

/** Stands for any environment: what differs between environments is in the resource graph, not here. */
export const EXAMPLE: AlertContext = {
  environment: "example",
  dataSources: {
    metrics: "grafanacloud-prom",
    logs: "grafanacloud-logs",
    traces: "grafanacloud-traces",
    profiles: "grafanacloud-profiles",
    usage: "grafanacloud-usage",
  },
  runbookUrl: "docs/runbooks",
  thresholds: {},
  receiverFor: () => undefined,
  tokens: { collector: EXAMPLE_EXPIRY },
};

/** Boards and rules of some systems as they are committed for review, by path. */
export function renderedFiles(systems: readonly System[]): Readonly<Record<string, string>> {
  const boards = renderDashboards(systems, EXAMPLE).map(
    ({ uid, json }) => [`rendered/dashboards/${uid}.json`, `${JSON.stringify(json, null, 2)}\n`] as const,
  );
  const rules = systems.flatMap((system) => [
    [`rendered/alerts/${system.id}.prometheus.yaml`, toPrometheusRules([system], EXAMPLE)] as const,
    [`rendered/alerts/${system.id}.loki.yaml`, toLokiRules([system], EXAMPLE)] as const,
  ]);
  return Object.fromEntries([...boards, ...rules.filter(([, text]) => text !== NO_RULES)]);
}

/** A backend such as Grafana Cloud's, for committed examples and tests. */
export const EXAMPLE_ENDPOINTS: Endpoints = {
  otlp: { url: "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp", username: "123456" },
  profiles: { url: "https://profiles-prod-011.grafana.net", username: "654321" },
};

/** Configuration of an environment's roles as it is committed for review: path from the repository's root → text. */
export function renderedAlloyFiles(input: CollectorInput): Record<string, string> {
  const roles = collectorRoles(collectorPlan(input, EXAMPLE_ENDPOINTS));
  return Object.fromEntries(
    roles.map((role) => [`rendered/alloy/${input.environment}/${role.name}.alloy`, renderRole(role)]),
  );
}
