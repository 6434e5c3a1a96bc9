import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../model/config/index.ts";
import { type ApplicationOutputs, SCHEMA_VERSION, type StackOutputs } from "../model/outputs.ts";
import { collectorEndpoints } from "../render/alloy/endpoints.ts";
import type { ApplicationIntegration } from "./application-integration.ts";
import type { TelemetryBackend } from "./backends/backend.ts";
import type { Dashboards } from "./dashboards.ts";

/** The contract with application deploys, as the stack's outputs. */
export function stackOutputs(
  { cluster, environment }: Pick<Config, "cluster" | "environment">,
  { grafanaUrl, dataSources }: Pick<TelemetryBackend, "grafanaUrl" | "dataSources">,
  integrations: readonly ApplicationIntegration[],
  { urls }: Dashboards,
): { [Key in keyof StackOutputs]: pulumi.Input<StackOutputs[Key]> } {
  const applications = integrations.map((integration) => [integration.namespace, applicationOutputs(integration)]);
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: { name: environment, cluster: cluster.name },
    grafanaUrl,
    collector: collectorEndpoints(cluster.namespace),
    applications: pulumi.all(Object.fromEntries(applications) as Record<string, pulumi.Output<ApplicationOutputs>>),
    dataSources,
    dashboards: pulumi.all(urls),
  };
}

function applicationOutputs(application: ApplicationIntegration): pulumi.Output<ApplicationOutputs> {
  const { configMapName, secretName, credentialsVersion } = application;
  if (!secretName || !credentialsVersion) return configMapName.apply((name) => ({ configMapName: name }));
  return pulumi
    .all([configMapName, secretName, credentialsVersion])
    .apply(([name, secret, version]) => ({ configMapName: name, secretName: secret, credentialsVersion: version }));
}
