import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { collectorNetworkPolicies } from "../../model/collector/network-flows.ts";
import type { CollectorPods } from "../../model/collector/network-flows.ts";
import type { Config } from "../../model/config/index.ts";
import type { PolicyRule } from "../../render/alloy/features/feature.ts";
import type { TelemetryBackend } from "../backends/backend.ts";
import { LABELS } from "../labels.ts";

interface CollectorFlowsArgs extends Pick<Config, "applications"> {
  readonly backend: Pick<TelemetryBackend, "otlp" | "profiles">;
  readonly pods: readonly CollectorPods[];
}

/** Of every object in the collector's namespace. */
export type Metadata = { name: string; namespace: pulumi.Output<string>; labels: typeof LABELS };

/** Account of a role's pods, with what its features read from the Kubernetes API; without a right there is no role. */
export function createServiceAccount(
  name: string,
  metadata: Metadata,
  namespace: string,
  rules: readonly PolicyRule[],
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const account = new k8s.core.v1.ServiceAccount(`${name}-account`, { metadata }, opts);
  if (rules.length === 0) return [account];
  const clusterMetadata = { name: `${namespace}-${metadata.name}`, labels: LABELS };
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

/** Denies all, then allows each flow by a policy of its own. */
export function createNetworkPolicies(
  name: string,
  metadata: Metadata,
  { backend, applications, pods }: CollectorFlowsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const policies = (backendUrls: readonly string[]) =>
    collectorNetworkPolicies({
      pods,
      applicationNamespaces: applications.map(({ namespace }) => namespace),
      backendUrls,
    });
  // The backend's URLs, known only at run time, decide on ports inside the policies, not on which policies there are.
  const actual = pulumi.all([backend.otlp.url, backend.profiles.url]).apply(policies);
  return policies([]).map((policy) => {
    const spec = actual.apply((all) => all.find((other) => other.name === policy.name)?.spec ?? policy.spec);
    return new k8s.networking.v1.NetworkPolicy(
      `${name}-${policy.name}`,
      { metadata: { ...metadata, name: policy.name }, spec },
      opts,
    );
  });
}
