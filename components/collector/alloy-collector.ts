import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { COLLECTOR_NAME, KUBE_STATE_METRICS_NAME, kubeStateMetricsName } from "../../model/names.ts";
import { CONFIG_KEY, collectorPlan, collectorPods, ROLE_NAMES, roleValues } from "../../render/collector.ts";
import type { CollectorInput } from "../../render/collector.ts";
import { CREDENTIAL_KEYS, type RoleName } from "../../render/alloy/plan.ts";
import type { CollectorPlan } from "../../render/alloy/plan.ts";
import { renderRole } from "../../render/alloy/roles/role.ts";
import type { Role } from "../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../render/alloy/roles/index.ts";
import { kubeStateMetricsValues } from "../../render/charts/kube-state-metrics.ts";
import type { TelemetryBackend } from "../backends/backend.ts";
import { createNetworkPolicies, createServiceAccount } from "./access.ts";
import type { Metadata } from "./access.ts";
import { createHelmRelease } from "./helm-release.ts";
import { LABELS } from "../labels.ts";

export interface AlloyCollectorArgs extends CollectorInput {
  readonly backend: Pick<TelemetryBackend, "otlp" | "profiles" | "collectorToken">;
}

/**
 * Grafana Alloy in a namespace of its own: a gateway that takes all signals, a pod on each node that reads what only the
 * node has, and what the settings ask for beside them. They pass telemetry on with a token from a mounted file.
 */
export class AlloyCollector extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:AlloyCollector";

  constructor(name: string, args: AlloyCollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlloyCollector.__pulumiType, name, {}, opts);
    const plan = collectorPlan(args);
    const roles = collectorRoles(plan);
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: plan.namespace, labels: { ...LABELS, ...namespaceLabels(plan, roles) } } },
      { parent: this },
    );
    const child = { parent: this, deletedWith: namespace };
    const metadata = { name: COLLECTOR_NAME, namespace: namespace.metadata.name, labels: LABELS };
    const token = args.backend.collectorToken.value;
    const secret = new k8s.core.v1.Secret(
      `${name}-credentials`,
      { metadata, stringData: { [CREDENTIAL_KEYS.otlp]: token, [CREDENTIAL_KEYS.profiles]: token } },
      child,
    );
    const pods = collectorPods(roles, plan);
    const policies = createNetworkPolicies(name, metadata, { ...args, pods }, child);
    for (const role of roles)
      createRole(this, name, role, { plan, args, metadata, child, needs: [secret, ...policies] });
    if (plan.settings.metrics.kubernetes.enabled) {
      // Not `deletedWith` the namespace: of this chart's objects, ClusterRole and binding outlive it.
      createKubeStateMetrics(name, plan, metadata, { parent: this, dependsOn: policies });
    }
    this.registerOutputs({});
  }
}

/** Roles whose pods are root and keep their queue in a directory of the node, or look into the kernel. */
const PRIVILEGED: readonly RoleName[] = ["node", "profiler"];

// The seed systems' NetworkPolicies select the collector's namespace by the label `name`.
const namespaceLabels = ({ namespace }: CollectorPlan, roles: readonly Role[]) => ({
  name: namespace,
  "pod-security.kubernetes.io/enforce": roles.some(({ name }) => PRIVILEGED.includes(name))
    ? "privileged"
    : "restricted",
});

interface RoleContext {
  readonly plan: CollectorPlan;
  readonly args: AlloyCollectorArgs;
  readonly metadata: Metadata;
  readonly child: pulumi.CustomResourceOptions;
  /** What its pods need before they start. */
  readonly needs: readonly pulumi.Resource[];
}

/** One kind of pod: its account and rights, its configuration, its release. */
function createRole(parent: pulumi.Resource, collector: string, role: Role, context: RoleContext): void {
  const { plan, args, child, needs } = context;
  const name = role.name === "gateway" ? collector : `${collector}-${role.name}`;
  const metadata = { ...context.metadata, name: ROLE_NAMES[role.name] };
  const access = createServiceAccount(name, metadata, plan.namespace, role.rbac, { parent });
  const config = new k8s.core.v1.ConfigMap(
    `${name}-config`,
    { metadata, data: { [CONFIG_KEY]: roleConfig(role, args) } },
    child,
  );
  createHelmRelease(
    `${name}-release`,
    {
      chart: { name: "alloy", source: args.collector.chart },
      name: metadata.name,
      namespace: metadata.namespace,
      values: roleValues(role, plan, args),
    },
    { ...child, dependsOn: [...needs, config, ...access] }, // the values name them as text
  );
}

function roleConfig({ name }: Role, args: AlloyCollectorArgs): pulumi.Output<string> {
  const { otlp, profiles } = args.backend;
  return pulumi
    .all([otlp.url, otlp.username, profiles.url, profiles.username])
    .apply(([url, username, pushUrl, user]) => {
      const endpoints = { otlp: { url, username }, profiles: { url: pushUrl, username: user } };
      const roles = collectorRoles(collectorPlan(args, endpoints)).filter((role) => role.name === name);
      return roles.map(renderRole).join("");
    });
}

function createKubeStateMetrics(
  name: string,
  plan: CollectorPlan,
  { namespace }: Metadata,
  opts: pulumi.CustomResourceOptions,
): void {
  const { settings, sizes, keepLists } = plan;
  const { chart, keep } = settings.metrics.kubernetes;
  createHelmRelease(
    `${name}-kube-state-metrics`,
    {
      chart: { name: "kube-state-metrics", source: chart },
      name: KUBE_STATE_METRICS_NAME,
      namespace,
      values: kubeStateMetricsValues({
        name: kubeStateMetricsName(plan.namespace),
        metrics: keep === "all" ? "all" : keepLists["kube-state-metrics"],
        ...sizes.kubeStateMetrics,
      }),
    },
    opts,
  );
}
