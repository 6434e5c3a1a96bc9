import type { CollectorConfig } from "../../model/config/index.ts";
import type { keepLists } from "../../model/catalog/keep-lists.ts";
import type { CollectorSizes } from "../../model/collector/sizing.ts";
import type { Backend, Endpoint } from "./features/feature.ts";

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
  readonly settings: Pick<CollectorConfig, "metrics" | "logs" | "traces" | "profiles" | "redaction">;
  readonly sizes: CollectorSizes;
  /** Metrics to keep, by where they are scraped. */
  readonly keepLists: ReturnType<typeof keepLists>;
  /** Where metrics, logs and traces go. */
  readonly otlp: Endpoint;
  /** Where profiles go. */
  readonly profiles: Endpoint;
}

/** Directory at which the Secret with the tokens is mounted. */
export const CREDENTIALS_DIRECTORY = "/etc/alloy-credentials";
/** Keys of that Secret. */
export const CREDENTIAL_KEYS = { otlp: "otlp-token", profiles: "profiles-token" } as const;
/** Directory of the volume, or of the node's directory, that outlives the pod. */
export const STORAGE_DIRECTORY = "/var/lib/alloy";

export const backendOf = (plan: CollectorPlan, kind: keyof typeof CREDENTIAL_KEYS): Backend => ({
  ...plan[kind],
  passwordFile: `${CREDENTIALS_DIRECTORY}/${CREDENTIAL_KEYS[kind]}`,
});
