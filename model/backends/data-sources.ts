/** What a data source answers queries about. `usage` holds the backend's own usage metrics. */
export const DATA_SOURCE_ROLES = ["metrics", "logs", "traces", "profiles", "usage"] as const;
export type DataSourceRole = (typeof DATA_SOURCE_ROLES)[number];

/** A Grafana data source. */
interface DataSource {
  readonly uid: string;
  /** Plugin id, which decides the query language: `prometheus`, `loki`, `cloudwatch`. */
  readonly type: string;
}

/** The data sources of a backend's Grafana. Roles that it cannot answer are absent. */
export type DataSources = Readonly<Partial<Record<DataSourceRole, DataSource>>>;

/** The plugin for each role: dashboards and rules are written in its query language (PromQL, LogQL, TraceQL). */
export const QUERY_TYPES: Readonly<Record<DataSourceRole, string>> = {
  metrics: "prometheus",
  logs: "loki",
  traces: "tempo",
  profiles: "grafana-pyroscope-datasource",
  usage: "prometheus",
};

/** Uid of the data source that answers a role's queries in the language used here, if the backend has one. */
export function answering(dataSources: DataSources, role: DataSourceRole): string | undefined {
  const source = dataSources[role];
  return source?.type === QUERY_TYPES[role] ? source.uid : undefined;
}
