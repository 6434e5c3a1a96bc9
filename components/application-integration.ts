import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ApplicationPlan } from "../model/applications.ts";
import type { NetworkPolicySpec } from "../model/network.ts";
import { LABELS } from "./labels.ts";
import type { TelemetryBackend, WriteToken } from "./backend.ts";

export interface ApplicationIntegrationArgs {
  readonly plan: ApplicationPlan;
  /** Where profiles go when the application pushes them itself. */
  readonly backend: Pick<TelemetryBackend, "profiles" | "profilesToken">;
  /** Egress from every pod of the namespace to the collector. */
  readonly egress: NetworkPolicySpec;
}

/** Gives an application namespace one way to find, authenticate to, and reach the telemetry. */
export class ApplicationIntegration extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:ApplicationIntegration";

  /** Name of the ConfigMap for `envFrom`. */
  readonly configMapName: pulumi.Output<string>;
  /** Name of the Secret for `envFrom`, where the application holds a token. */
  readonly secretName: pulumi.Output<string> | undefined;
  /** Changes with every rotation of the token: as a pod annotation it restarts what reads the token from its environment. */
  readonly credentialsVersion: pulumi.Output<string> | undefined;

  constructor(name: string, args: ApplicationIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ApplicationIntegration.__pulumiType, name, {}, opts);
    const { plan, backend } = args;
    const token = plan.secretName === undefined ? undefined : backend.profilesToken;
    const namespace = createNamespace(this, name, plan);
    const child = { parent: this, dependsOn: namespace ? [namespace] : [] };
    const metadata = (objectName: string) => ({ name: objectName, namespace: plan.namespace, labels: LABELS });
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
        ? createSecret(name, { ...metadata(plan.secretName), ...shared }, args, token, child)
        : undefined;
    new k8s.networking.v1.NetworkPolicy(
      `${name}-egress`,
      { metadata: metadata("allow-telemetry-to-collector"), spec: args.egress },
      child,
    );

    this.configMapName = configMap.metadata.name;
    this.secretName = secret?.metadata.name;
    this.credentialsVersion = token?.version;
    this.registerOutputs({ configMapName: this.configMapName, secretName: this.secretName });
  }
}

function createNamespace(
  parent: pulumi.Resource,
  name: string,
  plan: ApplicationPlan,
): k8s.core.v1.Namespace | undefined {
  if (!plan.createNamespace) return undefined;
  return new k8s.core.v1.Namespace(
    `${name}-namespace`,
    { metadata: { name: plan.namespace, labels: LABELS } },
    { parent },
  );
}

function createSecret(
  name: string,
  metadata: k8s.types.input.meta.v1.ObjectMeta,
  { plan, backend }: ApplicationIntegrationArgs,
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
        PYROSCOPE_BASIC_AUTH_USER: backend.profiles.username,
        PYROSCOPE_BASIC_AUTH_PASSWORD: token.value,
      },
    },
    opts,
  );
}
