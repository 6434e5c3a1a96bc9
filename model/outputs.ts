import type { DataSourceRole } from "./backends/data-sources.ts";

/** Version of {@link StackOutputs}: raised when a field is removed or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** Outputs that application deploys read from this stack through a `StackReference`. Names and addresses only, never a secret. */
export interface StackOutputs {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Labels of all telemetry of this environment. */
  readonly environment: { readonly name: string; readonly cluster: string };
  /** Absent if the backend has no Grafana. */
  readonly grafanaUrl?: string;
  /** In-cluster addresses of the collector. `profiles` is absent if the backend does not accept profiles. */
  readonly collector: { readonly otlpGrpc: string; readonly otlpHttp: string; readonly profiles?: string };
  /** By namespace: the objects to use in `envFrom`. */
  readonly applications: Readonly<Record<string, ApplicationOutputs>>;
  /** Data source uids in Grafana. Grafana Cloud has all five; `usage` holds its own usage metrics. */
  readonly dataSources: Readonly<Partial<Record<DataSourceRole, string>>>;
  /** URL of each dashboard by its uid. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** Parts of the catalog that the backend cannot host, each with what the backend lacks. Absent if nothing was left out. */
  readonly leftOut?: readonly { readonly kind: string; readonly name: string; readonly lacks: string }[];
}

export interface ApplicationOutputs {
  readonly configMapName: string;
  /** Absent if the application needs no token, and therefore has no Secret. */
  readonly secretName?: string;
  /** Set it as a pod annotation: it changes when the token is rotated. */
  readonly credentialsVersion?: string;
}
