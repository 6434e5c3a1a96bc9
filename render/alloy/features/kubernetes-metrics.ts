import { object } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { KUBE_STATE_METRICS_PORT, kubeStateMetricsName } from "../../../model/names.ts";
import { read } from "./feature.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";
import { copy, drop, keep, set } from "../language/relabel.ts";
import { asServiceAccount, discovered, inNamespaces, onThisNode, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/** What Kubernetes says of its objects, and optionally what its API server says of itself. */
export function clusterMetrics(plan: CollectorPlan): Feature {
  const { enabled, apiServer } = plan.settings.metrics.kubernetes;
  if (!enabled) return { blocks: [] };
  return {
    egress: ["kube-state-metrics", ...(apiServer ? (["kubernetes-api"] as const) : [])],
    rbac: apiServer
      ? [read("discovery.k8s.io", "endpointslices"), read("", "services", "pods"), METRICS_OF_THE_API_SERVER]
      : [],
    blocks: [...kubeStateMetrics(plan), ...(apiServer ? apiServerMetrics(plan) : [])],
  };
}

function kubeStateMetrics(plan: CollectorPlan): Block[] {
  const { interval, keep: wanted } = plan.settings.metrics.kubernetes;
  const service = kubeStateMetricsName(plan.namespace);
  const address = `${service}.${plan.namespace}.svc.cluster.local:${KUBE_STATE_METRICS_PORT}`;
  return scrape({
    label: "kube_state_metrics",
    comment: "Kubernetes' objects, from the one pod of kube-state-metrics; one gateway scrapes it.",
    targets: [object({ __address__: address, job: SCRAPE_JOBS["kube-state-metrics"], cluster: plan.cluster })],
    interval: interval.text,
    clustered: true,
    // Its series are about other pods: their labels win.
    attributes: { honor_labels: true },
    keep: wanted === "all" ? "all" : plan.keepLists["kube-state-metrics"],
  });
}

const METRICS_OF_THE_API_SERVER = { nonResourceURLs: ["/metrics"], verbs: ["get"] };

function apiServerMetrics(plan: CollectorPlan): Block[] {
  const { interval, keep: wanted } = plan.settings.metrics.kubernetes;
  return [
    inNamespaces("api_servers", "endpointslice", ["default"], "Addresses of the API servers."),
    relabel(
      "api_servers",
      discovered("api_servers"),
      [
        keep(["__meta_kubernetes_service_name", "__meta_kubernetes_endpointslice_port_name"], "kubernetes;https"),
        ...jobRules(SCRAPE_JOBS["api-server"], plan),
      ],
      "Each of them.",
    ),
    ...scrape({
      label: "api_servers",
      comment: "Metrics of the API servers.",
      targets: relabelled("api_servers"),
      interval: interval.text,
      clustered: true,
      attributes: asServiceAccount.attributes,
      blocks: [asServiceAccount.tls(true)],
      keep: wanted === "all" ? "all" : plan.keepLists["api-server"],
    }),
  ];
}

/** What the kubelet says of itself and its volumes, and its cAdvisor of containers, each node its own. */
export function kubeletMetrics(plan: CollectorPlan): Feature {
  const { enabled, interval, keep: wanted } = plan.settings.metrics.kubernetes;
  if (!enabled) return { blocks: [] };
  const from = (source: "kubelet" | "cadvisor", path: string, rules: readonly Block[]): Block[] => [
    relabel(
      source,
      discovered("node"),
      [
        ...jobRules(SCRAPE_JOBS[source], plan),
        copy(["__meta_kubernetes_node_name"], "(.+)", "node"),
        set("__metrics_path__", path),
      ],
      `The ${source === "kubelet" ? "kubelet" : "kubelet's cAdvisor"} of this node.`,
    ),
    ...scrape({
      label: source,
      comment:
        source === "kubelet"
          ? "The kubelet itself and the volumes it mounts."
          : "CPU, memory, network and disk of containers.",
      targets: relabelled(source),
      interval: interval.text,
      clustered: false,
      attributes: asServiceAccount.attributes,
      blocks: [asServiceAccount.tls(false)],
      keep: wanted === "all" ? "all" : plan.keepLists[source],
      rules,
    }),
  ];
  return {
    rbac: [read("", "nodes"), { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] }],
    egress: ["kubernetes-api", "kubelet"],
    blocks: [
      onThisNode("node", "node", "This node."),
      ...from("kubelet", "/metrics", []),
      ...from("cadvisor", "/metrics/cadvisor", wanted === "all" ? [] : CONTAINERS_ONLY),
    ],
  };
}

/** Sums over pods and slices repeat what their containers say; network belongs to the pod and has no container. */
const CONTAINERS_ONLY = [
  drop(["__name__", "container"], "container_(?:cpu|memory|fs|spec|oom|processes|threads).*;(?:POD)?"),
];

const jobRules = (job: string, { cluster }: CollectorPlan): Block[] => [set("job", job), set("cluster", cluster)];
