import { pipelines } from "../../../catalog/pipelines/index.ts";
import { rulesOf } from "../../../model/catalog/rules.ts";
import type { Case } from "./case.ts";
import { histogram, of } from "./pipelines-series.ts";

const services = ["backend", "celery-worker", "signal-generator", "trigger-dispatcher"];
const ON_LOGS = ["log-burst", "log-absence", "untraced-logs"];
const fast = { buckets: { "0.005": 90, "0.05": 99, "1": 100 }, sum: 0.5 };
const HTTP = { method: "GET", route: "/api/v1/pipelines", status_code: "200" };
const EXECUTION = { status: "success", pipeline_id: "p1" };

const storage = ["backend", "celery-worker"].reduce<Readonly<Record<string, string>>>(
  (series, workload) => ({
    ...series,
    ...histogram(workload, "db_query_duration_seconds", { query_type: "select" }, fast),
    ...histogram(workload, "redis_command_duration_seconds", { command: "get" }, fast),
    [of(workload, "db_active_connections")]: "4x120",
    [of(workload, "db_pool_size")]: "20x120",
  }),
  {},
);

/** All series of the pipelines on a good day. */
export const PIPELINES_HEALTHY_CASE: Case = {
  name: "healthy pipelines page no one",
  labels: {},
  series: {
    ...Object.fromEntries(services.map((workload) => [of(workload, "up"), "1x120"])),
    ...storage,
    ...histogram("backend", "http_server_request_duration_seconds", HTTP, fast),
    ...histogram("signal-generator", "signal_generation_duration_seconds", { signal_type: "mock" }, fast),
    ...histogram("trigger-dispatcher", "batch_processing_duration_seconds", {}, fast),
    ...histogram("celery-worker", "pipeline_execution_duration_seconds", EXECUTION, {
      buckets: { "60": 9, "120": 10 },
    }),
    [of("celery-worker", "pipeline_executions_total", { ...EXECUTION, trigger_mode: "signal" })]: "0+10x120",
    [of("signal-generator", "signals_generated_total", { signal_type: "mock", source: "mock_generator" })]: "0+60x120",
    [of("signal-generator", "kafka_publish_success_total")]: "0+60x120",
    [of("signal-generator", "kafka_publish_failure_total")]: "0x120",
    [of("trigger-dispatcher", "signals_consumed_total")]: "0+60x120",
    [of("trigger-dispatcher", "pipelines_matched_total", { ticker: "AAPL" })]: "0+12x120",
    [of("trigger-dispatcher", "pipelines_enqueued_total", { status: "enqueued" })]: "0+10x120",
    [of("trigger-dispatcher", "pipelines_skipped_running_total")]: "0+2x120",
    [of("trigger-dispatcher", "kafka_consumer_lag_seconds")]: "0.2x120",
    [of("trigger-dispatcher", "kafka_consumer_offset")]: "0+60x120",
    [of("celery-exporter", "up")]: "1x120",
    [of("celery-exporter", "celery_queue_length", { queue_name: "celery" })]: "2x120",
  },
  at: "90m",
  firing: {},
  quiet: pipelines.services
    .flatMap(rulesOf)
    .filter(({ condition }) => !ON_LOGS.includes(condition.kind))
    .map(({ name }) => name),
};
