import type { Change } from "./changes.ts";

const ROLE_OBJECTS = ["ServiceAccount account", "ConfigMap config", "Release release"];
const RIGHTS = ["ClusterRole role", "ClusterRoleBinding role-binding"];

/** Returns all resources of a role, with their operation. */
const role = (name: string, objects: readonly string[], operation: string) =>
  Object.fromEntries(objects.map((object) => [object.replace(" ", ` collector-${name}-`), operation]));

/** Common changes to the collector and their effects. Each applies on top of the previous ones. */
export const COLLECTOR_CHANGES: readonly Change[] = [
  [
    "turning off pod logs and host metrics changes the node role's configuration, mounts and permissions",
    { "collector.logs.pods.enabled": false, "collector.metrics.host.enabled": false },
    {
      "ClusterRole collector-node-role": "update",
      "ConfigMap collector-node-config": "update",
      "Release collector-node-release": "update",
    },
  ],
  [
    "another scrape interval for applications changes the gateway's configuration",
    { "collector.metrics.applications.interval": "30s" },
    { "ConfigMap collector-config": "update" },
  ],
  [
    "keeping all Kubernetes metrics changes the keep rules of their scrapes and the metrics of kube-state-metrics",
    { "collector.metrics.kubernetes.keep": "all" },
    {
      "ConfigMap collector-config": "update",
      "ConfigMap collector-node-config": "update",
      "Release collector-kube-state-metrics": "update",
    },
  ],
  [
    "tail sampling adds samplers and the network path to them",
    { "collector.traces.sampling": { kind: "tail", tracesPerSecond: 50, percent: 10 } },
    {
      ...role("sampler", ROLE_OBJECTS, "create"),
      "NetworkPolicy collector-allow-spans-from-gateways": "create",
      "NetworkPolicy collector-allow-to-samplers": "create",
      "ClusterRole collector-role": "update", // because of the order of its rules
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "ConfigMap collector-config": "update",
    },
  ],
  [
    "eBPF profiles add profilers and their network path",
    { "collector.profiles.ebpf": { namespaces: ["petrosa-apps"] } },
    {
      ...role("profiler", [...ROLE_OBJECTS, ...RIGHTS], "create"),
      "NetworkPolicy collector-allow-backend": "update",
      "NetworkPolicy collector-allow-dns": "update",
      "NetworkPolicy collector-allow-kubernetes-api": "update",
    },
  ],
  [
    "turning both off removes everything that they added",
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
    "more nodes change the sizes of pods that exist once per cluster, not of pods on each node",
    { "collector.load": "medium" },
    {
      "Release collector-kube-state-metrics": "update",
      "Release collector-release": "update",
    },
  ],
  [
    "turning off all node data removes the pods on the nodes and kube-state-metrics, and makes pod security stricter",
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
