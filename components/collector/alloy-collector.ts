import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { KnownDestinations } from "../../model/backends/destinations.ts";
import { COLLECTOR_NAME } from "../../model/names.ts";
import { planCollector, type CollectorInput, type RoleDeployment } from "../../render/collector.ts";
import { destinationsOf, type TelemetryBackend } from "../backends/backend.ts";
import { LABELS } from "../labels.ts";
import { whenKnown } from "../later.ts";
import { createServiceAccount, type Metadata } from "./access.ts";
import { createHelmRelease } from "./helm-release.ts";

export interface AlloyCollectorArgs extends Omit<CollectorInput, "destinations"> {
  readonly backend: Pick<TelemetryBackend, "destinations" | "collectorIdentity">;
}

/**
 * Grafana Alloy in a separate namespace: a gateway that receives all signals, a pod on each node that reads node-local sources,
 * and the optional roles that are configured. Its pods read tokens from a mounted Secret.
 */
export class AlloyCollector extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:AlloyCollector";

  constructor(name: string, args: AlloyCollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlloyCollector.__pulumiType, name, {}, opts);
    const { plans, known, tokens } = destinationsOf(args.backend);
    const plan = planCollector({ ...args, destinations: plans });
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: plan.namespace.name, labels: { ...LABELS, ...plan.namespace.labels } } },
      { parent: this },
    );
    const child = { parent: this, deletedWith: namespace };
    const metadata = { name: COLLECTOR_NAME, namespace: namespace.metadata.name, labels: LABELS };
    const keys = Object.entries(plan.credentialKeys);
    const secrets = keys.length === 0 ? [] : [createCredentials(name, metadata, keys, tokens, child)];
    const policies = plan.policies.map(
      (policy) =>
        new k8s.networking.v1.NetworkPolicy(
          `${name}-${policy.name}`,
          { metadata: { ...metadata, name: policy.name }, spec: whenKnown(policy.spec, known) },
          child,
        ),
    );
    for (const role of plan.roles) {
      createRole(this, name, role, {
        ...{ metadata, known, child, clusterPrefix: plan.namespace.name },
        identity: args.backend.collectorIdentity,
        needs: [...secrets, ...policies],
      });
    }
    if (plan.kubeStateMetrics !== undefined) {
      const release = { ...plan.kubeStateMetrics, namespace: metadata.namespace };
      // Not `deletedWith` the namespace, because this chart's ClusterRole and binding outlive it.
      createHelmRelease(`${name}-kube-state-metrics`, release, { parent: this, dependsOn: policies });
    }
    this.registerOutputs({});
  }
}

function createCredentials(
  name: string,
  metadata: Metadata,
  keys: readonly (readonly [destination: string, key: string])[],
  tokens: ReturnType<typeof destinationsOf>["tokens"],
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret {
  const values = keys.flatMap(([destination, key]) => {
    const token = tokens[destination];
    return token === undefined ? [] : [[key, token.value] as const];
  });
  return new k8s.core.v1.Secret(`${name}-credentials`, { metadata, stringData: Object.fromEntries(values) }, opts);
}

interface RoleContext {
  readonly metadata: Metadata;
  readonly known: pulumi.Output<KnownDestinations>;
  readonly child: pulumi.CustomResourceOptions;
  /** Prefix of the names of cluster-scoped objects. */
  readonly clusterPrefix: string;
  /** Annotations of the ServiceAccount. */
  readonly identity: Readonly<Record<string, string>>;
  /** Resources that the pods need before they start. */
  readonly needs: readonly pulumi.Resource[];
}

/** One kind of pod: its ServiceAccount and rights, its configuration and its release. */
function createRole(parent: pulumi.Resource, collector: string, role: RoleDeployment, context: RoleContext): void {
  const { known, child, clusterPrefix, identity, needs } = context;
  const name = role.role === "gateway" ? collector : `${collector}-${role.role}`;
  const metadata = { ...context.metadata, name: role.name };
  const access = createServiceAccount(name, metadata, { clusterPrefix, identity, rules: role.rbac }, { parent });
  const config = new k8s.core.v1.ConfigMap(`${name}-config`, { metadata, data: whenKnown(role.data, known) }, child);
  createHelmRelease(
    `${name}-release`,
    { ...role.release, namespace: metadata.namespace },
    { ...child, dependsOn: [...needs, config, ...access] }, // the values refer to them only by name
  );
}
