import { scrapedFrom } from "observability/catalog";

/*
 * Metrics that Alloy 1.19.2 exposes about itself on `/metrics`; the scrape sets `role` (gateway, node). The names were read
 * from the running binary. Counters that Alloy takes from OpenTelemetry appear with their first event.
 */
const { gauge, counter, up } = scrapedFrom("collector", ["role"]);

const COMPONENT = ["component_id"] as const;
const EXPORTER = ["component_id", "exporter"] as const;
const RECEIVER = ["component_id", "receiver", "transport"] as const;

export const buildInfo = gauge("alloy_build_info", "{instance}", ["version", "revision"], "One series per instance.");
export const configLoaded = gauge(
  "alloy_config_last_load_successful",
  "1",
  [],
  "1 if the configuration was loaded, 0 if Alloy keeps running with the previous one.",
);
export const configHash = gauge(
  "alloy_config_hash",
  "{instance}",
  ["sha256", "cluster_name"],
  "Configuration that an instance received last.",
);
export const runningComponents = gauge(
  "alloy_component_controller_running_components",
  "{component}",
  ["health_type", "controller_id"],
  "Components by health.",
);
export const slowEvaluation = counter(
  "alloy_component_evaluation_slow_seconds",
  "s",
  COMPONENT,
  "Time spent on evaluations that take more than a minute.",
);

export const collectorUp = up;
export const configLoadedAt = gauge(
  "alloy_config_last_load_success_timestamp_seconds",
  "s",
  [],
  "Unix time at which the configuration was loaded.",
);

const controller = [
  collectorUp,
  buildInfo,
  configLoaded,
  configHash,
  runningComponents,
  slowEvaluation,
  configLoadedAt,
];

export const goHeap = gauge("go_memstats_heap_inuse_bytes", "By", [], "Memory that the Go heap uses.");
export const goMemoryLimit = gauge(
  "go_gc_gomemlimit_bytes",
  "By",
  [],
  "Memory above which the garbage collector runs continuously; Alloy sets it to 90 % of its container's limit.",
);

export const residentMemory = gauge(
  "alloy_resources_process_resident_memory_bytes",
  "By",
  [],
  "Resident memory, including the mapped files of the queue.",
);
export const cpuTime = counter("alloy_resources_process_cpu_seconds_total", "s", [], "CPU time.");

const resources = [goHeap, goMemoryLimit, residentMemory, cpuTime];

export const clusterPeers = gauge(
  "cluster_node_peers",
  "{peer}",
  ["state"],
  "Peers an instance sees, itself included.",
);
export const clusterMember = gauge("cluster_node_info", "{instance}", ["state"], "One series per clustered instance.");
export const clusterHealth = gauge(
  "cluster_node_gossip_health_score",
  "1",
  [],
  "0 if the gossip between peers is healthy; higher is worse.",
);
export const clusterEvents = counter(
  "cluster_node_gossip_received_events_total",
  "{event}",
  ["event"],
  "Messages from peers; `node_conflict`: two peers have the same name.",
);

const cluster = [clusterPeers, clusterMember, clusterHealth, clusterEvents];

/** Counters of one kind of item, named as in OpenTelemetry, on its path through Alloy. */
const items = (what: "spans" | "metric_points" | "log_records", text: string) => ({
  accepted: counter(`otelcol_receiver_accepted_${what}_total`, "1", RECEIVER, `${text} accepted from applications.`),
  refused: counter(
    `otelcol_receiver_refused_${what}_total`,
    "1",
    RECEIVER,
    `${text} refused while the queue or the memory was full; the sender is asked to retry.`,
  ),
  limited: counter(
    `otelcol_processor_memory_limiter_refused_${what}_total`,
    "1",
    COMPONENT,
    `${text} refused because too much memory was in use.`,
  ),
  sent: counter(`otelcol_exporter_sent_${what}_total`, "1", EXPORTER, `${text} that the backend accepted.`),
  sendFailed: counter(
    `otelcol_exporter_send_failed_${what}_total`,
    "1",
    [...EXPORTER, "error_type", "error_permanent"],
    `${text} dropped because the backend refused them permanently.`,
  ),
  enqueueFailed: counter(
    `otelcol_exporter_enqueue_failed_${what}_total`,
    "1",
    EXPORTER,
    `${text} for which the queue had no room.`,
  ),
});

export const spans = items("spans", "Spans");
export const metricPoints = items("metric_points", "Samples");
export const logRecords = items("log_records", "Log lines");

export const queueSize = gauge(
  "otelcol_exporter_queue_size",
  "1",
  [...EXPORTER, "data_type"],
  "Fill level of the disk queue.",
);
export const queueCapacity = gauge(
  "otelcol_exporter_queue_capacity",
  "1",
  [...EXPORTER, "data_type"],
  "Fill level at which the disk queue accepts no more.",
);

const pipeline = [
  ...[spans, metricPoints, logRecords].flatMap((kind) => Object.values(kind)),
  queueSize,
  queueCapacity,
];

export const droppedLines = counter(
  "loki_process_dropped_lines_total",
  "{line}",
  [...COMPONENT, "reason"],
  "Log lines dropped on purpose; `ratelimit_drop_stage`: above the rate limit.",
);

export const droppedLinesByLabel = counter(
  "loki_process_dropped_lines_by_label_total",
  "{line}",
  [...COMPONENT, "label_name", "label_value"],
  "Log lines dropped by the rate limit, by the label that it counts: the namespace.",
);
export const logFiles = gauge("loki_source_file_files_active_total", "{file}", COMPONENT, "Log files being read.");

/** Without metrics such as `loki_source_file_read_lines_total`: they have one series per log file, and files come and go. */
const logs = [droppedLines, droppedLinesByLabel, logFiles];

const limit = (name: string, text: string) => counter(`prometheus_target_${name}_total`, "1", COMPONENT, text);
export const scrapeLimits = [
  limit("scrapes_exceeded_sample_limit", "Scrapes discarded because they had too many samples."),
  limit("scrapes_exceeded_body_size_limit", "Scrapes discarded because they were too long."),
  limit("scrape_pool_exceeded_label_limits", "Scrapes discarded because a series had too many or too long labels."),
  limit("scrape_pool_exceeded_target_limit", "Target lists rejected because they were too long."),
];
export const syncFailed = limit("sync_failed", "Targets that cannot be scraped because their definition is invalid.");

export const scrapeTargets = gauge(
  "prometheus_scrape_targets_gauge",
  "{target}",
  COMPONENT,
  "Targets that an instance scrapes.",
);
export const forwardedSamples = counter(
  "prometheus_forwarded_samples_total",
  "1",
  COMPONENT,
  "Scraped samples that a component forwarded to the next one.",
);

const scrapes = [...scrapeLimits, syncFailed, scrapeTargets, forwardedSamples];

export const droppedProfiles = counter(
  "pyroscope_write_dropped_profiles_total",
  "{profile}",
  [...COMPONENT, "endpoint"],
  "Profiles dropped; there is no queue for them.",
);

export const sentProfiles = counter(
  "pyroscope_write_sent_profiles_total",
  "{profile}",
  [...COMPONENT, "endpoint"],
  "Profiles that the backend accepted.",
);

const profiles = [droppedProfiles, sentProfiles];

export const collectorMetrics = [
  ...controller,
  ...resources,
  ...cluster,
  ...pipeline,
  ...logs,
  ...scrapes,
  ...profiles,
];
