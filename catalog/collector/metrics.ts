import { scrapedFrom } from "observability/catalog";

/*
 * What Alloy 1.19.2 tells of itself on `/metrics`; `role` is the part it plays (gateway, node), set by the scrape. Names read
 * from the running binary. Counters that Alloy takes from OpenTelemetry come into being with their first event.
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
  "1 where the configuration was loaded, 0 where Alloy runs on with the one before.",
);
export const configHash = gauge(
  "alloy_config_hash",
  "{instance}",
  ["sha256", "cluster_name"],
  "Configuration an instance was given last.",
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
  "Time spent on evaluations of more than a minute.",
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

export const goHeap = gauge("go_memstats_heap_inuse_bytes", "By", [], "Memory the Go heap uses.");
export const goMemoryLimit = gauge(
  "go_gc_gomemlimit_bytes",
  "By",
  [],
  "Memory above which the garbage collector runs all the time; Alloy sets it to 90 % of its container's limit.",
);

export const residentMemory = gauge(
  "alloy_resources_process_resident_memory_bytes",
  "By",
  [],
  "Resident memory, mapped files of the queue too.",
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
  "0 where the gossip between peers is well; higher is worse.",
);
export const clusterEvents = counter(
  "cluster_node_gossip_received_events_total",
  "{event}",
  ["event"],
  "Messages of peers; `node_conflict`: two of one name.",
);

const cluster = [clusterPeers, clusterMember, clusterHealth, clusterEvents];

/** Counters of one kind of item, in OpenTelemetry's word for it, on its way through Alloy. */
const items = (what: "spans" | "metric_points" | "log_records", text: string) => ({
  accepted: counter(`otelcol_receiver_accepted_${what}_total`, "1", RECEIVER, `${text} taken from applications.`),
  refused: counter(
    `otelcol_receiver_refused_${what}_total`,
    "1",
    RECEIVER,
    `${text} refused while the queue or the memory was full; the sender is told to try again.`,
  ),
  limited: counter(
    `otelcol_processor_memory_limiter_refused_${what}_total`,
    "1",
    COMPONENT,
    `${text} refused because too much memory was in use.`,
  ),
  sent: counter(`otelcol_exporter_sent_${what}_total`, "1", EXPORTER, `${text} the backend took.`),
  sendFailed: counter(
    `otelcol_exporter_send_failed_${what}_total`,
    "1",
    [...EXPORTER, "error_type", "error_permanent"],
    `${text} given up because the backend refused them for good.`,
  ),
  enqueueFailed: counter(
    `otelcol_exporter_enqueue_failed_${what}_total`,
    "1",
    EXPORTER,
    `${text} the queue had no room for.`,
  ),
});

export const spans = items("spans", "Spans");
export const metricPoints = items("metric_points", "Samples");
export const logRecords = items("log_records", "Log lines");

export const queueSize = gauge(
  "otelcol_exporter_queue_size",
  "1",
  [...EXPORTER, "data_type"],
  "Fill of the disk queue.",
);
export const queueCapacity = gauge(
  "otelcol_exporter_queue_capacity",
  "1",
  [...EXPORTER, "data_type"],
  "Fill at which the disk queue takes no more.",
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
  "Log lines dropped on purpose; `ratelimit_drop_stage`: there were too many.",
);

export const droppedLinesByLabel = counter(
  "loki_process_dropped_lines_by_label_total",
  "{line}",
  [...COMPONENT, "label_name", "label_value"],
  "Log lines dropped by the rate limit, by what it counts: the namespace.",
);
export const logFiles = gauge("loki_source_file_files_active_total", "{file}", COMPONENT, "Log files that are read.");

/** Without `loki_source_file_read_lines_total` and the like: they are one series per log file, and files come and go. */
const logs = [droppedLines, droppedLinesByLabel, logFiles];

const limit = (name: string, text: string) => counter(`prometheus_target_${name}_total`, "1", COMPONENT, text);
export const scrapeLimits = [
  limit("scrapes_exceeded_sample_limit", "Scrapes thrown away because they had too many samples."),
  limit("scrapes_exceeded_body_size_limit", "Scrapes thrown away because they were too long."),
  limit("scrape_pool_exceeded_label_limits", "Scrapes thrown away because a series had too many or too long labels."),
  limit("scrape_pool_exceeded_target_limit", "Target lists not taken because they were too long."),
];
export const syncFailed = limit("sync_failed", "Targets that cannot be scraped as they are described.");

export const scrapeTargets = gauge(
  "prometheus_scrape_targets_gauge",
  "{target}",
  COMPONENT,
  "Targets an instance scrapes.",
);
export const forwardedSamples = counter(
  "prometheus_forwarded_samples_total",
  "1",
  COMPONENT,
  "Samples of scrapes that a component gave to the next one.",
);

const scrapes = [...scrapeLimits, syncFailed, scrapeTargets, forwardedSamples];

export const droppedProfiles = counter(
  "pyroscope_write_dropped_profiles_total",
  "{profile}",
  [...COMPONENT, "endpoint"],
  "Profiles given up; there is no queue for them.",
);

export const sentProfiles = counter(
  "pyroscope_write_sent_profiles_total",
  "{profile}",
  [...COMPONENT, "endpoint"],
  "Profiles the backend took.",
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
