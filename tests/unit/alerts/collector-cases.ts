import type { Case } from "./cases.ts";

const JOB = "integrations/alloy";
const ROLE = { job: JOB, role: "gateway" };
const INSTANCE = { job: JOB, instance: "gateway-0" };

/** A series of one instance of the gateway. */
const alloy = (name: string, more = "", instance = "gateway-0") =>
  `${name}{job="${JOB}",role="gateway",instance="${instance}"${more === "" ? "" : `,${more}`}}`;
const EXPORTER = 'component_id="otelcol.exporter.otlphttp.backend",exporter="otlp_http/backend"';
const SCRAPE = 'component_id="prometheus.scrape.applications"';

const build = (instance = "gateway-0") => ({ [alloy("alloy_build_info", 'version="v1.19.2"', instance)]: "1x120" });
const queue = (fill: string) => ({
  [alloy("otelcol_exporter_queue_size", `${EXPORTER},data_type="logs"`)]: fill,
  [alloy("otelcol_exporter_queue_capacity", `${EXPORTER},data_type="logs"`)]: "1000x120",
});
const peers = (seen: string, instance: string) => ({
  [alloy("cluster_node_peers", 'state="participant"', instance)]: seen,
  [alloy("cluster_node_peers", 'state="viewer"', instance)]: "0x120",
  [alloy("cluster_node_peers", 'state="terminating"', instance)]: "0x120",
  [alloy("cluster_node_info", 'state="participant"', instance)]: "1x120",
});
const config = (sha256: string, instance = "gateway-0") => ({
  [alloy("alloy_config_hash", `sha256="${sha256}"`, instance)]: "1x120",
});
const memory = (heap: string) => ({
  [alloy("go_memstats_heap_inuse_bytes")]: heap,
  [alloy("go_gc_gomemlimit_bytes")]: "1000x120",
});

/** Counters of rare events and the alerts on them: five a minute are fifty in the window of ten. */
const EVENTS: Readonly<Record<string, readonly [series: string, summary: string]>> = {
  CollectorDataRefused: [
    alloy("otelcol_receiver_refused_metric_points_total", 'receiver="otlp",transport="grpc"'),
    "The collector has refused 50 spans, samples or log lines in 10 minutes",
  ],
  CollectorDataDropped: [
    alloy("otelcol_exporter_enqueue_failed_log_records_total", EXPORTER),
    "The queue had no room for 50 spans, samples or log lines in 10 minutes",
  ],
  CollectorExportFailed: [
    alloy("otelcol_exporter_send_failed_spans_total", `${EXPORTER},error_type="InvalidArgument"`),
    "The backend has refused 50 spans, samples or log lines for good in 10 minutes",
  ],
  CollectorLogLinesDropped: [
    alloy("loki_process_dropped_lines_total", 'reason="ratelimit_drop_stage"'),
    "The rate limit has dropped 50 log lines in 10 minutes",
  ],
  CollectorProfilesDropped: [
    alloy("pyroscope_write_dropped_profiles_total", 'endpoint="https://profiles"'),
    "The collector has given up 50 profiles in 10 minutes",
  ],
};

const eventCases: readonly Case[] = Object.entries(EVENTS).flatMap(([alert, [series, summary]]) => [
  {
    name: `${alert} as long as it happens, from the first event on`,
    labels: ROLE,
    series: { ...build(), [series]: "_x20 5+5x100" },
    at: "32m",
    firing: { [alert]: summary },
    quiet: [],
  },
  {
    name: `no ${alert} for something that happened once`,
    labels: ROLE,
    series: { ...build(), [series]: "_x20 5x100" },
    at: "30m",
    firing: {},
    quiet: [alert],
  },
  {
    name: `no ${alert} for what was counted before a gap in the metrics`,
    labels: ROLE,
    series: { ...build(), [series]: "100x20 _x30 100x60" },
    at: "61m",
    firing: {},
    quiet: [alert],
  },
]);

