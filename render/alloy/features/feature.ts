import type { EgressTarget } from "../../../model/collector/network-flows.ts";
import type { ServicePort } from "../../../model/collector/network-policy.ts";
import type { Block } from "../language/ast.ts";

/** A part of a role: its blocks, and what they need around them. RBAC, NetworkPolicies, ports and volumes are derived from this. */
export interface Feature {
  readonly blocks: readonly Block[];
  /** Ports it listens on. */
  readonly ports?: readonly ServicePort[];
  /** What it reads from the Kubernetes API. */
  readonly rbac?: readonly PolicyRule[];
  /** Whom it calls. */
  readonly egress?: readonly EgressTarget[];
  /** Directories of the node that it reads, or keeps state in. */
  readonly hostPaths?: readonly HostPath[];
}

/** A rule of a Kubernetes ClusterRole. Arrays are mutable because the Kubernetes SDK's types are. */
export interface PolicyRule {
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly nonResourceURLs?: string[];
  readonly verbs: string[];
}

export interface HostPath {
  /** Name of the volume. */
  readonly name: string;
  /** On the node. */
  readonly path: string;
  /** In the container. */
  readonly mountPath: string;
  /** @default false */
  readonly writable?: boolean;
}

/** Reading, as every rule of the collector's. */
export const read = (apiGroup: string, ...resources: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ["get", "list", "watch"],
});

/** Address to listen on, in all network interfaces. */
export const listenAddress = ({ port }: ServicePort): string => `0.0.0.0:${port}`;
