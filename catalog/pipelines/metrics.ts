import { type Metric, scrapedFrom } from "observability/catalog";

/*
 * What the services expose on `/metrics`, port 8001: OpenTelemetry for Python with its Prometheus exporter, under the names
 * of the instruments. Histograms have the boundaries 0, 5, 10, 25, 50, 75, 100, 250 … unless a view, or the instrument's
 * `explicit_bucket_boundaries_advisory`, sets others. Durations in seconds need others.
 */
const { gauge, counter, histogram, up } = scrapedFrom("annotations");

/** For metrics that the services do not report by default. If one is missing, dashboards say so and rules stay silent. */
const optional = <Label extends string>(metric: Metric<Label>): Metric<Label> =>
  Object.freeze({ ...metric, optional: true });

export { up };

/** From `prometheus_client`, which serves the page. Covers only the main process, not Celery's child processes. */
export const processCpu = optional(counter("process_cpu_seconds_total", "s", [], "CPU time of the process."));
export const processMemory = optional(gauge("process_resident_memory_bytes", "By", [], "Resident memory."));

export const pipelineExecutions = counter(
  "pipeline_executions_total",
  "{execution}",
  ["status", "pipeline_id", "trigger_mode"],
  "Finished pipelines; status is success or failed, trigger_mode signal or periodic.",
);
/** Needs a boundary at 120, which its SLO uses. */
export const pipelineDuration = histogram(
  "pipeline_execution_duration_seconds",
  "s",
  ["status", "pipeline_id"],
  "Time from the start of a pipeline to its end.",
);
export const pipelineCost = optional(
  histogram(
    "pipeline_execution_cost_usd",
    "1",
    ["pipeline_id"],
    "Cost of one execution in dollars: models, data and fees.",
  ),
);
export const pipelinesActive = optional(gauge("pipelines_active", "{pipeline}", [], "Pipelines running right now."));
export const agentExecutions = optional(
  counter(
    "agent_executions_total",
    "{execution}",
    ["agent", "status"],
    "Pipeline steps, by the agent that executed them.",
  ),
);

export const httpDuration = histogram(
  "http_server_request_duration_seconds",
  "s",
  ["method", "route", "status_code"],
  "Duration of requests the backend answered.",
);
export const httpActive = gauge(
  "http_server_active_requests",
  "{request}",
  ["method", "route"],
  "Requests in progress.",
);

export const dbQueryDuration = histogram(
  "db_query_duration_seconds",
  "s",
  ["query_type"],
  "Duration of database queries; query_type is select, insert or update.",
);
export const dbActiveConnections = gauge("db_active_connections", "{connection}", [], "Connections in use.");
export const dbPoolSize = gauge("db_pool_size", "{connection}", [], "Maximum number of connections in the pool.");
export const redisDuration = histogram(
  "redis_command_duration_seconds",
  "s",
  ["command"],
  "Duration of Redis commands.",
);

export const signalsGenerated = counter(
  "signals_generated_total",
  "{signal}",
  ["signal_type", "source"],
  "Signals generated, by type and generator.",
);
export const signalDuration = histogram(
  "signal_generation_duration_seconds",
  "s",
  ["signal_type"],
  "Duration of one generator run.",
);
export const publishDuration = histogram("kafka_publish_duration_seconds", "s", [], "Time to publish to Kafka.");
export const publishSuccess = counter("kafka_publish_success_total", "{message}", [], "Messages that Kafka accepted.");
export const publishFailure = counter(
  "kafka_publish_failure_total",
  "{message}",
  [],
  "Messages that Kafka did not accept.",
);

export const signalsConsumed = counter("signals_consumed_total", "{signal}", [], "Signals read from Kafka.");
export const batchSize = histogram("batch_size", "{signal}", [], "Signals in one batch.");
export const batchDuration = histogram("batch_processing_duration_seconds", "s", [], "Time to process one batch.");
export const pipelinesMatched = counter(
  "pipelines_matched_total",
  "{pipeline}",
  ["ticker"],
  "Pipelines that a signal should start.",
);
export const pipelinesEnqueued = counter(
  "pipelines_enqueued_total",
  "{pipeline}",
  ["status"],
  "Pipelines enqueued for the workers, or skipped.",
);
export const pipelinesSkipped = counter(
  "pipelines_skipped_running_total",
  "{pipeline}",
  [],
  "Pipelines not started because they were still running.",
);
export const cacheSize = gauge("cache_size_bytes", "By", [], "Size of the pipeline cache.");
export const cacheRefresh = histogram("cache_refresh_duration_seconds", "s", [], "Time to refresh the pipeline cache.");
export const consumerLag = gauge(
  "kafka_consumer_lag_seconds",
  "s",
  [],
  "Age of the oldest signal that is not read yet.",
);
export const consumerOffset = gauge("kafka_consumer_offset", "1", [], "Position of the consumer in its topic.");

/** From celery-exporter (danihodovic/celery-exporter), a separate pod that asks the broker. */
export const queueLength = optional(
  gauge("celery_queue_length", "{task}", ["queue_name"], "Tasks waiting for a worker."),
);
