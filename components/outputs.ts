import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../model/config/index.ts";
import { type ApplicationOutputs, SCHEMA_VERSION, type StackOutputs } from "../model/outputs.ts";
import { collectorEndpoints } from "../render/alloy/endpoints.ts";
import type { ApplicationIntegration } from "./application-integration.ts";
import type { TelemetryBackend } from "./backends/backend.ts";
import type { Published } from "./publish.ts";

/** The contract with application deploys, as the stack's outputs. */
export function stackOutputs(
  { cluster, environment }: Pick<Config, "cluster" | "environment">,
  { grafana, dataSources, destinations }: Pick<TelemetryBackend, "grafana" | "dataSources" | "destinations">,
  integrations: readonly ApplicationIntegration[],
  { urls, omissions }: Published,
): { [Key in keyof StackOutputs]: pulumi.Input<StackOutputs[Key]> } {
  const applications = integrations.map((integration) => [integration.namespace, applicationOutputs(integration)]);
  const { profiles, ...otlp } = collectorEndpoints(cluster.namespace);
  return {
    schemaVersion: SCHEMA_VERSION,
    environment: { name: environment, cluster: cluster.name },
    ...(grafana === undefined ? {} : { grafanaUrl: grafana.url }),
    collector: destinations.profiles === undefined ? otlp : { ...otlp, profiles },
    applications: pulumi.all(Object.fromEntries(applications) as Record<string, pulumi.Output<ApplicationOutputs>>),
    dataSources: Object.fromEntries(Object.entries(dataSources).map(([role, { uid }]) => [role, uid])),
    dashboards: pulumi.all(urls),
    ...(omissions.length === 0 ? {} : { leftOut: omissions }),
  };
}

function applicationOutputs(application: ApplicationIntegration): pulumi.Output<ApplicationOutputs> {
  const { configMapName, secretName, credentialsVersion } = application;
  if (!secretName || !credentialsVersion) return configMapName.apply((name) => ({ configMapName: name }));
  return pulumi
    .all([configMapName, secretName, credentialsVersion])
    .apply(([name, secret, version]) => ({ configMapName: name, secretName: secret, credentialsVersion: version }));
}
