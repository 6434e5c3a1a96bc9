/**
 * Who may talk to whom around the collector, as plain NetworkPolicy specs. Arrays are mutable because that is what the
 * Kubernetes SDK's input types accept.
 */

/** A port the collector listens on. */
export interface ServicePort {
  /** At most 15 characters; the Service's and the container's port carry this name. */
  readonly name: string;
  readonly port: number;
  readonly protocol: "TCP";
  /** Tells service meshes and load balancers what is spoken on the port. */
  readonly appProtocol?: string;
}

export interface NetworkPolicy {
  /** Name of the Kubernetes object, unique in its namespace. */
  readonly name: string;
  readonly spec: NetworkPolicySpec;
}

export interface NetworkPolicySpec {
  podSelector: LabelSelector;
  policyTypes: ("Ingress" | "Egress")[];
  ingress?: { from: NetworkPeer[]; ports: PolicyPort[] }[];
  egress?: { to: NetworkPeer[]; ports: PolicyPort[] }[];
}

export type NetworkPeer =
  { namespaceSelector: LabelSelector; podSelector?: LabelSelector } | { ipBlock: { cidr: string; except?: string[] } };

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: "In"; values: string[] }[];
}

interface PolicyPort {
  protocol: "TCP" | "UDP";
  port: number;
}

export interface CollectorFlows {
  /** Labels of the collector's pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Namespaces whose pods send telemetry. With none, nothing but the node may connect. */
  readonly applicationNamespaces: readonly string[];
  /** Ports that take telemetry. */
  readonly ports: readonly ServicePort[];
  /** Where the collector sends telemetry, e.g. `https://otlp-gateway-prod-eu-west-2.grafana.net/otlp`. */
  readonly backendUrls: readonly string[];
  /** The collector reads pods from the Kubernetes API. */
  readonly usesKubernetesApi: boolean;
}

/** Label every namespace carries by itself. */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";
// 443 is the API's Service, 6443 the port behind it: network plugins differ in which of the two they match.
const KUBERNETES_API_PORTS = [443, 6443];
// Neither a backend nor an API server lives there, a cloud's metadata service with node credentials does.
const LINK_LOCAL = { ipv4: "169.254.0.0/16", ipv6: "fe80::/10" };

/** Everything the collector's namespace needs: deny all, then one named policy per flow. */
export function collectorNetworkPolicies(flows: CollectorFlows): NetworkPolicy[] {
  const podSelector = { matchLabels: { ...flows.podLabels } };
  const egress = (name: string, to: NetworkPeer[], ports: PolicyPort[]): NetworkPolicy => ({
    name,
    // No ports would mean "all ports", so without any there is no rule.
    spec: { podSelector, policyTypes: ["Egress"], egress: ports.length === 0 ? [] : [{ to, ports }] },
  });
  return [
    { name: "default-deny", spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] } },
    {
      name: "allow-telemetry-from-applications",
      spec: {
        podSelector,
        policyTypes: ["Ingress"],
        ingress: fromNamespaces(flows.applicationNamespaces, flows.ports),
      },
    },
    egress("allow-dns", [namespaceNamed("kube-system")], DNS_PORTS),
    ...(flows.usesKubernetesApi ? [egress("allow-kubernetes-api", anyAddress(), KUBERNETES_API_PORTS.map(tcp))] : []),
    egress("allow-backend", anyAddress(), backendPorts(flows.backendUrls).map(tcp)),
  ];
}

/**
 * Lets all pods of an application namespace reach the collector and DNS, and the backend where they write to it
 * themselves. A pod selected by any egress policy may send only what its policies allow, so in a namespace that
 * restricts no egress yet this policy is what starts doing so.
 */
export function applicationEgressPolicy(
  collectorNamespaceLabels: Readonly<Record<string, string>>,
  ports: readonly ServicePort[],
  backendUrls: readonly string[] = [],
): NetworkPolicy {
  const collector = { namespaceSelector: { matchLabels: { ...collectorNamespaceLabels } } };
  return {
    name: "allow-telemetry-to-collector",
    spec: {
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [
        { to: [collector], ports: ports.map(({ port }) => tcp(port)) },
        { to: [namespaceNamed("kube-system")], ports: DNS_PORTS },
        ...(backendUrls.length === 0 ? [] : [{ to: anyAddress(), ports: backendPorts(backendUrls).map(tcp) }]),
      ],
    },
  };
}

const DNS_PORTS: PolicyPort[] = [
  { protocol: "UDP", port: 53 },
  { protocol: "TCP", port: 53 },
];

/** Distinct ports of http(s) URLs, ascending. */
export function backendPorts(urls: readonly string[]): number[] {
  return [...new Set(urls.map(portOf))].sort((a, b) => a - b);
}

function portOf(url: string): number {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== "https:" && parsed?.protocol !== "http:") {
    throw new Error(`backend URL: expected http:// or https:// and a host, got ${JSON.stringify(url)}`);
  }
  if (parsed.port !== "") return Number(parsed.port);
  return parsed.protocol === "https:" ? 443 : 80;
}

/** An empty `from` would mean "from everywhere", so no namespace gives no rule at all. */
function fromNamespaces(namespaces: readonly string[], ports: readonly ServicePort[]): NetworkPolicySpec["ingress"] {
  if (namespaces.length === 0) return [];
  const values = [...namespaces].sort();
  const from = [
    { namespaceSelector: { matchExpressions: [{ key: NAMESPACE_NAME, operator: "In" as const, values }] } },
  ];
  return [{ from, ports: ports.map(({ port }) => tcp(port)) }];
}

function namespaceNamed(name: string): NetworkPeer {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}

/** A NetworkPolicy cannot name hosts, and neither Grafana Cloud nor an API server has fixed addresses. */
function anyAddress(): NetworkPeer[] {
  return [
    { ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL.ipv4] } },
    { ipBlock: { cidr: "::/0", except: [LINK_LOCAL.ipv6] } },
  ];
}

const tcp = (port: number): PolicyPort => ({ protocol: "TCP", port });
