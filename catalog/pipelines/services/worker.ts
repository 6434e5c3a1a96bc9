import {
  above,
  type AlertRule,
  any,
  atLeast,
  gauge,
  increase,
  quantile,
  scrapedServiceRules,
  series,
  seriesOf,
  type Service,
  type Slo,
} from "observability/catalog";
import { backendIdentity, dispatcherIdentity, queuesIdentity, workerIdentity } from "./identities.ts";
import * as metrics from "../metrics.ts";
import { storageRules } from "../rules/storage.ts";

const subject = { prefix: "PipelineWorker", title: "Pipeline worker" };
const up = series(metrics.up);
const enqueued = seriesOf(dispatcherIdentity, metrics.pipelinesEnqueued, { status: "enqueued" });

/** Any enqueued pipeline counts: each is someone's trade. */
const ENQUEUED = 0;
/** Seconds. The SLO's target for 95 % of executions; a bucket boundary of the histogram. */
const DURATION_SECONDS = 120;
/** Minimum executions per window; with fewer, a quantile is meaningless. */
const MINIMUM_EXECUTIONS = 10;
/** Tasks. Prefetching workers keep a queue nearly empty; a hundred is minutes of work. */
const QUEUE_LENGTH = 100;

const executionRules: readonly AlertRule[] = [
  {
    id: "not-executing",
    name: "PipelineWorkersNotExecuting",
    severity: "critical",
    condition: above(increase(enqueued, { window: "15m" }), ENQUEUED, {
      unless: [
        any(series(metrics.pipelineExecutions), { window: "15m" }),
        any(seriesOf(backendIdentity, metrics.pipelineExecutions), { window: "15m" }),
      ],
    }),
    for: "10m",
    summary: "{{ $value | humanize }} pipelines were enqueued in 15 minutes, but none has finished",
    description:
      "Signals arrive but start nothing: no worker takes tasks from the queue, or all workers hang in a task. Check the workers, then the broker.",
    panel: { title: "Pipelines enqueued" },
  },
  {
    id: "duration",
    name: "PipelineDurationHigh",
    severity: "warning",
    condition: above(quantile(0.95, series(metrics.pipelineDuration), { window: "15m" }), DURATION_SECONDS, {
      and: [atLeast(MINIMUM_EXECUTIONS, series(metrics.pipelineDuration), { window: "15m" })],
    }),
    for: "15m",
    summary: "Pipeline p95 duration is {{ $value | humanizeDuration }}",
    description:
      "Trades are based on prices that are minutes old. The Pipeline execution analysis dashboard shows whether one pipeline or all of them are slow.",
    panel: { title: "Slowest 5 % of pipelines" },
  },
];

const success: Slo = {
  id: "success",
  title: "Pipelines succeed",
  description: "Started pipelines finish without failure.",
  objective: 0.99,
  indicator: {
    kind: "events",
    all: series(metrics.pipelineExecutions),
    failed: series(metrics.pipelineExecutions, { status: "failed" }),
  },
  name: "PipelineSuccess",
};

const duration: Slo = {
  id: "duration",
  title: "Pipelines end in time",
  description: `Pipelines finish within ${DURATION_SECONDS} seconds.`,
  objective: 0.95,
  indicator: { kind: "latency", of: series(metrics.pipelineDuration), seconds: DURATION_SECONDS },
  name: "PipelineDuration",
};

/** Celery: runs the pipelines. */
export const worker: Service = {
  ...workerIdentity,
  id: "pipelines-worker",
  title: subject.title,
  description: "Runs the pipelines that are started by signals, schedules and people.",
  metrics: [
    metrics.up,
    metrics.processCpu,
    metrics.processMemory,
    metrics.pipelineExecutions,
    metrics.pipelineDuration,
    metrics.pipelineCost,
    metrics.pipelinesActive,
    metrics.agentExecutions,
    metrics.dbQueryDuration,
    metrics.dbActiveConnections,
    metrics.dbPoolSize,
    metrics.redisDuration,
  ],
  heartbeat: up,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, up), ...executionRules, ...storageRules(subject.prefix, subject.title)],
  slos: [success, duration],
};

/** Tasks that wait for the workers, as celery-exporter counts them. Without that pod there is no data, and no rule fires. */
export const queues: Service = {
  ...queuesIdentity,
  id: "pipelines-queues",
  title: "Pipeline queues",
  description: "Celery's queues, counted at the broker by celery-exporter.",
  metrics: [metrics.up, metrics.queueLength],
  heartbeat: up,
  logs: false,
  traces: false,
  profiles: false,
  alerts: [
    {
      id: "queue-depth",
      name: "PipelineCeleryQueueDepthHigh",
      severity: "warning",
      tier: "essential",
      condition: above(gauge(series(metrics.queueLength), "max", { by: ["queue_name"] }), QUEUE_LENGTH),
      for: "10m",
      summary: "{{ $value | humanize }} tasks are waiting in the {{ $labels.queue_name }} queue",
      description:
        "The workers cannot keep up. Pipelines start late, and later with every minute. Add workers, or find out what makes tasks slow.",
      panel: { title: "Waiting tasks" },
    },
  ],
};
