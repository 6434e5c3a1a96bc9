import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../model/config.ts";
import { COLLECTOR_NAME } from "../model/names.ts";
import { collectorNetworkPolicies } from "../model/network.ts";
import { gatewayEgress, gatewayPorts, gatewayRbacRules } from "../render/alloy/gateway.ts";
import { alloyPodLabels } from "../render/alloy/values.ts";
import type { TelemetryBackend } from "./backend.ts";
import { LABELS } from "./labels.ts";

interface CollectorFlowsArgs extends Pick<Config, "applications"> {
  readonly backend: Pick<TelemetryBackend, "otlp" | "profiles">;
}

/** Of every object in the collector's namespace. */
type Metadata = { name: string; namespace: pulumi.Output<string>; labels: typeof LABELS };

/** Account of the pods, with what the configured features read from the Kubernetes API. */
export function createServiceAccount(
  name: string,
  metadata: Metadata,
  namespace: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const clusterMetadata = { name: `${namespace}-${COLLECTOR_NAME}`, labels: LABELS };
  const account = new k8s.core.v1.ServiceAccount(`${name}-account`, { metadata }, opts);
  const role = new k8s.rbac.v1.ClusterRole(
    `${name}-role`,
    { metadata: clusterMetadata, rules: [...gatewayRbacRules] },
    opts,
  );
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
  { backend, applications }: CollectorFlowsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const policies = (backendUrls: readonly string[]) =>
    collectorNetworkPolicies({
      podLabels: alloyPodLabels(COLLECTOR_NAME),
      applicationNamespaces: applications.map(({ namespace }) => namespace),
      ports: gatewayPorts,
      backendUrls,
      usesKubernetesApi: gatewayEgress.has("kubernetes-api"),
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
