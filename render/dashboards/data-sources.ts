import type { Series } from "../../model/catalog/series.ts";
import type { DataSourceUids } from "../context.ts";

export type Signal = keyof DataSourceUids;

const TYPES: Readonly<Record<Signal, string>> = {
  metrics: "prometheus",
  logs: "loki",
  traces: "tempo",
  profiles: "grafana-pyroscope-datasource",
  usage: "prometheus",
};

/** Reference of a panel to its data source: by the board's variable, so that a copy of a board works elsewhere. */
export const DATA_SOURCES: Readonly<Record<Signal, { readonly type: string; readonly uid: string }>> = {
  metrics: { type: TYPES.metrics, uid: "${metrics}" },
  logs: { type: TYPES.logs, uid: "${logs}" },
  traces: { type: TYPES.traces, uid: "${traces}" },
  profiles: { type: TYPES.profiles, uid: "${profiles}" },
  usage: { type: TYPES.usage, uid: "${usage}" },
};

/** Which of the data sources of metrics holds some series. */
export const signalOf = (series: readonly Series[]): "metrics" | "usage" =>
  series.some(({ metric }) => metric.ingestion === "usage") ? "usage" : "metrics";

/** One hidden variable per signal; `?var-metrics=<uid>` in the URL still switches it. */
export const dataSourceVariables = (uids: DataSourceUids) =>
  (["metrics", "logs", "traces", "profiles", "usage"] as const).map((name) => ({
    name,
    label: `Data source of ${name}`,
    type: "datasource",
    query: TYPES[name],
    current: { selected: true, text: uids[name], value: uids[name] },
    hide: 2,
    includeAll: false,
    multi: false,
    options: [],
    refresh: 1,
    regex: "",
    skipUrlSync: false,
  }));
