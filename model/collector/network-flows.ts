import { ALLOY_HTTP_PORT, KUBE_STATE_METRICS_PORT } from "../names.ts";
import { anyAddress, backendPorts, DNS_PORTS, namespaceNamed, namespacesNamed, tcp } from "./network-policy.ts";
import type { LabelSelector, NetworkPeer, NetworkPolicy, PolicyPort, ServicePort } from "./network-policy.ts";

/** Whom pods of the collector call. `peers`: the other pods of the same kind. */
export type Destination =
  | "kubernetes-api"
  | "otlp-backend"
  | "profiles-backend"
  | "application-pods"
  | "kube-state-metrics"
  | "kubelet"
  | "peers"
  | "sampler";

/** One kind of pod in the collector's namespace. */
export interface CollectorPods {
  readonly kind: "gateway" | "node" | "sampler" | "profiler" | "kube-state-metrics";
  /** Value of the label `app.kubernetes.io/instance` of its pods. */
  readonly instance: string;
  /** Ports on which it takes telemetry. */
  readonly ports: readonly ServicePort[];
  readonly egress: ReadonlySet<Destination>;
}

export interface CollectorFlows {
  readonly pods: readonly CollectorPods[];
  /** Namespaces whose pods send telemetry and are scraped. With none, nothing but the node may connect. */
  readonly applicationNamespaces: readonly string[];
  /** Where the collector sends telemetry, e.g. `https://otlp-gateway-prod-eu-west-2.grafana.net/otlp`. */
  readonly backendUrls: readonly string[];
}

/** One direction of one flow. */
interface Flow {
  readonly name: string;
  /** Instances it is for; with none there is no policy. */
  readonly pods: readonly string[];
  readonly peers: NetworkPeer[];
  /** @default all */
  readonly ports?: PolicyPort[];
}

// 443 is the API's Service, 6443 the port behind it: network plugins differ in which of the two they match.
const KUBERNETES_API_PORTS = [443, 6443];
const KUBELET_PORT = 10_250;

/** Everything the collector's namespace needs: deny all, then one named policy per flow. */
export function collectorNetworkPolicies(flows: CollectorFlows): NetworkPolicy[] {
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
  const from = (...destinations: Destination[]) => callers(flows, ...destinations);
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
    {
      name: "allow-backend",
      pods: from("otlp-backend", "profiles-backend"),
      peers: anyAddress(),
      ports: backendPorts(flows.backendUrls).map(tcp),
    },
    { name: "allow-kubelet", pods: from("kubelet"), peers: anyAddress(), ports: [tcp(KUBELET_PORT)] },
    // Pods say by annotation on which port they are scraped.
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

const callers = ({ pods }: CollectorFlows, ...destinations: Destination[]): string[] =>
  pods.filter(({ egress }) => destinations.some((to) => egress.has(to))).map(({ instance }) => instance);

/** No peers would mean "from everywhere", so without any there is no rule at all; the same of ports. */
function ingressPolicy({ name, pods, peers, ports = [] }: Flow): NetworkPolicy {
  const ingress = peers.length === 0 || ports.length === 0 ? [] : [{ from: peers, ports }];
  return { name, spec: { podSelector: instances(pods), policyTypes: ["Ingress"], ingress } };
}

function egressPolicy({ name, pods, peers, ports }: Flow): NetworkPolicy {
  const egress =
    peers.length === 0 || ports?.length === 0 ? [] : [{ to: peers, ...(ports === undefined ? {} : { ports }) }];
  return { name, spec: { podSelector: instances(pods), policyTypes: ["Egress"], egress } };
}

const INSTANCE = "app.kubernetes.io/instance";
const instances = (names: readonly string[]): LabelSelector => ({
  matchExpressions: [{ key: INSTANCE, operator: "In", values: [...names].sort() }],
});
const podsNamed = (names: readonly string[]): NetworkPeer[] =>
  names.length === 0 ? [] : [{ podSelector: instances(names) }];
