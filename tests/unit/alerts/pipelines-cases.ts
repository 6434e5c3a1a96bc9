import type { Case } from "./case.ts";
import { PIPELINES_DISPATCHER_CASES } from "./pipelines-dispatcher-cases.ts";
import { histogram, of } from "./pipelines-series.ts";
import { PIPELINES_SLO_CASES } from "./pipelines-slo-cases.ts";
import { PIPELINES_HEALTHY_CASE } from "./pipelines-healthy-case.ts";
import { PIPELINES_SIGNAL_CASES } from "./pipelines-signal-cases.ts";
import { PIPELINES_WORKER_CASES } from "./pipelines-worker-cases.ts";

const SERVICES = [
  { workload: "backend", prefix: "PipelineBackend", title: "Pipeline backend" },
  { workload: "celery-worker", prefix: "PipelineWorker", title: "Pipeline worker" },
  { workload: "signal-generator", prefix: "PipelineSignalGenerator", title: "Pipeline signal generator" },
  { workload: "trigger-dispatcher", prefix: "PipelineTriggerDispatcher", title: "Trigger dispatcher" },
];

/** Cases that every service has. */
const presence = SERVICES.flatMap(({ workload, prefix, title }): readonly Case[] => {
  const labels = { job: `trading/${workload}` };
  const up = of(workload, "up");
  const [absent, down] = [`${prefix}TelemetryAbsent`, `${prefix}TargetDown`];
  const saysAbsent = { [absent]: `${title}: no metrics for 15 minutes` };
  const saysDown = { [down]: `${title}: no instance can be scraped` };
  return [
    {
      name: `${workload}: no pod is found, series missing`,
      labels,
      series: { 'up{job="trading/other",instance="pod-9"}': "1x120" },
      at: "20m",
      firing: saysAbsent,
      quiet: [down],
    },
    {
      name: `${workload}: its pods exist, but none answers`,
      labels,
      series: { [up]: "0x120", [of(workload, "up", {}, "pod-2")]: "0x120" },
      at: "10m",
      firing: saysDown,
      quiet: [absent],
    },
    {
      name: `${workload}: one of two pods does not answer`,
      labels,
      series: { [up]: "0x120", [of(workload, "up", {}, "pod-2")]: "1x120" },
      at: "30m",
      firing: {},
      quiet: [absent, down],
    },
    {
      name: `${workload}: a deploy of eight minutes is not an absence, and it recovers`,
      labels,
      series: { [up]: "1x20 _x4 0x2 1x90" },
      at: "35m",
      firing: {},
      quiet: [absent, down],
    },
  ];
});

const BACKEND = { job: "trading/backend" };
const HTTP = "http_server_request_duration_seconds";
const requests = (status: string, route = "/api/v1/pipelines") =>
  of("backend", `${HTTP}_count`, { method: "GET", route, status_code: status });
const httpLatency = (fast: number, slow: number) =>
  histogram(
    "backend",
    HTTP,
    { method: "GET", route: "/api/v1/pipelines", status_code: "200" },
    { buckets: { "0.5": fast, "1": fast, "2.5": fast, "5": fast + slow } },
  );

const http: readonly Case[] = [
  {
    name: "backend: one request in ten fails",
    labels: BACKEND,
    series: { [requests("200")]: "0+9x120", [requests("500")]: "0+1x120", [requests("200", "/health")]: "0+600x120" },
    at: "30m",
    firing: { PipelineBackendHttpErrors: "The pipeline backend answers 10% of requests with a server error" },
    quiet: ["PipelineBackendHttpLatencyHigh"],
  },
  {
    name: "backend: one request fails at night, low traffic",
    labels: BACKEND,
    series: { [requests("200")]: "0+0.2x120", [requests("500")]: "0x20 1x100" },
    at: "26m",
    firing: {},
    quiet: ["PipelineBackendHttpErrors"],
  },
  {
    name: "backend: no request has ever failed, series missing",
    labels: BACKEND,
    series: { [requests("200")]: "0+9x120" },
    at: "30m",
    firing: {},
    quiet: ["PipelineBackendHttpErrors", "PipelineBackendHttpBudgetFastBurn", "PipelineBackendHttpBudgetSlowBurn"],
  },
  {
    name: "backend: it recovers an hour after requests failed",
    labels: BACKEND,
    series: { [requests("200")]: "0+9x120", [requests("500")]: "0+1x30 30x90" },
    at: "90m",
    firing: {},
    quiet: ["PipelineBackendHttpErrors"],
  },
  {
    name: "backend: one request in ten is slow",
    labels: BACKEND,
    series: httpLatency(9, 1),
    at: "40m",
    firing: { PipelineBackendHttpLatencyHigh: "Pipeline backend p95 request latency is 3.75s" },
    quiet: ["PipelineBackendHttpErrors"],
  },
  {
    name: "backend: requests are counted, but their durations are missing",
    labels: BACKEND,
    series: { [requests("200")]: "0+10x120" },
    at: "40m",
    firing: {},
    quiet: ["PipelineBackendHttpLatencyHigh", "PipelineBackendHttpErrors"],
  },
  {
    name: "backend: the only request a minute is slow, low traffic",
    labels: BACKEND,
    series: httpLatency(0, 1),
    at: "40m",
    firing: {},
    quiet: ["PipelineBackendHttpLatencyHigh"],
  },
];

