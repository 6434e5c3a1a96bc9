import { SIGNALS, type DestinationPlan, type Signal } from "../../model/backends/destinations.ts";
import type { keepLists } from "../../model/catalog/keep-lists.ts";
import type { CollectorSizes } from "../../model/collector/sizing.ts";
import type { CollectorConfig } from "../../model/config/index.ts";

/** A kind of pod of the collector. */
export type RoleName = "gateway" | "node" | "sampler" | "profiler";

/** All inputs of the configuration of the collector's roles. It contains no secrets, only the paths of mounted token files. */
export interface CollectorPlan {
  /** Name of the Kubernetes cluster, on every signal as `k8s.cluster.name`. */
  readonly cluster: string;
  /** Name of the environment, on every signal as `deployment.environment.name`. */
  readonly environment: string;
  /** Namespace of the collector. */
  readonly namespace: string;
  /** Application namespaces and their teams, which become `service.namespace`. */
  readonly applications: readonly { readonly namespace: string; readonly team: string }[];
  /** Enabled settings, limited to signals that have a destination. */
  readonly settings: CollectedSettings;
  readonly sizes: CollectorSizes;
  /** Metrics to keep, by scrape job. */
  readonly keepLists: ReturnType<typeof keepLists>;
  /** Endpoints where the backend accepts signals. Each signal has at most one destination. */
  readonly destinations: readonly DestinationPlan[];
}

export type CollectedSettings = Pick<CollectorConfig, "metrics" | "logs" | "traces" | "profiles" | "redaction">;

/** Mount path of the Secret with the tokens. */
export const CREDENTIALS_DIRECTORY = "/etc/alloy-credentials";
/** Mount path of the volume or node directory that outlives the pod. */
export const STORAGE_DIRECTORY = "/var/lib/alloy";

/** Returns the key of a destination's token in that Secret. */
export const credentialKey = ({ name }: Pick<DestinationPlan, "name">): string => `${name}-token`;

export const destinationOf = (
  { destinations }: Pick<CollectorPlan, "destinations">,
  signal: Signal,
): DestinationPlan | undefined => destinations.find(({ signals }) => signals.includes(signal));

/** Returns the signals that the backend accepts. */
export const collectedSignals = (plan: Pick<CollectorPlan, "destinations">): readonly Signal[] =>
  SIGNALS.filter((signal) => destinationOf(plan, signal) !== undefined);
