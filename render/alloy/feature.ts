import type { ServicePort } from "../../model/network.ts";

/** What a feature of the collector needs around it. Service ports, RBAC and NetworkPolicies are derived from this. */
export interface Needs {
  /** Ports it listens on. */
  readonly ports: readonly ServicePort[];
  /** What it reads from the Kubernetes API. */
  readonly rbac: readonly PolicyRule[];
  /** Whom it calls. */
  readonly egress: readonly Destination[];
}

export type Destination = "kubernetes-api" | "otlp-backend" | "profiles-backend";

/** A rule of a Kubernetes ClusterRole. */
export interface PolicyRule {
  readonly apiGroups: string[];
  readonly resources: string[];
  readonly verbs: string[];
}

/** Where a signal goes and as whom. The password is not here: the collector reads it from `passwordFile`. */
export interface Backend {
  readonly url: string;
  readonly username: string;
  /** Absolute path of the mounted token. Re-read when the Secret changes, so a rotation needs no restart. */
  readonly passwordFile: string;
}

/** Address to listen on, in all network interfaces. */
export const listenAddress = ({ port }: ServicePort): string => `0.0.0.0:${port}`;
