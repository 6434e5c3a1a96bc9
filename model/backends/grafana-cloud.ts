import type { DataSources } from "./data-sources.ts";
import type { DestinationPlan } from "./destinations.ts";

/** A writer of telemetry with the minimum of rights. No writer may read or administer anything. */
export interface Writer {
  /** Stable key: part of resource names and of the access policy's name. */
  readonly key: "collector" | "profiles";
  readonly displayName: string;
  readonly scopes: readonly `${"metrics" | "logs" | "traces" | "profiles"}:write`[];
  /** Write endpoints that have to accept a new token before it is used. */
  readonly endpoints: readonly ("otlp" | "profiles")[];
}

/** The collector: all signals. */
export const COLLECTOR_WRITER: Writer = {
  key: "collector",
  displayName: "Collector: all signals",
  scopes: ["metrics:write", "logs:write", "traces:write", "profiles:write"],
  endpoints: ["otlp", "profiles"],
};

/** Applications that push their profiles directly, bypassing the collector. */
export const PROFILES_WRITER: Writer = {
  key: "profiles",
  displayName: "Applications that push their profiles themselves",
  scopes: ["profiles:write"],
  endpoints: ["profiles"],
};

/** Secret key of the only token that is created by hand. All others are minted with it. */
export const BOOTSTRAP_TOKEN = "grafanaCloudToken";

/** Scopes of the bootstrap token, required to create the stack, its service account and the writers' tokens. */
export const BOOTSTRAP_SCOPES = [
  "stacks:read",
  "stacks:write",
  "stacks:delete",
  "accesspolicies:read",
  "accesspolicies:write",
  "accesspolicies:delete",
  "stack-service-accounts:write",
] as const;

/** The data sources that come with every Grafana Cloud stack. */
export const GRAFANA_CLOUD_DATA_SOURCES = {
  metrics: { uid: "grafanacloud-prom", type: "prometheus" },
  logs: { uid: "grafanacloud-logs", type: "loki" },
  traces: { uid: "grafanacloud-traces", type: "tempo" },
  profiles: { uid: "grafanacloud-profiles", type: "grafana-pyroscope-datasource" },
  usage: { uid: "grafanacloud-usage", type: "prometheus" },
} as const satisfies DataSources;

const WRITE = { auth: { kind: "basic" }, reach: { kind: "internet" } } as const;

/** Where every stack accepts signals: one OTLP gateway, and Pyroscope. */
export const GRAFANA_CLOUD_DESTINATIONS = {
  otlp: { name: "otlp", signals: ["metrics", "logs", "traces"], protocol: "otlp-http", ...WRITE },
  profiles: { name: "profiles", signals: ["profiles"], protocol: "pyroscope", ...WRITE },
} as const satisfies Record<string, DestinationPlan>;
