/**
 * Allowed network flows as plain NetworkPolicy specs. Arrays are mutable because the Kubernetes SDK's input types require it.
 */

/** A port the collector listens on. */
export interface ServicePort {
  /** At most 15 characters. Used for the Service's and the container's port. */
  readonly name: string;
  readonly port: number;
  readonly protocol: "TCP";
  /** Tells service meshes and load balancers which protocol the port uses. */
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
  /** Without `ports`, all ports are allowed. */
  egress?: { to: NetworkPeer[]; ports?: PolicyPort[] }[];
}

export type NetworkPeer =
  | { namespaceSelector: LabelSelector; podSelector?: LabelSelector }
  | { podSelector: LabelSelector }
  | { ipBlock: { cidr: string; except?: string[] } };

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: { key: string; operator: "In"; values: string[] }[];
}

export interface PolicyPort {
  protocol: "TCP" | "UDP";
  port: number;
}

/** Label that Kubernetes sets on every namespace. */
const NAMESPACE_NAME = "kubernetes.io/metadata.name";
// No backend or API server has such an address, but a cloud's metadata service with node credentials does.
const LINK_LOCAL = { ipv4: "169.254.0.0/16", ipv6: "fe80::/10" };

/**
 * Lets all pods of an application namespace reach the collector and DNS, and the backend if they write to it directly. A pod
 * that any egress policy selects may send only what its policies allow, so in a namespace without egress policies, this policy
 * is the first to restrict egress.
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

export const DNS_PORTS: PolicyPort[] = [
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

export function namespaceNamed(name: string): NetworkPeer {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}

/** Pods of the given namespaces. Without namespaces, no peer at all. */
export function namespacesNamed(names: readonly string[]): NetworkPeer[] {
  if (names.length === 0) return [];
  const values = [...names].sort();
  return [{ namespaceSelector: { matchExpressions: [{ key: NAMESPACE_NAME, operator: "In" as const, values }] } }];
}

/** A NetworkPolicy cannot name hosts, and neither Grafana Cloud nor an API server has fixed addresses. */
export function anyAddress(): NetworkPeer[] {
  return [
    { ipBlock: { cidr: "0.0.0.0/0", except: [LINK_LOCAL.ipv4] } },
    { ipBlock: { cidr: "::/0", except: [LINK_LOCAL.ipv6] } },
  ];
}

export const tcp = (port: number): PolicyPort => ({ protocol: "TCP", port });
