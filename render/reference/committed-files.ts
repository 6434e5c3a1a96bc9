import { renderRole } from "../alloy/roles/role.ts";
import { collectorRoles } from "../alloy/roles/index.ts";
import { collectorPlan, type CollectorInput } from "../collector.ts";
import type { KnownDestinations } from "../../model/backends/destinations.ts";
import { effective } from "../../model/catalog/effective.ts";
import type { System } from "../../model/catalog/system.ts";
import { ruleFiles } from "../alerts/prometheus.ts";
import { GRAFANA_CLOUD_DATA_SOURCES } from "../../model/backends/grafana-cloud.ts";
import type { KnownLater, RuleContext } from "../alerts/rules.ts";
import { planDashboards } from "../dashboards/index.ts";

/** 2030-01-01, in Unix seconds. */
const EXAMPLE_EXPIRY = 1_893_456_000;

/** A stand-in for every environment: the differences between environments are in the resource graph, not here. */
export const EXAMPLE: RuleContext = {
  environment: "example",
  dataSources: GRAFANA_CLOUD_DATA_SOURCES,
  tokensExpire: true,
  runbookUrl: "docs/runbooks",
};

export const EXAMPLE_LATER: KnownLater = { grafanaUrl: "", tokens: { collector: EXAMPLE_EXPIRY } };

/** The dashboards and rules of some systems as committed for review, by path. */
export function renderedFiles(systems: readonly System[]): Readonly<Record<string, string>> {
  const declared = effective(systems);
  const boards = planDashboards(declared, EXAMPLE).dashboards.map(
    ({ uid, json }) => [`rendered/dashboards/${uid}.json`, `${JSON.stringify(json, null, 2)}\n`] as const,
  );
  const rules = Object.entries(ruleFiles(declared, EXAMPLE).files(EXAMPLE_LATER)).map(
    ([name, text]) => [`rendered/alerts/${name}`, text] as const,
  );
  return Object.fromEntries([...boards, ...rules]);
}

/** A Grafana Cloud stack for committed examples and tests. */
export const EXAMPLE_DESTINATIONS: KnownDestinations = {
  otlp: { url: "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp", username: "123456" },
  profiles: { url: "https://profiles-prod-011.grafana.net", username: "654321" },
};

/** The Alloy configuration of an environment's roles as committed for review: path from the repository root → text. */
export function renderedAlloyFiles(input: CollectorInput): Record<string, string> {
  const roles = collectorRoles(collectorPlan(input));
  return Object.fromEntries(
    roles.map((role) => [
      `rendered/alloy/${input.environment}/${role.name}.alloy`,
      renderRole(role, EXAMPLE_DESTINATIONS),
    ]),
  );
}
