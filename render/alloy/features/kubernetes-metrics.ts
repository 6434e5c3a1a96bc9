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

/** Collects metrics of Kubernetes objects and, optionally, of the API server. */
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
    comment:
      "Scrapes metrics of Kubernetes objects from the only pod of kube-state-metrics; only one of the gateways does this.",
    targets: [object({ __address__: address, job: SCRAPE_JOBS["kube-state-metrics"], cluster: plan.cluster })],
    interval: interval.text,
    clustered: true,
    // Its series describe other pods, so their labels take precedence.
    attributes: { honor_labels: true },
    keep: wanted === "all" ? "all" : plan.keepLists["kube-state-metrics"],
  });
}

const METRICS_OF_THE_API_SERVER = { nonResourceURLs: ["/metrics"], verbs: ["get"] };

function apiServerMetrics(plan: CollectorPlan): Block[] {
  const { interval, keep: wanted } = plan.settings.metrics.kubernetes;
  return [
    inNamespaces("api_servers", "endpointslice", ["default"], "Finds the addresses of the API servers."),
    relabel(
      "api_servers",
      discovered("api_servers"),
      [
        keep(["__meta_kubernetes_service_name", "__meta_kubernetes_endpointslice_port_name"], "kubernetes;https"),
        ...jobRules(SCRAPE_JOBS["api-server"], plan),
      ],
      "Selects the HTTPS endpoint of each API server.",
    ),
    ...scrape({
      label: "api_servers",
      comment: "Scrapes the API servers.",
      targets: relabelled("api_servers"),
      interval: interval.text,
      clustered: true,
      attributes: asServiceAccount.attributes,
      blocks: [asServiceAccount.tls(true)],
      keep: wanted === "all" ? "all" : plan.keepLists["api-server"],
    }),
  ];
}

/** Collects metrics of the kubelet, its volumes and, through its cAdvisor, containers. Each pod scrapes its own node. */
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
      `Targets the ${source === "kubelet" ? "kubelet" : "kubelet's cAdvisor"} of this node.`,
    ),
    ...scrape({
      label: source,
      comment:
        source === "kubelet"
          ? "Scrapes metrics of the kubelet and of the volumes it mounts."
          : "Scrapes CPU, memory, network and disk metrics of containers.",
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
      onThisNode("node", "node", "Finds this node."),
      ...from("kubelet", "/metrics", []),
      ...from("cadvisor", "/metrics/cadvisor", wanted === "all" ? [] : CONTAINERS_ONLY),
    ],
  };
}

/** Drops the sums over pods and slices, which repeat their containers. Network metrics belong to the pod and have no container. */
const CONTAINERS_ONLY = [
  drop(["__name__", "container"], "container_(?:cpu|memory|fs|spec|oom|processes|threads).*;(?:POD)?"),
];

const jobRules = (job: string, { cluster }: CollectorPlan): Block[] => [set("job", job), set("cluster", cluster)];
