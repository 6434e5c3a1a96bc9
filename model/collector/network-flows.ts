import type { DestinationPlan, KnownDestinations } from "../backends/destinations.ts";
import { mapLater, type Later } from "../later.ts";
import { ALLOY_HTTP_PORT, KUBE_STATE_METRICS_PORT } from "../names.ts";
import { anyAddress, backendPorts, DNS_PORTS, namespaceNamed, namespacesNamed, tcp } from "./network-policy.ts";
import type { LabelSelector, NetworkPeer, NetworkPolicySpec, PolicyPort, ServicePort } from "./network-policy.ts";

/** Targets that the collector's pods call. A backend is identified by the name of a destination; `peers` are other pods of the same kind. */
export type EgressTarget =
  "kubernetes-api" | `backend:${string}` | "application-pods" | "kube-state-metrics" | "kubelet" | "peers" | "sampler";

/** One kind of pod in the collector's namespace. */
export interface CollectorPods {
  readonly kind: "gateway" | "node" | "sampler" | "profiler" | "kube-state-metrics";
  /** Value of the label `app.kubernetes.io/instance` of its pods. */
  readonly instance: string;
  /** Ports on which it receives telemetry. */
  readonly ports: readonly ServicePort[];
  readonly egress: ReadonlySet<EgressTarget>;
}

export interface CollectorFlows {
  readonly pods: readonly CollectorPods[];
  /** Namespaces whose pods send telemetry and are scraped. If empty, only the node may connect. */
  readonly applicationNamespaces: readonly string[];
  /** Where the collector sends telemetry. */
  readonly destinations: readonly DestinationPlan[];
}

/** A NetworkPolicy in the collector's namespace. The backend's ports come from its addresses, which are known later. */
export interface CollectorPolicy {
  /** Name of the Kubernetes object, unique in its namespace. */
  readonly name: string;
  readonly spec: Later<KnownDestinations, NetworkPolicySpec>;
}

/** One direction of one flow. */
interface Flow {
  readonly name: string;
  /** Instances that the flow applies to. If empty, there is no policy. */
  readonly pods: readonly string[];
  readonly peers: NetworkPeer[];
  /** @default all */
  readonly ports?: Later<KnownDestinations, PolicyPort[]>;
}

// 443 is the API's Service, 6443 the port behind it: network plugins differ in which of the two they match.
const KUBERNETES_API_PORTS = [443, 6443];
const KUBELET_PORT = 10_250;

