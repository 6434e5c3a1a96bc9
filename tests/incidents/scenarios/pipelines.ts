import { pipelines } from "../../../catalog/pipelines/index.ts";
import { BEGIN, EVER, type Incident } from "../incident.ts";
import { change, logged } from "../timeline.ts";

const systems = [pipelines];
const none = () => 0;
const since = (minute: number) => Math.max(0, minute - BEGIN);

export const PIPELINE_INCIDENTS: readonly Incident[] = [
  {
    name: "the workers take no tasks",
    systems,
    happenings: [
      change({ metric: /^pipeline_execution/ }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "celery_queue_length" }, BEGIN, EVER, { value: (_, minute) => 12 * since(minute) }),
    ],
    fires: { PipelineWorkersNotExecuting: 27, PipelineCeleryQueueDepthHigh: 20 },
  },
  {
    name: "the queue grows slowly",
    systems,
    happenings: [change({ metric: "celery_queue_length" }, BEGIN, EVER, { value: (_, minute) => 1.5 * since(minute) })],
    fires: { PipelineCeleryQueueDepthHigh: 80 },
  },
  {
    name: "the broker lags",
    systems,
    happenings: [
      change({ metric: "kafka_consumer_lag_seconds" }, BEGIN, EVER, { value: (_, minute) => 5 * since(minute) }),
    ],
    fires: { PipelineKafkaConsumerLagHigh: 14, PipelineKafkaConsumerLagCritical: 32 },
  },
  {
    name: "the consumer hangs in a batch",
    systems,
    happenings: [
      change({ metric: "kafka_consumer_offset" }, BEGIN, EVER, { value: () => 4_000 }),
      change({ metric: "kafka_consumer_lag_seconds" }, BEGIN, BEGIN + 20, { value: (_, minute) => since(minute) }),
      change({ metric: "kafka_consumer_lag_seconds" }, BEGIN + 20, EVER, { value: () => 20 }),
    ],
    fires: { PipelineKafkaConsumerStalled: 18 },
  },
  {
    name: "Kafka accepts only some messages",
    systems,
    happenings: [change({ metric: "kafka_publish_failure_total" }, BEGIN, EVER, { perMinute: () => 3 })],
    fires: { PipelineKafkaPublishFailures: 10, PipelineSignalPublishBudgetFastBurn: 15 },
    may: ["PipelineSignalPublishBudgetSlowBurn"],
  },
  {
    name: "database connections are never returned",
    systems,
    happenings: [
      change({ metric: "db_active_connections", service: "pipelines-backend" }, BEGIN, EVER, {
        value: (_, minute) => Math.min(20, 2 + 0.5 * since(minute)),
      }),
    ],
    fires: { PipelineBackendDbPoolNearlyExhausted: 45 },
  },
  {
    name: "one pipeline in ten fails",
    systems,
    happenings: [
      change({ metric: "pipeline_executions_total", labels: { status: "failed" } }, BEGIN, EVER, {
        perMinute: () => 0.4,
      }),
    ],
    fires: { PipelineSuccessBudgetFastBurn: 60 },
    may: ["PipelineSuccessBudgetSlowBurn"],
  },
  {
    name: "signals no longer match any pipeline",
    systems,
    happenings: [
      change({ metric: "pipelines_enqueued_total" }, BEGIN, EVER, { perMinute: none }),
      change({ metric: /^pipeline_execution/ }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "pipelines_matched_total" }, BEGIN, EVER, { perMinute: none }),
    ],
    fires: { PipelineSignalsConsumedNothingEnqueued: 48 },
  },
  {
    name: "the loop of the signal generators stops",
    systems,
    happenings: [
      change({ metric: /^(signals_generated_total|signal_generation_duration_seconds)$/ }, BEGIN, EVER, {
        perMinute: none,
      }),
    ],
    fires: { PipelineSignalGenerationStopped: 37 },
  },
  {
    name: "the backend answers with errors",
    systems,
    happenings: [
      change({ metric: "http_server_request_duration_seconds", labels: { status_code: "500" } }, BEGIN, EVER, {
        perMinute: () => 3,
      }),
      logged("pipelines-backend", "error", "psycopg2.OperationalError", BEGIN, EVER, 15),
    ],
    fires: { PipelineBackendHttpErrors: 10, PipelineBackendErrorLogBurst: 10 },
    may: ["PipelineBackendHttpBudgetFastBurn", "PipelineBackendHttpBudgetSlowBurn"],
  },
];
