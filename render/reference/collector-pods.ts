import { collectorPlan, ROLE_NAMES } from "../collector.ts";
import type { CollectorInput } from "../collector.ts";
import type { PolicyRule } from "../alloy/features/feature.ts";
import type { Role } from "../alloy/roles/role.ts";
import { collectorRoles } from "../alloy/roles/index.ts";

/** Inputs of the tables: one with all features enabled, and one for each load. */
export interface ReferenceInput {
  readonly everything: CollectorInput;
  readonly loads: Readonly<Record<string, CollectorInput>>;
}

/** `docs/collector-reference.md`: what each kind of pod may read, what it calls, the ports it listens on, and its size. */
export function renderCollectorReference({ everything, loads }: ReferenceInput): string {
  const roles = collectorRoles(collectorPlan(everything));
  return `${[
    INTRODUCTION,
    "## Kinds of pods",
    table(
      ["role", "workload", "listens on", "reads from the Kubernetes API", "calls", "reads on the node"],
      roles.map(roleRow),
    ),
    "The verbs are `get`, `list` and `watch`, or fewer. No pod may read Secrets. NetworkPolicies deny all egress that is not listed under _calls_.",
    "## Sizes",
    SIZES,
    table(SIZE_COLUMNS, Object.entries(loads).map(sizeRow)),
  ].join("\n\n")}\n`;
}

const code = (text: string): string => `\`${text}\``;

const INTRODUCTION = `# Collector pods

${code("make docs")} generates this page from the features and the sizing function: do not edit it. [collector.md](collector.md) explains how the collector works.`;

const SIZES = `[The sizing function](../model/collector/sizing.ts) computes these sizes from ${code("collector.load")} and names the source of each constant. The
memory request equals the limit; CPU has only a request. The fixed pods are the gateways and kube-state-metrics; one more pod runs on each
node. A queue holds the expected load for ${code("collector.outage")}, two hours by default.`;

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

const SIZE_COLUMNS = [
  "load",
  "fixed pods",
  "gateway",
  "gateway volume",
  "node pod",
  "node queue",
  "kube-state-metrics",
];

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
