import { collectorPlan } from "./deployment.ts";
import type { CollectorInput, Endpoints } from "./deployment.ts";
import { renderRole } from "./role.ts";
import { collectorRoles } from "./roles.ts";

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
