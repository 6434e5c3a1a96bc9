import type { Change } from "./changes.ts";

const ROLE_OBJECTS = ["ServiceAccount account", "ConfigMap config", "Release release"];
const RIGHTS = ["ClusterRole role", "ClusterRoleBinding role-binding"];

/** Everything that a role consists of, by resource. */
const role = (name: string, objects: readonly string[], operation: string) =>
  Object.fromEntries(objects.map((object) => [object.replace(" ", ` collector-${name}-`), operation]));

/** What people change about the collector, and what it leads to; each on top of those before it. */
export const COLLECTOR_CHANGES: readonly Change[] = [
  [
    "no logs of pods, no metrics of hosts: configuration, mounts and rights of the node role",
    { "collector.logs.pods.enabled": false, "collector.metrics.host.enabled": false },
    {
      "ClusterRole collector-node-role": "update",
      "ConfigMap collector-node-config": "update",
      "Release collector-node-release": "update",
    },
  ],
  [
    "how often applications are scraped: the gateway's configuration",
    { "collector.metrics.applications.interval": "30s" },
    { "ConfigMap collector-config": "update" },
  ],
  [
    "all metrics of Kubernetes: what is dropped where they are scraped, and what kube-state-metrics gives",
    { "collector.metrics.kubernetes.keep": "all" },
    {
      "ConfigMap collector-config": "update",
      "ConfigMap collector-node-config": "update",
      "Release collector-kube-state-metrics": "update",
    },
  ],
  [
    "tail sampling: samplers, and the way to them",
    { "collector.traces.sampling": { kind: "tail", tracesPerSecond: 50, percent: 10 } },
    {
      ...role("sampler", ROLE_OBJECTS, "create"),
      "NetworkPolicy collector-allow-spans-from-gateways": "create",
      "NetworkPolicy collector-allow-to-samplers": "create",
      "ClusterRole collector-role": "update", // the order of its rules
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "ConfigMap collector-config": "update",
    },
  ],
  [
    "eBPF profiles: profilers, and the way to them",
    { "collector.profiles.ebpf": { namespaces: ["petrosa-apps"] } },
    {
      ...role("profiler", [...ROLE_OBJECTS, ...RIGHTS], "create"),
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "NetworkPolicy collector-allow-kubernetes-api": "update",
    },
  ],
  [
    "neither of the two: they go as they came",
    { "collector.traces.sampling": undefined, "collector.profiles.ebpf": undefined },
    {
      ...role("sampler", ROLE_OBJECTS, "delete"),
      ...role("profiler", [...ROLE_OBJECTS, ...RIGHTS], "delete"),
      "NetworkPolicy collector-allow-spans-from-gateways": "delete",
      "NetworkPolicy collector-allow-to-samplers": "delete",
      "ClusterRole collector-role": "update",
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "NetworkPolicy collector-allow-kubernetes-api": "update",
      "ConfigMap collector-config": "update",
    },
  ],
  [
    "more nodes: the sizes of what the cluster has once, not of what each node has",
    { "collector.load": "medium" },
    {
      "Release collector-kube-state-metrics": "update",
      "Release collector-release": "update",
    },
  ],
  [
    "nothing that only a node has: no pods on the nodes, no kube-state-metrics, stricter pod security",
    { "collector.metrics.kubernetes.enabled": false },
    {
      ...role("node", [...ROLE_OBJECTS, ...RIGHTS], "delete"),
      "Namespace collector-namespace": "update",
      "ConfigMap collector-config": "update",
      "Release collector-kube-state-metrics": "delete",
      "NetworkPolicy collector-allow-kubelet": "delete",
      "NetworkPolicy collector-allow-scrape-of-kube-state-metrics": "delete",
      "NetworkPolicy collector-allow-to-kube-state-metrics": "delete",
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "NetworkPolicy collector-allow-kubernetes-api": "update",
    },
  ],
];
