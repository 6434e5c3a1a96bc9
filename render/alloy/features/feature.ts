import type { EgressTarget } from "../../../model/collector/network-flows.ts";
import type { ServicePort } from "../../../model/collector/network-policy.ts";
import type { Block } from "../language/ast.ts";

/** A part of a role: its blocks and their requirements, from which RBAC, NetworkPolicies, ports and volumes are derived. */
export interface Feature {
  readonly blocks: readonly Block[];
  /** Ports that it listens on. */
  readonly ports?: readonly ServicePort[];
  /** Permissions to read from the Kubernetes API. */
  readonly rbac?: readonly PolicyRule[];
  /** Targets that it connects to. */
  readonly egress?: readonly EgressTarget[];
  /** Directories of the node that it reads or stores state in. */
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
  /** Path on the node. */
  readonly path: string;
  /** Path in the container. */
  readonly mountPath: string;
  /** @default false */
  readonly writable?: boolean;
}

/** Returns a rule that allows reading. All rules of the collector are of this kind. */
export const read = (apiGroup: string, ...resources: string[]): PolicyRule => ({
  apiGroups: [apiGroup],
  resources,
  verbs: ["get", "list", "watch"],
});

/** Returns the address to listen on all network interfaces. */
export const listenAddress = ({ port }: ServicePort): string => `0.0.0.0:${port}`;
