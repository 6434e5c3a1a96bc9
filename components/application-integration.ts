import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { type ApplicationPlan, planApplication } from "../model/applications.ts";
import type { ApplicationConfig, Config } from "../model/config/index.ts";
import { applicationEgressPolicy } from "../model/collector/network-policy.ts";
import { collectorEndpoints, TELEMETRY_PORTS } from "../render/alloy/endpoints.ts";
import { LABELS } from "./labels.ts";
import type { TelemetryBackend, WriteEndpoint, WriteToken } from "./backends/backend.ts";

export interface ApplicationIntegrationArgs extends Pick<Config, "cluster" | "environment"> {
  readonly application: ApplicationConfig;
  /** Where profiles go when the application pushes them itself. */
  readonly backend: Pick<TelemetryBackend, "profiles" | "profilesToken">;
}

/** Gives an application namespace one way to find, authenticate to, and reach the telemetry. */
export class ApplicationIntegration extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:ApplicationIntegration";

  readonly namespace: string;
  /** Name of the ConfigMap for `envFrom`. */
  readonly configMapName: pulumi.Output<string>;
  /** Name of the Secret for `envFrom`, where the application holds a token. */
  readonly secretName: pulumi.Output<string> | undefined;
  /** Changes with every rotation of the token: as a pod annotation it restarts what reads the token from its environment. */
  readonly credentialsVersion: pulumi.Output<string> | undefined;

  constructor(name: string, args: ApplicationIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ApplicationIntegration.__pulumiType, name, {}, opts);
    const { application, cluster, environment, backend } = args;
    const endpoints = collectorEndpoints(cluster.namespace);
    const plan = planApplication(application, endpoints, { cluster: cluster.name, environment });
    const token = plan.secretName === undefined ? undefined : backend.profilesToken;
    const child = { parent: this };
    const namespace = createNamespace(name, plan, child);
    const metadata = (objectName: string) => ({ name: objectName, namespace, labels: LABELS });
    const shared = plan.adoptObjects ? { annotations: { "pulumi.com/patchForce": "true" } } : {}; // kubectl wrote our keys before
    const ConfigMap = plan.adoptObjects ? k8s.core.v1.ConfigMapPatch : k8s.core.v1.ConfigMap;

    const configMap = new ConfigMap(
      `${name}-config`,
      {
        metadata: { ...metadata(plan.configMapName), ...shared },
        data: token ? { ...plan.environment, PYROSCOPE_SERVER_ADDRESS: backend.profiles.url } : plan.environment,
      },
      child,
    );
    const secret =
      token && plan.secretName
        ? createSecret(name, { ...metadata(plan.secretName), ...shared }, plan, backend.profiles, token, child)
        : undefined;
    if (application.egressPolicy) {
      const policy = (urls: readonly string[]) =>
        applicationEgressPolicy({ name: cluster.namespace }, TELEMETRY_PORTS, urls);
      const spec = token ? backend.profiles.url.apply((url) => policy([url]).spec) : policy([]).spec;
      new k8s.networking.v1.NetworkPolicy(`${name}-egress`, { metadata: metadata(policy([]).name), spec }, child);
    }

    this.namespace = plan.namespace;
    this.configMapName = configMap.metadata.name;
    this.secretName = secret?.metadata.name;
    this.credentialsVersion = token?.version;
    this.registerOutputs({ configMapName: this.configMapName, secretName: this.secretName });
  }
}

/** Name of the namespace, created if need be. */
function createNamespace(
  name: string,
  plan: ApplicationPlan,
  opts: pulumi.CustomResourceOptions,
): pulumi.Input<string> {
  if (!plan.createNamespace) return plan.namespace;
  const metadata = { name: plan.namespace, labels: LABELS };
  return new k8s.core.v1.Namespace(`${name}-namespace`, { metadata }, opts).metadata.name;
}

function createSecret(
  name: string,
  metadata: k8s.types.input.meta.v1.ObjectMeta,
  plan: ApplicationPlan,
  profiles: WriteEndpoint,
  token: WriteToken,
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret | k8s.core.v1.SecretPatch {
  const Secret = plan.adoptObjects ? k8s.core.v1.SecretPatch : k8s.core.v1.Secret;
  return new Secret(
    `${name}-credentials`,
    {
      metadata,
      stringData: {
        PYROSCOPE_AUTH_TOKEN: token.value,
        // The names that the Pyroscope SDKs read for basic authentication.
        PYROSCOPE_BASIC_AUTH_USER: profiles.username,
        PYROSCOPE_BASIC_AUTH_PASSWORD: token.value,
      },
    },
    opts,
  );
}