export const COLLECTOR_CASES: readonly Case[] = [
  ...eventCases,
  {
    name: "a healthy collector pages nobody",
    labels: {},
    series: {
      ...build(),
      ...build("gateway-1"),
      ...queue("10x120"),
      ...memory("300x120"),
      ...peers("2x120", "gateway-0"),
      ...peers("2x120", "gateway-1"),
      ...config("a"),
      ...config("a", "gateway-1"),
      [alloy("alloy_config_last_load_successful")]: "1x120",
      [alloy("alloy_component_controller_running_components", 'health_type="healthy"')]: "30x120",
      [alloy("cluster_node_gossip_health_score")]: "0x120",
      [alloy("cluster_node_gossip_received_events_total", 'event="node_join"')]: "0+1x120",
      [alloy("prometheus_target_scrapes_exceeded_sample_limit_total", SCRAPE)]: "0x120",
      [alloy("loki_process_dropped_lines_total", 'reason="debug_level"')]: "0+50x120",
      // The node role has another configuration, and is not clustered.
      'alloy_config_hash{job="integrations/alloy",role="node",instance="node-1",sha256="b"}': "1x120",
    },
    at: "60m",
    firing: {},
    quiet: [
      "CollectorTelemetryAbsent",
      "CollectorConfigNotLoaded",
      "CollectorConfigDrift",
      "CollectorComponentsUnhealthy",
      "CollectorEvaluationSlow",
      "CollectorMemoryHigh",
      "CollectorQueueFilling",
      "CollectorQueueFull",
      "CollectorLogLinesDropped",
      "CollectorScrapeLimitExceeded",
      "CollectorClusterSplit",
      "CollectorClusterUnhealthy",
      "CollectorClusterNameConflict",
      "CollectorClusterStuckTerminating",
    ],
  },
  {
    name: "no collector reports",
    labels: { job: JOB },
    series: { 'alloy_build_info{job="other"}': "1x120" },
    at: "20m",
    firing: { CollectorTelemetryAbsent: "The collector has reported nothing of itself for 15 minutes" },
    quiet: [],
  },
  {
    name: "one of two instances refuses its configuration",
    labels: ROLE,
    series: {
      ...build(),
      [alloy("alloy_config_last_load_successful")]: "1x20 0x100",
      [alloy("alloy_config_last_load_successful", "", "gateway-1")]: "1x120",
    },
    at: "30m",
    firing: { CollectorConfigNotLoaded: "The collector (gateway) does not take its configuration" },
    quiet: [],
  },
  {
    name: "one of two instances stays behind",
    labels: ROLE,
    series: { ...build(), ...config("a"), ...config("b", "gateway-1") },
    at: "30m",
    firing: { CollectorConfigDrift: "Instances of the collector (gateway) run 2 different configurations" },
    quiet: [],
  },
  {
    name: "two components are not healthy",
    labels: ROLE,
    series: {
      ...build(),
      [alloy("alloy_component_controller_running_components", 'health_type="healthy"')]: "28x120",
      [alloy("alloy_component_controller_running_components", 'health_type="unhealthy"')]: "2x120",
    },
    at: "30m",
    firing: { CollectorComponentsUnhealthy: "2 components of the collector (gateway) are not healthy" },
    quiet: [],
  },
  {
    name: "discovery takes all of its time",
    labels: { job: JOB, component_id: "discovery.kubernetes.pods" },
    series: {
      ...build(),
      [alloy("alloy_component_evaluation_slow_seconds", 'component_id="discovery.kubernetes.pods"')]: "0+30x120",
    },
    at: "60m",
    firing: {
      CollectorEvaluationSlow: "discovery.kubernetes.pods has spent 5m 0s of 10 minutes on its evaluation",
    },
    quiet: [],
  },
  {
    name: "memory comes near to its limit",
    labels: { ...ROLE, ...INSTANCE },
    series: { ...build(), ...memory("800x120") },
    at: "30m",
    firing: { CollectorMemoryHigh: "gateway-0 uses 80% of the memory it may use" },
    quiet: [],
  },
  {
    name: "without a limit there is none to come near to",
    labels: {},
    series: { ...build(), ...memory("800x120"), [alloy("go_gc_gomemlimit_bytes")]: "9223372036854775807x120" },
    at: "30m",
    firing: {},
    quiet: ["CollectorMemoryHigh"],
  },
  {
    name: "the backend takes less than comes in",
    labels: { ...ROLE, ...INSTANCE, data_type: "logs" },
    series: { ...build(), ...queue("600x120") },
    at: "30m",
    firing: { CollectorQueueFilling: "The queue for logs of gateway-0 is 60% full" },
    quiet: ["CollectorQueueFull"],
  },
  {
    name: "the queue runs full",
    labels: { ...ROLE, ...INSTANCE, data_type: "logs" },
    series: { ...build(), ...queue("950x120") },
    at: "30m",
    firing: {
      CollectorQueueFilling: "The queue for logs of gateway-0 is 95% full",
      CollectorQueueFull: "The queue for logs of gateway-0 is 95% full",
    },
    quiet: [],
  },
  {
    name: "a target has too many series",
    labels: { job: JOB, component_id: "prometheus.scrape.applications" },
    series: {
      ...build(),
      [alloy("prometheus_target_scrapes_exceeded_sample_limit_total", SCRAPE)]: "0+1x120",
      [alloy("prometheus_target_scrape_pool_exceeded_target_limit_total", SCRAPE)]: "0x120",
    },
    at: "60m",
    firing: {
      CollectorScrapeLimitExceeded: "prometheus.scrape.applications throws scrapes away because they exceed a limit",
    },
    quiet: [],
  },
  {
    name: "one instance is alone and thinks itself whole",
    labels: INSTANCE,
    series: { ...build(), ...peers("1x120", "gateway-0"), ...peers("2x120", "gateway-1") },
    at: "30m",
    firing: { CollectorClusterSplit: "gateway-0 sees 50% of the instances there are" },
    quiet: ["CollectorClusterUnhealthy"],
  },
  {
    name: "gossip comes too late",
    labels: INSTANCE,
    series: { ...build(), [alloy("cluster_node_gossip_health_score")]: "2x120" },
    at: "30m",
    firing: { CollectorClusterUnhealthy: "gateway-0 hears from its peers too late (score 2)" },
    quiet: [],
  },
  {
    name: "two instances have one name",
    labels: { job: JOB },
    series: { ...build(), [alloy("cluster_node_gossip_received_events_total", 'event="node_conflict"')]: "0+1x120" },
    at: "30m",
    firing: { CollectorClusterNameConflict: "Two instances of the collector have one name" },
    quiet: [],
  },
  {
    name: "a peer does not end",
    labels: INSTANCE,
    series: { ...build(), [alloy("cluster_node_peers", 'state="terminating"')]: "1x120" },
    at: "30m",
    firing: { CollectorClusterStuckTerminating: "gateway-0 has waited 10 minutes for a peer to end" },
    quiet: [],
  },
];
