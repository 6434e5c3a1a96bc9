import type { Case } from "./case.ts";
import { histogram, of } from "./pipelines-series.ts";

const DISPATCHER = { job: "trading/trigger-dispatcher" };
const enqueued = of("trigger-dispatcher", "pipelines_enqueued_total", { status: "enqueued" });
const executed = (workload: string, status = "success") =>
  of(workload, "pipeline_executions_total", { status, pipeline_id: "p1", trigger_mode: "signal" });
const WORKER = { job: "trading/celery-worker" };
const durations = (fast: number, slow: number) =>
  histogram(
    "celery-worker",
    "pipeline_execution_duration_seconds",
    { status: "success", pipeline_id: "p1" },
    { buckets: { "60": fast, "120": fast, "300": fast + slow } },
  );
const queue = (name: string) => of("celery-exporter", "celery_queue_length", { queue_name: name });

/** The workers and their queues. */
export const PIPELINES_WORKER_CASES: readonly Case[] = [
  {
    name: "celery-worker: pipelines are enqueued, but none has ever finished, series missing",
    labels: DISPATCHER,
    series: { [enqueued]: "0+1x120" },
    at: "40m",
    firing: { PipelineWorkersNotExecuting: "15 pipelines were enqueued in 15 minutes, but none has finished" },
    quiet: ["PipelineDurationHigh"],
  },
  {
    name: "celery-worker: workers stopped half an hour ago",
    labels: DISPATCHER,
    series: { [enqueued]: "0+1x120", [executed("celery-worker")]: "0+1x30 30x90" },
    at: "60m",
    firing: { PipelineWorkersNotExecuting: "15 pipelines were enqueued in 15 minutes, but none has finished" },
    quiet: [],
  },
  {
    name: "celery-worker: it recovers when the workers continue",
    labels: DISPATCHER,
    series: { [enqueued]: "0+1x120", [executed("celery-worker")]: "0x60 0+1x60" },
    at: "70m",
    firing: {},
    quiet: ["PipelineWorkersNotExecuting"],
  },
  {
    name: "celery-worker: the backend runs the pipelines",
    labels: DISPATCHER,
    series: { [enqueued]: "0+1x120", [executed("backend", "failed")]: "0+1x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineWorkersNotExecuting"],
  },
  {
    name: "celery-worker: nothing is enqueued at night, low traffic",
    labels: DISPATCHER,
    series: { [enqueued]: "40x120", [executed("celery-worker")]: "40x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineWorkersNotExecuting"],
  },
  {
    name: "celery-worker: one pipeline in ten is slow",
    labels: WORKER,
    series: durations(9, 1),
    at: "60m",
    firing: { PipelineDurationHigh: "Pipeline p95 duration is 3m 30s" },
    quiet: ["PipelineWorkersNotExecuting"],
  },
  {
    name: "celery-worker: a slow pipeline every two minutes, low traffic",
    labels: WORKER,
    series: durations(0, 0.5),
    at: "60m",
    firing: {},
    quiet: ["PipelineDurationHigh"],
  },
  {
    name: "celery-exporter: one of two queues is long",
    labels: { job: "trading/celery-exporter", queue_name: "celery" },
    series: { [queue("celery")]: "150x120", [queue("reports")]: "3x120" },
    at: "30m",
    firing: { PipelineCeleryQueueDepthHigh: "150 tasks are waiting in the celery queue" },
    quiet: [],
  },
  {
    name: "celery-exporter: it recovers when a burst is processed in eight minutes",
    labels: {},
    series: { [queue("celery")]: "0x10 400-50x8 0x100" },
    at: "25m",
    firing: {},
    quiet: ["PipelineCeleryQueueDepthHigh"],
  },
  {
    name: "celery-exporter: it is not installed, series missing",
    labels: {},
    series: { [executed("celery-worker")]: "0+1x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineCeleryQueueDepthHigh"],
  },
];
