/** Version of {@link StackOutputs}: raised when a field goes or changes its meaning. */
export const SCHEMA_VERSION = 1;

/** What an application deploy reads from this stack by `StackReference`. Names and addresses only, never a secret. */
export interface StackOutputs {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  /** Labels of all telemetry of this environment. */
  readonly environment: { readonly name: string; readonly cluster: string };
  readonly grafanaUrl: string;
  /** In-cluster addresses of the collector. */
  readonly collector: { readonly otlpGrpc: string; readonly otlpHttp: string; readonly profiles: string };
  /** By namespace: what to name in `envFrom`. */
  readonly applications: Readonly<Record<string, ApplicationOutputs>>;
  /** Data source uids in Grafana. */
  readonly dataSources: {
    readonly metrics: string;
    readonly logs: string;
    readonly traces: string;
    readonly profiles: string;
    /** What the backend counts of its own use. */
    readonly usage: string;
  };
  /** URL of each dashboard by its uid. */
  readonly dashboards: Readonly<Record<string, string>>;
}

export interface ApplicationOutputs {
  readonly configMapName: string;
  /** Absent where the application needs no token: then there is no Secret. */
  readonly secretName?: string;
  /** Put it into a pod annotation: it changes when the token is rotated. */
  readonly credentialsVersion?: string;
}
