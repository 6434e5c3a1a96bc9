import { SIGNALS, type DestinationPlan, type KnownDestinations, type Signal } from "../model/backends/destinations.ts";
import { keepLists } from "../model/catalog/keep-lists.ts";
import type { System } from "../model/catalog/system.ts";
import {
  collectorNetworkPolicies,
  type CollectorPods,
  type CollectorPolicy,
} from "../model/collector/network-flows.ts";
import { collectorSizes, type PodSize } from "../model/collector/sizing.ts";
import type { CollectorConfig, Config } from "../model/config/index.ts";
import type { Later } from "../model/later.ts";
import {
  COLLECTOR_NAME,
  KUBE_STATE_METRICS_NAME,
  kubeStateMetricsName,
  NODE_COLLECTOR_NAME,
  PROFILER_NAME,
  SAMPLER_NAME,
} from "../model/names.ts";
import { ALLOY_VERSION } from "../model/versions.ts";
import type { PolicyRule } from "./alloy/features/feature.ts";
import { credentialKey, type CollectedSettings, type CollectorPlan, type RoleName } from "./alloy/plan.ts";
import { collectorRoles } from "./alloy/roles/index.ts";
import { renderRole, type Role } from "./alloy/roles/role.ts";
import { alloyChartValues, type AlloyChartValues, type Workload } from "./charts/alloy.ts";
import { kubeStateMetricsValues } from "./charts/kube-state-metrics.ts";

export interface CollectorInput extends Pick<Config, "collector" | "cluster" | "environment" | "applications"> {
  /** All systems of the catalog: only the series that they read are kept. */
  readonly systems: readonly System[];
  /** Where the backend accepts signals. */
  readonly destinations: readonly DestinationPlan[];
}

/** All resources of the collector in the cluster, except tokens. */
export interface CollectorDeployment {
  readonly namespace: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  /** Key of each token in the Secret, by its destination. */
  readonly credentialKeys: Readonly<Record<string, string>>;
  readonly policies: readonly CollectorPolicy[];
  readonly roles: readonly RoleDeployment[];
  readonly kubeStateMetrics: ReleasePlan | undefined;
}

/** One kind of pod. */
export interface RoleDeployment {
  readonly role: RoleName;
  /** Name of its release, workload, ServiceAccount and ConfigMap. */
  readonly name: string;
  /** What its pods may read from the Kubernetes API. */
  readonly rbac: readonly PolicyRule[];
  /** Data of its ConfigMap. */
  readonly data: Later<KnownDestinations, Readonly<Record<string, string>>>;
  readonly release: ReleasePlan;
}

/** A Helm release. */
interface ReleasePlan {
  readonly name: string;
  readonly chart: { readonly name: string; readonly source: CollectorConfig["chart"] };
  readonly values: Readonly<Record<string, unknown>>;
}

export function planCollector(input: CollectorInput): CollectorDeployment {
  const plan = collectorPlan(input);
  const roles = collectorRoles(plan);
  const tokens = input.destinations.filter(({ auth }) => auth.kind === "basic");
  return {
    namespace: { name: plan.namespace, labels: namespaceLabels(plan, roles) },
    credentialKeys: Object.fromEntries(tokens.map((destination) => [destination.name, credentialKey(destination)])),
    policies: collectorNetworkPolicies({
      pods: collectorPods(roles, plan),
      applicationNamespaces: input.applications.map(({ namespace }) => namespace),
      destinations: input.destinations,
    }),
    roles: roles.map((role) => ({
      role: role.name,
      name: ROLE_NAMES[role.name],
      rbac: role.rbac,
      data: (known) => ({ [CONFIG_KEY]: renderRole(role, known) }),
      release: {
        name: ROLE_NAMES[role.name],
        chart: { name: "alloy", source: input.collector.chart },
        values: roleValues(role, plan, input),
      },
    })),
    kubeStateMetrics: plan.settings.metrics.kubernetes.enabled ? kubeStateMetricsRelease(plan) : undefined,
  };
}

export function collectorPlan(input: CollectorInput): CollectorPlan {
  const { collector, cluster, environment, applications, systems, destinations } = input;
  const settings = collected(collector, destinations);
  return {
    cluster: cluster.name,
    environment,
    namespace: cluster.namespace,
    // Sorted, so that their order in the configuration does not matter.
    applications: applications
      .map(({ namespace, team }) => ({ namespace, team }))
      .sort((a, b) => (a.namespace < b.namespace ? -1 : 1)),
    settings,
    sizes: collectorSizes({ ...collector, ...settings }),
    keepLists: keepLists(systems),
    destinations,
  };
}

/** The settings without the signals that the backend does not accept. */
function collected(settings: CollectedSettings, destinations: readonly DestinationPlan[]): CollectedSettings {
  const taken = destinations.flatMap(({ signals }) => signals);
  const missing = SIGNALS.filter((signal) => !taken.includes(signal));
  return missing.reduce((left, signal) => WITHOUT[signal](left), settings);
}

