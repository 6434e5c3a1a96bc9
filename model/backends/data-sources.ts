/** What a data source answers queries about; `usage` is what a backend counts of its own use. */
export const DATA_SOURCE_ROLES = ["metrics", "logs", "traces", "profiles", "usage"] as const;
export type DataSourceRole = (typeof DATA_SOURCE_ROLES)[number];

/** A data source of Grafana. */
interface DataSource {
  readonly uid: string;
  /** Plugin id; decides the query language: `prometheus`, `loki`, `cloudwatch`. */
  readonly type: string;
}

/** The data sources of a backend's Grafana; what it cannot answer is absent. */
export type DataSources = Readonly<Partial<Record<DataSourceRole, DataSource>>>;

/** The plugin whose query language dashboards and rules are written in: PromQL, LogQL, TraceQL. */
export const QUERY_TYPES: Readonly<Record<DataSourceRole, string>> = {
  metrics: "prometheus",
  logs: "loki",
  traces: "tempo",
  profiles: "grafana-pyroscope-datasource",
  usage: "prometheus",
};

/** Uid of the data source that answers queries of a role as they are written here, if the backend has one. */
export function answering(dataSources: DataSources, role: DataSourceRole): string | undefined {
  const source = dataSources[role];
  return source?.type === QUERY_TYPES[role] ? source.uid : undefined;
}