/** All policies of the collector's namespace: deny all, then one named policy per flow. */
export function collectorNetworkPolicies(flows: CollectorFlows): CollectorPolicy[] {
  return [
    { name: "default-deny", spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    ...ingressFlows(flows).map(ingressPolicy),
    ...egressFlows(flows)
      .filter(({ pods }) => pods.length > 0)
      .map(egressPolicy),
  ];
}

function ingressFlows(flows: CollectorFlows): Flow[] {
  return flows.pods.flatMap(({ kind, instance, ports }): Flow[] => {
    const accept = (name: string, peers: NetworkPeer[], accepted: readonly number[]): Flow => ({
      name,
      pods: [instance],
      peers,
      ports: accepted.map(tcp),
    });
    const ownPorts = ports.map(({ port }) => port);
    switch (kind) {
      case "gateway":
        return [
          accept("allow-telemetry-from-applications", namespacesNamed(flows.applicationNamespaces), ownPorts),
          accept("allow-peers", podsNamed([instance]), [ALLOY_HTTP_PORT]),
        ];
      case "sampler":
        return [accept("allow-spans-from-gateways", podsNamed(callers(flows, "sampler")), ownPorts)];
      case "kube-state-metrics": {
        const scrapers = podsNamed(callers(flows, "kube-state-metrics"));
        return [accept("allow-scrape-of-kube-state-metrics", scrapers, [KUBE_STATE_METRICS_PORT])];
      }
      case "node":
      case "profiler":
        return [];
    }
  });
}

function egressFlows(flows: CollectorFlows): Flow[] {
  const from = (...targets: EgressTarget[]) => callers(flows, ...targets);
  const pods = (kind: CollectorPods["kind"]) => flows.pods.filter((one) => one.kind === kind);
  const applications = namespacesNamed(flows.applicationNamespaces);
  const sampler = pods("sampler");
  return [
    {
      name: "allow-dns",
      pods: flows.pods.map(({ instance }) => instance),
      peers: [namespaceNamed("kube-system")],
      ports: DNS_PORTS,
    },
    {
      name: "allow-kubernetes-api",
      pods: from("kubernetes-api"),
      peers: anyAddress(),
      ports: KUBERNETES_API_PORTS.map(tcp),
    },
    ...backendFlows(flows),
    { name: "allow-kubelet", pods: from("kubelet"), peers: anyAddress(), ports: [tcp(KUBELET_PORT)] },
    // Annotations of the pods decide on which port they are scraped, so no ports are given.
    { name: "allow-scrapes", pods: applications.length === 0 ? [] : from("application-pods"), peers: applications },
    {
      name: "allow-to-kube-state-metrics",
      pods: from("kube-state-metrics"),
      peers: podsNamed(pods("kube-state-metrics").map(({ instance }) => instance)),
      ports: [tcp(KUBE_STATE_METRICS_PORT)],
    },
    {
      name: "allow-to-samplers",
      pods: from("sampler"),
      peers: podsNamed(sampler.map(({ instance }) => instance)),
      ports: sampler.flatMap(({ ports }) => ports.map(({ port }) => tcp(port))),
    },
    {
      name: "allow-to-peers",
      pods: from("peers"),
      peers: podsNamed(from("peers")),
      ports: [tcp(ALLOY_HTTP_PORT)],
    },
  ];
}

/** One flow for all internet destinations, because a NetworkPolicy cannot distinguish hosts; one for each destination in the cluster. */
function backendFlows(flows: CollectorFlows): Flow[] {
  const flow = (name: string, peers: NetworkPeer[], destinations: readonly DestinationPlan[]): Flow => ({
    name,
    pods: callers(flows, ...destinations.map((to) => `backend:${to.name}` as const)),
    peers,
    ports: (known) => backendPorts(destinations.flatMap((to) => known[to.name]?.url ?? [])).map(tcp),
  });
  const isPublic = ({ reach }: DestinationPlan) => reach.kind === "internet";
  const inCluster = flows.destinations.flatMap((destination): Flow[] => {
    const { name, reach } = destination;
    if (reach.kind === "internet") return [];
    const peer = { ...namespaceNamed(reach.namespace), podSelector: { matchLabels: { ...reach.labels } } };
    return [flow(`allow-backend-${name}`, [peer], [destination])];
  });
  return [flow("allow-backend", anyAddress(), flows.destinations.filter(isPublic)), ...inCluster];
}

const callers = ({ pods }: CollectorFlows, ...targets: EgressTarget[]): string[] =>
  pods.filter(({ egress }) => targets.some((to) => egress.has(to))).map(({ instance }) => instance);

/** An empty list of peers or ports would mean "all", so if either is empty there is no rule at all. */
function ingressPolicy({ name, pods, peers, ports = [] }: Flow): CollectorPolicy {
  const spec = (known: PolicyPort[]): NetworkPolicySpec => ({
    podSelector: instances(pods),
    policyTypes: ["Ingress"],
    ingress: peers.length === 0 || known.length === 0 ? [] : [{ from: peers, ports: known }],
  });
  return { name, spec: mapLater(ports, spec) };
}

function egressPolicy({ name, pods, peers, ports }: Flow): CollectorPolicy {
  const spec = (known: PolicyPort[] | undefined): NetworkPolicySpec => ({
    podSelector: instances(pods),
    policyTypes: ["Egress"],
    egress:
      peers.length === 0 || known?.length === 0
        ? []
        : [{ to: peers, ...(known === undefined ? {} : { ports: known }) }],
  });
  return { name, spec: mapLater(ports, spec) };
}

const INSTANCE = "app.kubernetes.io/instance";
const instances = (names: readonly string[]): LabelSelector => ({
  matchExpressions: [{ key: INSTANCE, operator: "In", values: [...names].sort() }],
});
const podsNamed = (names: readonly string[]): NetworkPeer[] =>
  names.length === 0 ? [] : [{ podSelector: instances(names) }];
