import { SIGNALS, type DestinationPlan, type Signal } from "../../model/backends/destinations.ts";
import type { keepLists } from "../../model/catalog/keep-lists.ts";
import type { CollectorSizes } from "../../model/collector/sizing.ts";
import type { CollectorConfig } from "../../model/config/index.ts";

/** One kind of pod of the collector. */
export type RoleName = "gateway" | "node" | "sampler" | "profiler";

/** Everything the configuration of the collector's roles depends on. No secret: tokens are named by the file they are mounted at. */
export interface CollectorPlan {
  /** Name of the Kubernetes cluster, on every signal as `k8s.cluster.name`. */
  readonly cluster: string;
  /** Name of the environment, on every signal as `deployment.environment.name`. */
  readonly environment: string;
  /** Namespace of the collector. */
  readonly namespace: string;
  /** Application namespaces and the teams they belong to, which become `service.namespace`. */
  readonly applications: readonly { readonly namespace: string; readonly team: string }[];
  /** What is collected: what the settings ask for of the signals that have a destination. */
  readonly settings: CollectedSettings;
  readonly sizes: CollectorSizes;
  /** Metrics to keep, by where they are scraped. */
  readonly keepLists: ReturnType<typeof keepLists>;
  /** Where the backend takes signals; each signal in one of them at most. */
  readonly destinations: readonly DestinationPlan[];
}

export type CollectedSettings = Pick<CollectorConfig, "metrics" | "logs" | "traces" | "profiles" | "redaction">;

/** Directory at which the Secret with the tokens is mounted. */
export const CREDENTIALS_DIRECTORY = "/etc/alloy-credentials";
/** Directory of the volume, or of the node's directory, that outlives the pod. */
export const STORAGE_DIRECTORY = "/var/lib/alloy";

/** Key in that Secret of a destination's token. */
export const credentialKey = ({ name }: Pick<DestinationPlan, "name">): string => `${name}-token`;

export const destinationOf = (
  { destinations }: Pick<CollectorPlan, "destinations">,
  signal: Signal,
): DestinationPlan | undefined => destinations.find(({ signals }) => signals.includes(signal));

/** The signals that the backend takes. */
export const collectedSignals = (plan: Pick<CollectorPlan, "destinations">): readonly Signal[] =>
  SIGNALS.filter((signal) => destinationOf(plan, signal) !== undefined);
