import { answering, DATA_SOURCE_ROLES, QUERY_TYPES } from "../../model/backends/data-sources.ts";
import type { DataSourceRole, DataSources } from "../../model/backends/data-sources.ts";
import type { Series } from "../../model/catalog/series.ts";

/** A panel's reference to its data source: through a dashboard variable, so that a copy of the dashboard works elsewhere. */
export const dataSourceOf = (role: DataSourceRole): { readonly type: string; readonly uid: string } => ({
  type: QUERY_TYPES[role],
  uid: "${" + role + "}",
});

/** The metrics data source that holds the series. */
export const signalOf = (series: readonly Series[]): "metrics" | "usage" =>
  series.some(({ metric }) => metric.ingestion === "usage") ? "usage" : "metrics";

/** One hidden variable per data source; `?var-metrics=<uid>` in the URL still switches it. */
export const dataSourceVariables = (dataSources: DataSources) =>
  DATA_SOURCE_ROLES.flatMap((name) => {
    const uid = answering(dataSources, name);
    return uid === undefined ? [] : [dataSourceVariable(name, uid)];
  });

const dataSourceVariable = (name: DataSourceRole, uid: string) => ({
  name,
  label: `Data source for ${name}`,
  type: "datasource",
  query: QUERY_TYPES[name],
  current: { selected: true, text: uid, value: uid },
  hide: 2,
  includeAll: false,
  multi: false,
  options: [],
  refresh: 1,
  regex: "",
  skipUrlSync: false,
});
