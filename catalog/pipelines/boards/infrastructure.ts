import {
  type BoardDefinition,
  type BoardRow,
  gauge,
  quantile,
  rate,
  ratio,
  series,
  seriesOf,
} from "observability/catalog";
import { backend } from "../services/backend.ts";
import { dispatcher } from "../services/dispatcher.ts";
import { generator } from "../services/generator.ts";
import * as metrics from "../metrics.ts";
import { queues, worker } from "../services/worker.ts";
import { pods } from "./pods.ts";
import { byRunner, RUNNERS } from "./queries.ts";

const queries = series(metrics.dbQueryDuration);
const INSTANCE = { by: ["instance"] };

const database: BoardRow = {
  id: "database",
  title: "Database",
  of: RUNNERS,
  panels: [
    {
      id: "db-heatmap",
      title: "Database query duration",
      description:
        "Distribution of query durations. A new band at seconds points to locks, or a table without an index.",
      width: 8,
      view: { kind: "heatmap", of: queries },
      empty: "no queries",
    },
    {
      id: "db-slowest",
      title: "Slowest 5 % of queries",
      description:
        "By query type. If only writes rise, check locks and the disk; if all rise, the database is out of CPU or memory.",
      width: 8,
      unit: "seconds",
      view: {
        kind: "lines",
        queries: byRunner(
          (service) => quantile(0.95, seriesOf(service, metrics.dbQueryDuration), { by: ["query_type"] }),
          "{{query_type}}",
        ),
      },
      empty: "no queries",
    },
    {
      id: "db-pool",
      title: "Connections, share of the pool",
      description:
        "By instance. At 100 %, the next query waits. A climb without more work means connections are not returned.",
      width: 8,
      unit: "ratio",
      view: {
        kind: "lines",
        queries: [
          {
            value: ratio(
              gauge(series(metrics.dbActiveConnections), "sum", INSTANCE),
              gauge(series(metrics.dbPoolSize), "sum", INSTANCE),
            ),
            legend: "{{instance}}",
          },
        ],
      },
    },
  ],
};

/** Commands per second, more than usual, at which the gauge is full. */
const MANY_COMMANDS = 500;

const redis: BoardRow = {
  id: "redis",
  title: "Redis and Celery",
  of: RUNNERS,
  panels: [
    {
      id: "redis-rate",
      title: "Redis operations",
      description: "Commands per second over five minutes, by service.",
      width: 6,
      unit: "perSecond",
      max: MANY_COMMANDS,
      view: {
        kind: "gauge",
        queries: byRunner((service) => rate(seriesOf(service, metrics.redisDuration), { window: "5m" })),
      },
      empty: "no commands",
    },
    {
      id: "redis-slowest",
      title: "Slowest 5 % of Redis commands",
      description: "By command. Good: a millisecond. All rise at once while Redis saves or swaps.",
      width: 9,
      unit: "seconds",
      view: {
        kind: "lines",
        queries: byRunner(
          (service) => quantile(0.95, seriesOf(service, metrics.redisDuration), { by: ["command"] }),
          "{{command}}",
        ),
      },
      empty: "no commands",
    },
    {
      id: "queue-depth",
      title: "Celery queue depth",
      description: "Tasks waiting for a worker. A slope means more tasks arrive than are processed; add workers.",
      width: 9,
      of: [queues],
      view: { kind: "lines", queries: [{ value: gauge(series(metrics.queueLength), "max", { by: ["queue_name"] }) }] },
    },
    {
      id: "cache-size",
      title: "Pipeline cache",
      description: "Size of the cache that the trigger dispatcher uses to match signals. At 0, it matches nothing.",
      width: 8,
      of: [dispatcher],
      unit: "bytes",
      view: { kind: "lines", queries: [{ value: gauge(series(metrics.cacheSize), "max", INSTANCE) }] },
    },
    {
      id: "cache-refresh",
      title: "Slowest 5 % of cache refreshes",
      description:
        "During a refresh, signals are matched against the old cache. A rise means the database is slow, or there are many more pipelines.",
      width: 8,
      of: [dispatcher],
      unit: "seconds",
      view: { kind: "lines", queries: [{ value: quantile(0.95, series(metrics.cacheRefresh)) }] },
      empty: "no refreshes",
    },
    {
      id: "batches",
      title: "Signals per batch",
      description: "Size of the median batch and of the largest 5 %. Large batches keep signals waiting.",
      width: 8,
      of: [dispatcher],
      view: {
        kind: "lines",
        queries: [
          { value: quantile(0.5, series(metrics.batchSize)), legend: "median" },
          { value: quantile(0.95, series(metrics.batchSize)), legend: "largest 5 %" },
        ],
      },
      empty: "no batches",
    },
  ],
};

const PROCESSES = [backend, worker, generator, dispatcher];

const resources: BoardRow = {
  id: "resources",
  title: "System resources",
  of: PROCESSES,
  panels: [
    {
      id: "cpu",
      title: "CPU",
      description:
        "Cores in use, by service. For Celery, only the main process; its child processes are in the row below.",
      width: 8,
      unit: "cores",
      view: {
        kind: "lines",
        queries: PROCESSES.map((service) => ({
          value: rate(seriesOf(service, metrics.processCpu)),
          legend: service.title,
        })),
      },
    },
    {
      id: "memory",
      title: "Memory",
      description: "Resident memory of the largest instance, by service. A climb since the last deploy is a leak.",
      width: 8,
      unit: "bytes",
      view: {
        kind: "lines",
        queries: PROCESSES.map((service) => ({
          value: gauge(seriesOf(service, metrics.processMemory), "max"),
          legend: service.title,
        })),
      },
    },
    {
      id: "in-progress",
      title: "Requests in progress",
      description:
        "Requests in progress at the backend, by route. A climb without more requests means that what they wait for is stuck.",
      width: 8,
      of: [backend],
      view: { kind: "lines", queries: [{ value: gauge(series(metrics.httpActive), "sum", { by: ["route"] }) }] },
      empty: "no requests",
    },
  ],
};

/** What the pipelines depend on. */
export const infrastructureBoard: BoardDefinition = {
  id: "trading-infrastructure",
  title: "Trading infrastructure",
  description: "Database, Redis, Celery queues, and the pods that everything runs in.",
  rows: [database, redis, resources, pods],
};
