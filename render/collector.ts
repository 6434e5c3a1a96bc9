import type { System } from "../model/catalog/system.ts";
import type { CollectorPods } from "../model/collector/network-flows.ts";
import type { Config } from "../model/config/index.ts";
import { keepLists } from "../model/catalog/keep-lists.ts";
import {
  COLLECTOR_NAME,
  KUBE_STATE_METRICS_NAME,
  NODE_COLLECTOR_NAME,
  PROFILER_NAME,
  SAMPLER_NAME,
} from "../model/names.ts";
import { collectorSizes } from "../model/collector/sizing.ts";
import type { PodSize } from "../model/collector/sizing.ts";
import { ALLOY_VERSION } from "../model/versions.ts";
import type { Endpoint } from "./alloy/features/feature.ts";
import type { CollectorPlan, RoleName } from "./alloy/plan.ts";
import type { Role } from "./alloy/roles/role.ts";
import { alloyChartValues } from "./charts/alloy.ts";
import type { AlloyChartValues, Workload } from "./charts/alloy.ts";

export interface CollectorInput extends Pick<Config, "collector" | "cluster" | "environment" | "applications"> {
  /** All that the catalog knows: what it reads is what is kept. */
  readonly systems: readonly System[];
}

/** Where the backend takes telemetry; known only at run time. */
export type Endpoints = Readonly<Record<"otlp" | "profiles", Endpoint>>;

/** Stands for the backend where its address does not matter: for ports, rights and flows. */
const ANY: Endpoint = { url: "http://backend.invalid", username: "" };
const ANYWHERE: Endpoints = { otlp: ANY, profiles: ANY };

export function collectorPlan(input: CollectorInput, endpoints: Endpoints = ANYWHERE): CollectorPlan {
  const { collector, cluster, environment, applications, systems } = input;
  return {
    cluster: cluster.name,
    environment,
    namespace: cluster.namespace,
    // Sorted, so that their order in the settings changes nothing.
    applications: applications
      .map(({ namespace, team }) => ({ namespace, team }))
      .sort((a, b) => (a.namespace < b.namespace ? -1 : 1)),
    settings: collector,
    sizes: collectorSizes(collector),
    keepLists: keepLists(systems),
    ...endpoints,
  };
}

/** Name of a role's release, workload, ServiceAccount and ConfigMap. */
export const ROLE_NAMES: Readonly<Record<RoleName, string>> = {
  gateway: COLLECTOR_NAME,
  node: NODE_COLLECTOR_NAME,
  sampler: SAMPLER_NAME,
  profiler: PROFILER_NAME,
};

/** Key of the configuration in a role's ConfigMap. */
export const CONFIG_KEY = "config.alloy";

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
    secretName: COLLECTOR_NAME,
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
