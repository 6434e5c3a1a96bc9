import { type Metric, scrapedFrom } from "observability/catalog";

/*
 * What the services expose on `/metrics`, port 8001: OpenTelemetry for Python with its Prometheus exporter, under the names
 * their instruments are created with. Its histograms have the boundaries 0, 5, 10, 25, 50, 75, 100, 250 … unless a view, or
 * `explicit_bucket_boundaries_advisory` of the instrument, names others: durations in seconds need others.
 */
const { gauge, counter, histogram, up } = scrapedFrom("annotations");

/** Asked for beside what the services report by themselves: boards say so where it is missing, and rules are silent. */
const optional = <Label extends string>(metric: Metric<Label>): Metric<Label> =>
  Object.freeze({ ...metric, optional: true });

export { up };

/** Of `prometheus_client`, which serves the page. Of the main process only: Celery's children are not counted. */
export const processCpu = optional(counter("process_cpu_seconds_total", "s", [], "CPU time of the process."));
export const processMemory = optional(gauge("process_resident_memory_bytes", "By", [], "Resident memory."));

export const pipelineExecutions = counter(
  "pipeline_executions_total",
  "{execution}",
  ["status", "pipeline_id", "trigger_mode"],
  "Pipelines that ended; status is success or failed, trigger_mode signal or periodic.",
);
/** Needs a boundary at 120, which its SLO counts by. */
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
    "Dollars that one execution cost: models, data and fees.",
  ),
);
export const pipelinesActive = optional(gauge("pipelines_active", "{pipeline}", [], "Pipelines that run right now."));
export const agentExecutions = optional(
  counter(
    "agent_executions_total",
    "{execution}",
    ["agent", "status"],
    "Steps of pipelines, by the agent that did them.",
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
export const dbPoolSize = gauge("db_pool_size", "{connection}", [], "Connections the pool may open.");
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
  "Signals generated, by kind and by the generator that made them.",
);
export const signalDuration = histogram(
  "signal_generation_duration_seconds",
  "s",
  ["signal_type"],
  "Time of one run of a generator.",
);
export const publishDuration = histogram("kafka_publish_duration_seconds", "s", [], "Time to publish to Kafka.");
export const publishSuccess = counter("kafka_publish_success_total", "{message}", [], "Messages Kafka took.");
export const publishFailure = counter("kafka_publish_failure_total", "{message}", [], "Messages Kafka did not take.");

export const signalsConsumed = counter("signals_consumed_total", "{signal}", [], "Signals read from Kafka.");
export const batchSize = histogram("batch_size", "{signal}", [], "Signals in one batch.");
export const batchDuration = histogram("batch_processing_duration_seconds", "s", [], "Time to work on one batch.");
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
  "Pipelines given to the workers (enqueued) or not (skipped).",
);
export const pipelinesSkipped = counter(
  "pipelines_skipped_running_total",
  "{pipeline}",
  [],
  "Pipelines not started because they still ran.",
);
export const cacheSize = gauge("cache_size_bytes", "By", [], "Size of the cache of pipelines.");
export const cacheRefresh = histogram("cache_refresh_duration_seconds", "s", [], "Time to refresh that cache.");
export const consumerLag = gauge("kafka_consumer_lag_seconds", "s", [], "Age of the oldest signal not read yet.");
export const consumerOffset = gauge("kafka_consumer_offset", "1", [], "Position of the consumer in its topic.");

/** Of celery-exporter (danihodovic/celery-exporter), a pod of its own that asks the broker. */
export const queueLength = optional(
  gauge("celery_queue_length", "{task}", ["queue_name"], "Tasks that wait for a worker."),
);
