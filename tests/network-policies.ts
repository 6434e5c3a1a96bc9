import { BlockList, isIPv6 } from "node:net";
import type { LabelSelector, NetworkPeer, NetworkPolicySpec, PolicyPort } from "../model/collector/network-policy.ts";

/** A NetworkPolicy as the Kubernetes API has it. */
export interface Policy {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: NetworkPolicySpec;
}

/** Who talks: a pod, or an address outside of the cluster. */
export type Party =
  { readonly namespace: string; readonly labels: Readonly<Record<string, string>> } | { readonly address: string };

export interface Connection {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  /** @default "TCP" */
  readonly protocol?: "TCP" | "UDP";
}

/**
 * Whether a connection is allowed, by the rules of https://kubernetes.io/docs/concepts/services-networking/network-policies/:
 * a pod that no policy of a direction selects may do anything in it; else one of those that select it has to allow it.
 * Namespaces are known by the label `kubernetes.io/metadata.name` and by what `namespaceLabels` adds.
 */
export function isAllowed(
  policies: readonly Policy[],
  { from, to, port, protocol = "TCP" }: Connection,
  namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): boolean {
  const open = (party: Party, other: Party, direction: "Ingress" | "Egress"): boolean => {
    if ("address" in party) return true;
    const own = policies.filter(
      ({ metadata, spec }) =>
        metadata.namespace === party.namespace &&
        spec.policyTypes.includes(direction) &&
        selects(spec.podSelector, party.labels),
    );
    if (own.length === 0) return true;
    return own.some(({ metadata, spec }) =>
      rulesOf(spec, direction).some(
        ({ peers, ports }) =>
          (ports ?? [{ protocol, port }]).some((one) => one.port === port && one.protocol === protocol) &&
          peers.some((peer) => isPeer(peer, other, metadata.namespace, namespaceLabels)),
      ),
    );
  };
  return open(from, to, "Egress") && open(to, from, "Ingress");
}

const rulesOf = (
  spec: NetworkPolicySpec,
  direction: "Ingress" | "Egress",
): readonly { readonly peers: readonly NetworkPeer[]; readonly ports?: readonly PolicyPort[] | undefined }[] =>
  direction === "Ingress"
    ? (spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
    : (spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));

function isPeer(
  peer: NetworkPeer,
  party: Party,
  policyNamespace: string,
  namespaceLabels: Readonly<Record<string, Readonly<Record<string, string>>>>,
): boolean {
  if ("ipBlock" in peer) return "address" in party && isWithin(party.address, peer.ipBlock);
  if ("address" in party) return false;
  const labels = { "kubernetes.io/metadata.name": party.namespace, ...namespaceLabels[party.namespace] };
  const inNamespace =
    "namespaceSelector" in peer ? selects(peer.namespaceSelector, labels) : party.namespace === policyNamespace;
  return inNamespace && selects(peer.podSelector ?? {}, party.labels);
}

function isWithin(
  address: string,
  { cidr, except = [] }: { readonly cidr: string; readonly except?: readonly string[] },
) {
  const family = isIPv6(address) ? "ipv6" : "ipv4";
  const contains = (block: string): boolean => {
    const [network = "", bits] = block.split("/");
    if (isIPv6(network) !== isIPv6(address)) return false;
    const list = new BlockList();
    list.addSubnet(network, Number(bits), family);
    return list.check(address, family);
  };
  return contains(cidr) && !except.some(contains);
}

/** An empty selector selects everything. */
function selects(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, values }) => labels[key] !== undefined && values.includes(labels[key]))
  );
}
