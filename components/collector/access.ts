import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyRule } from "../../render/alloy/features/feature.ts";
import { LABELS } from "../labels.ts";

/** Metadata of every object in the collector's namespace. */
export type Metadata = { name: string; namespace: pulumi.Output<string>; labels: typeof LABELS };

interface Access {
  /** Prefix of the names of cluster-scoped objects. */
  readonly clusterPrefix: string;
  /** Annotations of the ServiceAccount. */
  readonly identity: Readonly<Record<string, string>>;
  /** What the pods may read from the Kubernetes API. */
  readonly rules: readonly PolicyRule[];
}

/** ServiceAccount of a role's pods, with read access to the Kubernetes API. Without rules, there is no ClusterRole. */
export function createServiceAccount(
  name: string,
  metadata: Metadata,
  { clusterPrefix, identity, rules }: Access,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const annotations = Object.keys(identity).length === 0 ? {} : { annotations: identity };
  const account = new k8s.core.v1.ServiceAccount(
    `${name}-account`,
    { metadata: { ...metadata, ...annotations } },
    opts,
  );
  if (rules.length === 0) return [account];
  const clusterMetadata = { name: `${clusterPrefix}-${metadata.name}`, labels: LABELS };
  const role = new k8s.rbac.v1.ClusterRole(`${name}-role`, { metadata: clusterMetadata, rules: [...rules] }, opts);
  const binding = new k8s.rbac.v1.ClusterRoleBinding(
    `${name}-role-binding`,
    {
      metadata: clusterMetadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace: metadata.namespace }],
    },
    opts,
  );
  return [account, binding];
}
