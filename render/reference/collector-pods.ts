import { collectorPlan, ROLE_NAMES } from "../collector.ts";
import type { CollectorInput } from "../collector.ts";
import type { PolicyRule } from "../alloy/features/feature.ts";
import type { Role } from "../alloy/roles/role.ts";
import { collectorRoles } from "../alloy/roles/index.ts";

/** Inputs of the tables: one with all features on, and one for each load. */
export interface ReferenceInput {
  readonly everything: CollectorInput;
  readonly loads: Readonly<Record<string, CollectorInput>>;
}

/** `docs/collector-reference.md`: what each kind of pod may read, whom it calls, on what it listens, and how large it is. */
export function renderCollectorReference({ everything, loads }: ReferenceInput): string {
  const roles = collectorRoles(collectorPlan(everything));
  return `${[
    INTRODUCTION,
    "## Kinds of pods",
    table(
      ["role", "workload", "listens on", "reads of the Kubernetes API", "calls", "reads on the node"],
      roles.map(roleRow),
    ),
    "Every right is `get`, `list` and `watch`, or less; none of them is a Secret. NetworkPolicies deny whatever is not called above.",
    "## Sizes",
    SIZES,
    table(SIZE_COLUMNS, Object.entries(loads).map(sizeRow)),
  ].join("\n\n")}\n`;
}

const code = (text: string): string => `\`${text}\``;

const INTRODUCTION = `# The collector's pods

Generated from the features and the sizing function by ${code("make docs")}: do not edit. How it works: [collector.md](collector.md).`;

const SIZES = `From ${code("collector.load")} by [the sizing function](../model/collector/sizing.ts), which names the source of each constant. Memory is
request and limit, CPU is requested. The fixed pods are the gateways and kube-state-metrics; one more runs on each node. A queue
holds ${code("collector.outage")}, two hours by default, of the expected load.`;

const WORKLOADS = {
  gateway: "StatefulSet",
  sampler: "StatefulSet, with tail sampling",
  node: "DaemonSet",
  profiler: "DaemonSet, with eBPF profiles",
} as const;

const CALLED: Readonly<Record<string, string>> = {
  "kubernetes-api": "Kubernetes API",
  "backend:otlp": "backend (OTLP)",
  "backend:profiles": "backend (profiles)",
  "application-pods": "pods of application namespaces",
  "kube-state-metrics": "kube-state-metrics",
  kubelet: "kubelet",
  peers: "other gateways",
  sampler: "samplers",
};

function roleRow(role: Role): string[] {
  return [
    `${role.name} (${code(ROLE_NAMES[role.name])})`,
    WORKLOADS[role.name],
    role.ports.map(({ port }) => port).join(", ") || "–",
    [...new Set(role.rbac.flatMap(rights))].sort().join(", ") || "nothing",
    ["DNS", ...[...role.egress].map((to) => CALLED[to] ?? to).sort()].join(", "),
    role.hostPaths.map(({ path }) => code(path)).join(", ") || "nothing",
  ];
}

const rights = ({ resources = [], nonResourceURLs = [] }: PolicyRule): string[] =>
  [...resources, ...nonResourceURLs].map(code);

const SIZE_COLUMNS = ["load", "fixed pods", "gateway", "its volume", "each node", "its queue", "kube-state-metrics"];

function sizeRow([load, input]: readonly [string, CollectorInput]): string[] {
  const { gateway, node, kubeStateMetrics } = collectorPlan(input).sizes;
  const pod = (size: { readonly cpuMillicores: number; readonly memoryMebibytes: number }) =>
    `${size.cpuMillicores}m, ${size.memoryMebibytes} MiB`;
  return [
    load,
    String(gateway.replicas + 1),
    `${gateway.replicas} × ${pod(gateway)}`,
    `${gateway.queueGibibytes} GiB`,
    pod(node),
    `${node.queueMebibytes} MiB`,
    pod(kubeStateMetrics),
  ];
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
