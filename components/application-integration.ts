import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { planApplication, type ApplicationInput, type ApplicationPlan } from "../render/applications.ts";
import { destinationsOf, type TelemetryBackend, type WriteToken } from "./backends/backend.ts";
import { LABELS } from "./labels.ts";
import { whenKnown } from "./later.ts";

export interface ApplicationIntegrationArgs extends Omit<ApplicationInput, "destinations"> {
  readonly backend: Pick<TelemetryBackend, "destinations" | "applicationToken">;
}

/** Lets the applications in a namespace find the telemetry endpoints, reach them and authenticate. */
export class ApplicationIntegration extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:ApplicationIntegration";

  readonly namespace: string;
  /** Name of the ConfigMap for `envFrom`. */
  readonly configMapName: pulumi.Output<string>;
  /** Name of the Secret for `envFrom`, if the application has a token. */
  readonly secretName: pulumi.Output<string> | undefined;
  /** Changes with every token rotation. As a pod annotation, it restarts pods that read the token from their environment. */
  readonly credentialsVersion: pulumi.Output<string> | undefined;

  constructor(name: string, args: ApplicationIntegrationArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ApplicationIntegration.__pulumiType, name, {}, opts);
    const { plans, known } = destinationsOf(args.backend);
    const plan = planApplication({ ...args, destinations: plans });
    const token = plan.direct && args.backend.applicationToken;
    const child = { parent: this };
    const namespace = createNamespace(name, plan, child);
    const metadata = (objectName: string) => ({ name: objectName, namespace, labels: LABELS });
    const shared = plan.adoptObjects ? { annotations: { "pulumi.com/patchForce": "true" } } : {}; // takes over keys that kubectl wrote before
    const ConfigMap = plan.adoptObjects ? k8s.core.v1.ConfigMapPatch : k8s.core.v1.ConfigMap;

    const configMap = new ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata(plan.configMap.name), ...shared }, data: whenKnown(plan.configMap.data, known) },
      child,
    );
    const secret =
      plan.direct && token
        ? createSecret(name, { ...metadata(plan.direct.secretName), ...shared }, plan, {
            token,
            username: known.apply((all) => all[plan.direct?.destination.name ?? ""]?.username ?? ""),
            child,
          })
        : undefined;
    if (plan.policy !== undefined) {
      const spec = whenKnown(plan.policy.spec, known);
      new k8s.networking.v1.NetworkPolicy(`${name}-egress`, { metadata: metadata(plan.policy.name), spec }, child);
    }

    this.namespace = plan.namespace;
    this.configMapName = configMap.metadata.name;
    this.secretName = secret?.metadata.name;
    this.credentialsVersion = token?.version;
    this.registerOutputs({ configMapName: this.configMapName, secretName: this.secretName });
  }
}

/** Name of the namespace, which is created if configured. */
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
  { token, username, child }: SecretContent,
): k8s.core.v1.Secret | k8s.core.v1.SecretPatch {
  const Secret = plan.adoptObjects ? k8s.core.v1.SecretPatch : k8s.core.v1.Secret;
  return new Secret(
    `${name}-credentials`,
    {
      metadata,
      stringData: {
        PYROSCOPE_AUTH_TOKEN: token.value,
        // Variables that the Pyroscope SDKs read for basic authentication.
        PYROSCOPE_BASIC_AUTH_USER: username,
        PYROSCOPE_BASIC_AUTH_PASSWORD: token.value,
      },
    },
    child,
  );
}

interface SecretContent {
  readonly token: WriteToken;
  readonly username: pulumi.Output<string>;
  readonly child: pulumi.CustomResourceOptions;
}