const STORES = [
  { workload: "backend", prefix: "PipelineBackend", title: "Pipeline backend" },
  { workload: "celery-worker", prefix: "PipelineWorker", title: "Pipeline worker" },
];
const DB = "db_query_duration_seconds";
const REDIS = "redis_command_duration_seconds";

const storage = STORES.flatMap(({ workload, prefix, title }): readonly Case[] => {
  const job = `trading/${workload}`;
  const pool = (active: string, size: string) => ({
    [of(workload, "db_active_connections")]: active,
    [of(workload, "db_pool_size")]: size,
  });
  const queries = (buckets: Readonly<Record<string, number>>, sum: number) =>
    histogram(workload, DB, { query_type: "select" }, { buckets, sum });
  const commands = (buckets: Readonly<Record<string, number>>, sum: number) =>
    histogram(workload, REDIS, { command: "get" }, { buckets, sum });
  const all = [`${prefix}DbPoolNearlyExhausted`, `${prefix}DbQueriesSlow`, `${prefix}RedisSlow`];
  return [
    {
      name: `${workload}: nearly all connections are in use`,
      labels: { job, instance: "pod-1" },
      series: { ...pool("19x120", "20x120"), [of(workload, "db_active_connections", {}, "pod-2")]: "1x120" },
      at: "30m",
      firing: { [`${prefix}DbPoolNearlyExhausted`]: `${title} pod-1 uses 95% of its database connections` },
      quiet: [`${prefix}DbQueriesSlow`],
    },
    {
      name: `${workload}: it recovers when connections are returned after a burst`,
      labels: { job },
      series: pool("20x3 5x120", "20x120"),
      at: "20m",
      firing: {},
      quiet: [`${prefix}DbPoolNearlyExhausted`],
    },
    {
      name: `${workload}: the size of the pool is not reported, series missing`,
      labels: { job },
      series: { [of(workload, "db_active_connections")]: "19x120" },
      at: "30m",
      firing: {},
      quiet: all,
    },
    {
      name: `${workload}: one query in ten is slow`,
      labels: { job, query_type: "select" },
      series: queries({ "0.1": 9, "0.5": 9, "1": 10 }, 0.8),
      at: "40m",
      firing: { [`${prefix}DbQueriesSlow`]: `${title}: p95 duration of select queries is 750ms` },
      quiet: [`${prefix}RedisSlow`],
    },
    {
      name: `${workload}: one Redis command in ten is slow`,
      labels: { job, command: "get" },
      series: commands({ "0.001": 9, "0.05": 9, "0.1": 10 }, 0.08),
      at: "40m",
      firing: { [`${prefix}RedisSlow`]: `${title}: p95 duration of Redis get commands is 75ms` },
      quiet: [`${prefix}DbQueriesSlow`],
    },
    {
      name: `${workload}: a slow query and a slow command a minute, low traffic`,
      labels: { job },
      series: { ...queries({ "0.5": 0, "1": 1 }, 0.8), ...commands({ "0.05": 0, "0.1": 1 }, 0.08) },
      at: "40m",
      firing: {},
      quiet: all,
    },
    {
      name: `${workload}: everything is fast, in buckets that start at five seconds`,
      labels: { job },
      series: { ...queries({ "0": 0, "5": 100 }, 0.3), ...commands({ "0": 0, "5": 100 }, 0.05) },
      at: "40m",
      firing: {},
      quiet: all,
    },
  ];
});

export const PIPELINES_CASES: readonly Case[] = [
  PIPELINES_HEALTHY_CASE,
  ...presence,
  ...http,
  ...storage,
  ...PIPELINES_SIGNAL_CASES,
  ...PIPELINES_DISPATCHER_CASES,
  ...PIPELINES_WORKER_CASES,
  ...PIPELINES_SLO_CASES,
];
