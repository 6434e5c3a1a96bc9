import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyRule } from "../../render/alloy/features/feature.ts";
import { LABELS } from "../labels.ts";

/** Of every object in the collector's namespace. */
export type Metadata = { name: string; namespace: pulumi.Output<string>; labels: typeof LABELS };

interface Access {
  /** Beginning of the names of objects that have no namespace. */
  readonly clusterPrefix: string;
  /** Annotations of the account. */
  readonly identity: Readonly<Record<string, string>>;
  /** What its pods read from the Kubernetes API. */
  readonly rules: readonly PolicyRule[];
}

/** Account of a role's pods, with what its features read from the Kubernetes API; without a right there is no role. */
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
