import type { Case } from "./case.ts";
import { histogram, of } from "./pipelines-series.ts";
import { eventSloCases, grows, MINUTES, RECOVERED, RECOVERED_AT, type EventSlo } from "./slo-cases.ts";

const HTTP = { method: "GET", route: "/api/v1/pipelines" };
const requests = (status: string) =>
  of("backend", "http_server_request_duration_seconds_count", { ...HTTP, status_code: status });
const executions = (status: string) =>
  of("celery-worker", "pipeline_executions_total", { status, pipeline_id: "p1", trigger_mode: "signal" });

const SLOS: readonly EventSlo[] = [
  {
    name: "PipelineBackendHttp",
    title: "Pipeline backend available",
    job: "trading/backend",
    events: (good, bad) => ({ [requests("200")]: good, [requests("500")]: bad }),
    fast: 20,
    slow: 4,
    kept: 0.5,
  },
  {
    name: "PipelineSuccess",
    title: "Pipelines succeed",
    job: "trading/celery-worker",
    events: (good, bad) => ({ [executions("success")]: good, [executions("failed")]: bad }),
    fast: 200,
    slow: 40,
    kept: 5,
  },
];

const events = SLOS.flatMap(eventSloCases);

const signals = of("signal-generator", "signals_generated_total", { signal_type: "mock", source: "mock_generator" });
const refused = of("signal-generator", "kafka_publish_failure_total");
const PUBLISH = ["PipelineSignalPublishBudgetFastBurn", "PipelineSignalPublishBudgetSlowBurn"] as const;
const GENERATOR = { job: "trading/signal-generator" };

const publishing: readonly Case[] = [
  {
    name: "Signals reach Kafka: Kafka accepts no signal, and the budget burns fast",
    labels: GENERATOR,
    series: { [signals]: grows(5), [refused]: grows(5) },
    at: "90m",
    firing: {
      [PUBLISH[0]]: "Signals reach Kafka: 100% failing, the error budget runs out within days",
      [PUBLISH[1]]: "Signals reach Kafka: 100% failing, a tenth of the error budget burns within days",
    },
    quiet: [],
  },
  {
    name: "Signals reach Kafka: four in a thousand do not, and the budget burns slowly",
    labels: GENERATOR,
    series: { [signals]: grows(1000), [refused]: grows(4) },
    at: "300m",
    firing: { [PUBLISH[1]]: "Signals reach Kafka: 0.4% failing, a tenth of the error budget burns within days" },
    quiet: [PUBLISH[0]],
  },
  {
    name: "Signals reach Kafka: two signals in one night do not, low traffic",
    labels: GENERATOR,
    series: { [signals]: grows(0.1), [refused]: "0x60 2x300" },
    at: "70m",
    firing: {},
    quiet: PUBLISH,
  },
  {
    name: "Signals reach Kafka: the budget recovers seven hours after half an hour of refusals",
    labels: GENERATOR,
    series: { [signals]: RECOVERED.good, [refused]: RECOVERED.bad },
    at: RECOVERED_AT,
    firing: {},
    quiet: PUBLISH,
  },
  {
    name: "Signals reach Kafka: all signals do, series missing",
    labels: GENERATOR,
    series: { [signals]: grows(5) },
    at: "300m",
    firing: {},
    quiet: PUBLISH,
  },
];

const WORKER = { job: "trading/celery-worker" };
const DURATION = ["PipelineDurationBudgetFastBurn", "PipelineDurationBudgetSlowBurn"] as const;
const durations = (buckets: Readonly<Record<string, number>>) =>
  histogram(
    "celery-worker",
    "pipeline_execution_duration_seconds",
    { status: "success", pipeline_id: "p1" },
    { buckets, minutes: MINUTES },
  );

const part = (name: string, labels: Readonly<Record<string, string>> = {}) =>
  of("celery-worker", `pipeline_execution_duration_seconds_${name}`, {
    status: "success",
    pipeline_id: "p1",
    ...labels,
  });
const bucket = (le: string) => part("bucket", { le });
const count = part("count");

const latency: readonly Case[] = [
  {
    name: "Pipelines end in time: most do not, and the budget burns fast",
    labels: WORKER,
    series: durations({ "60": 1, "120": 2, "300": 10 }),
    at: "90m",
    firing: {
      [DURATION[0]]: "Pipelines end in time: 80% failing, the error budget runs out within days",
      [DURATION[1]]: "Pipelines end in time: 80% failing, a tenth of the error budget burns within days",
    },
    quiet: [],
  },
  {
    name: "Pipelines end in time: one in five does not, with bounds as Prometheus 3 writes them, and the budget burns slowly",
    labels: WORKER,
    series: durations({ "60.0": 4, "120.0": 8, "300.0": 10 }),
    at: "300m",
    firing: { [DURATION[1]]: "Pipelines end in time: 20% failing, a tenth of the error budget burns within days" },
    quiet: [DURATION[0]],
  },
  {
    name: "Pipelines end in time: nearly all do",
    labels: WORKER,
    series: durations({ "60": 90, "120": 98, "300": 100 }),
    at: "300m",
    firing: {},
    quiet: DURATION,
  },
  {
    name: "Pipelines end in time: the only pipeline in an hour does not, low traffic",
    labels: WORKER,
    series: durations({ "120": 0, "300": 0.01 }),
    at: "120m",
    firing: {},
    quiet: DURATION,
  },
  {
    name: "Pipelines end in time: the budget recovers seven hours after half an hour of slow pipelines",
    labels: WORKER,
    series: {
      [bucket("120")]: RECOVERED.good,
      ...Object.fromEntries([bucket("+Inf"), count].map((one) => [one, "0+100x60 6000+150x30 10500+100x610"])),
    },
    at: RECOVERED_AT,
    firing: {},
    quiet: DURATION,
  },
  {
    name: "Pipelines end in time: no bucket ends at two minutes, series missing",
    labels: WORKER,
    series: durations({ "100": 0, "250": 10 }),
    at: "300m",
    firing: {},
    quiet: DURATION,
  },
];

/** The SLOs of the pipelines. */
export const PIPELINES_SLO_CASES: readonly Case[] = [...events, ...publishing, ...latency];