const OFF = { enabled: false } as const;

const WITHOUT: Readonly<Record<Signal, (settings: CollectedSettings) => CollectedSettings>> = {
  metrics: ({ metrics, traces, ...others }) => ({
    ...others,
    metrics: {
      applications: { ...metrics.applications, ...OFF },
      kubernetes: { ...metrics.kubernetes, ...OFF },
      host: { ...metrics.host, ...OFF },
    },
    traces: { ...traces, spanMetrics: false, serviceGraph: false },
  }),
  logs: ({ logs, ...others }) => ({
    ...others,
    logs: { pods: { ...logs.pods, ...OFF }, events: { ...logs.events, ...OFF } },
  }),
  traces: ({ traces, ...others }) => ({
    ...others,
    traces: { ...traces, sampling: { kind: "none" }, spanMetrics: false, serviceGraph: false },
  }),
  profiles: ({ profiles, ...others }) => ({ ...others, profiles: { ...profiles, pull: false, ebpf: undefined } }),
};

/** Name of a role's release, workload, ServiceAccount and ConfigMap. */
export const ROLE_NAMES: Readonly<Record<RoleName, string>> = {
  gateway: COLLECTOR_NAME,
  node: NODE_COLLECTOR_NAME,
  sampler: SAMPLER_NAME,
  profiler: PROFILER_NAME,
};

/** Key of the configuration in a role's ConfigMap. */
const CONFIG_KEY = "config.alloy";

/** Roles whose pods run as root and keep their queue in a directory of the node, or inspect the kernel. */
const PRIVILEGED: readonly RoleName[] = ["node", "profiler"];

// The seed systems' NetworkPolicies select the collector's namespace by the label `name`.
const namespaceLabels = ({ namespace }: CollectorPlan, roles: readonly Role[]) => ({
  name: namespace,
  "pod-security.kubernetes.io/enforce": roles.some(({ name }) => PRIVILEGED.includes(name))
    ? "privileged"
    : "restricted",
});

/** Values of a role's Helm release. */
export function roleValues(
  role: Role,
  plan: CollectorPlan,
  { collector }: Pick<Config, "collector">,
): AlloyChartValues {
  const { size, workload } = podsOf(role.name, plan, collector);
  return alloyChartValues({
    role,
    name: ROLE_NAMES[role.name],
    imageTag: `v${ALLOY_VERSION}`,
    configKey: CONFIG_KEY,
    ...(plan.destinations.some(({ auth }) => auth.kind === "basic") ? { secretName: COLLECTOR_NAME } : {}),
    size,
    workload,
  });
}

function podsOf(
  name: RoleName,
  { sizes, namespace }: CollectorPlan,
  { autoscaling }: Config["collector"],
): { size: PodSize; workload: Workload } {
  switch (name) {
    case "gateway": {
      const { replicas, queueGibibytes } = sizes.gateway;
      const scaling = autoscaling === undefined ? {} : { autoscaling };
      return { size: sizes.gateway, workload: { kind: "statefulset", replicas, queueGibibytes, ...scaling } };
    }
    case "sampler": {
      const size = sizes.sampler;
      if (size === undefined) throw new Error("a sampler without tail sampling has no size");
      return { size, workload: { kind: "statefulset", replicas: size.replicas, queueGibibytes: size.queueGibibytes } };
    }
    case "node":
      return {
        size: sizes.node,
        workload: { kind: "daemonset", stateDirectory: `/var/lib/${namespace}/${NODE_COLLECTOR_NAME}` },
      };
    case "profiler":
      return { size: sizes.profiler, workload: { kind: "daemonset" } };
  }
}

function kubeStateMetricsRelease({ namespace, settings, sizes, keepLists }: CollectorPlan): ReleasePlan {
  const { chart, keep } = settings.metrics.kubernetes;
  return {
    name: KUBE_STATE_METRICS_NAME,
    chart: { name: "kube-state-metrics", source: chart },
    values: kubeStateMetricsValues({
      name: kubeStateMetricsName(namespace),
      metrics: keep === "all" ? "all" : keepLists["kube-state-metrics"],
      ...sizes.kubeStateMetrics,
    }),
  };
}

/** All kinds of pods in the collector's namespace, as NetworkPolicies see them. */
export const collectorPods = (roles: readonly Role[], { settings }: CollectorPlan): CollectorPods[] => [
  ...roles.map(({ name, ports, egress }) => ({ kind: name, instance: ROLE_NAMES[name], ports, egress })),
  ...(settings.metrics.kubernetes.enabled
    ? [
        {
          kind: "kube-state-metrics" as const,
          instance: KUBE_STATE_METRICS_NAME,
          ports: [],
          egress: new Set(["kubernetes-api"] as const),
        },
      ]
    : []),
];
