/*
 * Histories of the collector's series, in promtool's notation.
 */

export const JOB = "integrations/alloy";
export const ROLE = { job: JOB, role: "gateway" };
export const INSTANCE = { job: JOB, instance: "gateway-0" };

/** A series of one instance of the gateway. */
export const alloy = (name: string, more = "", instance = "gateway-0") =>
  `${name}{job="${JOB}",role="gateway",instance="${instance}"${more === "" ? "" : `,${more}`}}`;
export const EXPORTER = 'component_id="otelcol.exporter.otlphttp.backend",exporter="otlp_http/backend"';
export const SCRAPE = 'component_id="prometheus.scrape.applications"';

export const build = (instance = "gateway-0") => ({
  [alloy("alloy_build_info", 'version="v1.19.2"', instance)]: "1x120",
});
export const queue = (fill: string) => ({
  [alloy("otelcol_exporter_queue_size", `${EXPORTER},data_type="logs"`)]: fill,
  [alloy("otelcol_exporter_queue_capacity", `${EXPORTER},data_type="logs"`)]: "1000x120",
});
export const peers = (seen: string, instance: string) => ({
  [alloy("cluster_node_peers", 'state="participant"', instance)]: seen,
  [alloy("cluster_node_peers", 'state="viewer"', instance)]: "0x120",
  [alloy("cluster_node_peers", 'state="terminating"', instance)]: "0x120",
  [alloy("cluster_node_info", 'state="participant"', instance)]: "1x120",
});
export const config = (sha256: string, instance = "gateway-0") => ({
  [alloy("alloy_config_hash", `sha256="${sha256}"`, instance)]: "1x120",
});
export const memory = (heap: string) => ({
  [alloy("go_memstats_heap_inuse_bytes")]: heap,
  [alloy("go_gc_gomemlimit_bytes")]: "1000x120",
});
