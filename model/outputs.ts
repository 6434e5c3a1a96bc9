import type { DataSourceRole } from "./backends/data-sources.ts";

/** Version of {@link StackOutputs}: raised when a field goes or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** What an application deploy reads from this stack by `StackReference`. Names and addresses only, never a secret. */
export interface StackOutputs {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Labels of all telemetry of this environment. */
  readonly environment: { readonly name: string; readonly cluster: string };
  /** Absent where the backend has no Grafana. */
  readonly grafanaUrl?: string;
  /** In-cluster addresses of the collector; without `profiles` where the backend takes none. */
  readonly collector: { readonly otlpGrpc: string; readonly otlpHttp: string; readonly profiles?: string };
  /** By namespace: what to name in `envFrom`. */
  readonly applications: Readonly<Record<string, ApplicationOutputs>>;
  /** Data source uids in Grafana; of Grafana Cloud all five, `usage` being what it counts of its own use. */
  readonly dataSources: Readonly<Partial<Record<DataSourceRole, string>>>;
  /** URL of each dashboard by its uid. */
  readonly dashboards: Readonly<Record<string, string>>;
  /** What of the catalog the backend has no place for, each with what it lacks. Absent where that is nothing. */
  readonly leftOut?: readonly { readonly kind: string; readonly name: string; readonly lacks: string }[];
}

export interface ApplicationOutputs {
  readonly configMapName: string;
  /** Absent where the application needs no token: then there is no Secret. */
  readonly secretName?: string;
  /** Put it into a pod annotation: it changes when the token is rotated. */
  readonly credentialsVersion?: string;
}
