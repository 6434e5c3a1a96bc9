import {
  type BoardDefinition,
  type BoardRow,
  gauge,
  type Measure,
  quantile,
  rate,
  ratio,
  series,
  seriesOf,
  type ServiceIdentity,
} from "observability/catalog";
import { backend } from "../services/backend.ts";
import { dispatcher } from "../services/dispatcher.ts";
import { generator } from "../services/generator.ts";
import * as metrics from "../metrics.ts";
import { queues, worker } from "../services/worker.ts";
import { byRunner, perMinute, RUNNERS } from "./queries.ts";

const services = [backend, worker, generator, dispatcher];
const executions = series(metrics.pipelineExecutions);
const succeeded = series(metrics.pipelineExecutions, { status: "success" });
const signals = series(metrics.signalsGenerated);
const requests = series(metrics.httpDuration);
const answered = series(metrics.httpDuration, { status_code: { notMatches: "5.." } });
const lag = gauge(series(metrics.consumerLag), "max");
const DAY = { window: "1d" };

const executionsOf = (service: ServiceIdentity) => seriesOf(service, metrics.pipelineExecutions);
const successOf = (service: ServiceIdentity): Measure =>
  ratio(rate(seriesOf(service, metrics.pipelineExecutions, { status: "success" })), rate(executionsOf(service)));

/** As many at once as are more than usual; the gauge is full. */
const MANY_PIPELINES = 50;

const now: BoardRow = {
  id: "now",
  title: "Now",
  of: services,
  panels: [
    {
      id: "signals-now",
      title: "Signals",
      description: "Signals generated per minute. None: the generator hangs, or the market is closed.",
      width: 4,
      of: [generator],
      unit: "perMinute",
      view: { kind: "stat", queries: [{ value: perMinute(signals) }] },
    },
    {
      id: "executions-now",
      title: "Executions",
      description:
        "Pipelines that ended per minute, by the service they ran in. None while signals come: see the workers.",
      width: 5,
      of: RUNNERS,
      unit: "perMinute",
      view: { kind: "stat", queries: byRunner((service) => perMinute(executionsOf(service))) },
      empty: "no executions",
    },
    {
      id: "success-now",
      title: "Successful",
      description: "Share of pipelines that succeed. Promised are 99 %; below, open the board on executions.",
      width: 5,
      of: RUNNERS,
      unit: "ratio",
      view: { kind: "stat", queries: byRunner(successOf) },
      empty: "no executions",
    },
    {
      id: "lag-now",
      title: "Behind Kafka",
      description:
        "Age of the oldest signal that no pipeline heard of yet. Good are milliseconds; above 30 s somebody is told.",
      width: 4,
      of: [dispatcher],
      unit: "seconds",
      view: { kind: "stat", queries: [{ value: lag }] },
    },
    {
      id: "active",
      title: "Active pipelines",
      description: "Pipelines that run right now. Many and few executions: they hang.",
      width: 6,
      of: RUNNERS,
      max: MANY_PIPELINES,
      view: { kind: "gauge", queries: byRunner((service) => gauge(seriesOf(service, metrics.pipelinesActive), "sum")) },
    },
  ],
};

const course: BoardRow = {
  id: "course",
  title: "Course",
  of: services,
  panels: [
    {
      id: "signals",
      title: "Signal generation rate",
      description: "Signals per minute, by kind. A kind that ends while others go on: its generator fails.",
      width: 12,
      of: [generator],
      unit: "perMinute",
      view: { kind: "stacked", queries: [{ value: perMinute(signals, ["signal_type"]) }] },
      empty: "no signals",
    },
    {
      id: "executions",
      title: "Pipeline execution rate",
      description: "Pipelines that ended per minute, by how they ended. It follows the signals, or work is piling up.",
      width: 12,
      of: RUNNERS,
      unit: "perMinute",
      view: {
        kind: "stacked",
        queries: byRunner((service) => perMinute(executionsOf(service), ["status"]), "{{status}}"),
      },
      empty: "no executions",
    },
    {
      id: "success",
      title: "Success rate",
      description: "Share of pipelines that succeed. A step down with a new version: roll back.",
      width: 12,
      of: RUNNERS,
      unit: "ratio",
      view: { kind: "lines", queries: byRunner(successOf) },
      empty: "no executions",
    },
    {
      id: "lag",
      title: "Kafka consumer lag",
      description: "Age of the oldest signal not read. A saw is normal; a slope means more comes in than is worked on.",
      width: 12,
      of: [dispatcher],
      unit: "seconds",
      view: { kind: "lines", queries: [{ value: lag }] },
    },
  ],
};

const promises: BoardRow = {
  id: "promises",
  title: "Promises, last 24 hours",
  of: services,
  panels: [
    {
      id: "success-day",
      title: "Pipelines that succeeded",
      description:
        "Of all that workers ran in 24 hours. Promised are 99 %; the board of the worker shows the error budget.",
      width: 6,
      of: [worker],
      unit: "ratio",
      view: { kind: "stat", queries: [{ value: ratio(rate(succeeded, DAY), rate(executions, DAY)) }] },
      empty: "no executions",
    },
    {
      id: "duration-day",
      title: "95 % of pipelines end within",
      description: "Over 24 hours. Promised are two minutes.",
      width: 6,
      of: [worker],
      unit: "seconds",
      view: { kind: "stat", queries: [{ value: quantile(0.95, series(metrics.pipelineDuration), DAY) }] },
      empty: "no executions",
    },
    {
      id: "publish-day",
      title: "Signals Kafka did not take",
      description: "Share of the signals of 24 hours. Promised is at most one in a thousand.",
      width: 6,
      of: [generator],
      unit: "ratio",
      view: {
        kind: "stat",
        queries: [{ value: ratio(rate(series(metrics.publishFailure), DAY), rate(signals, DAY)) }],
      },
      empty: "none",
    },
    {
      id: "http-day",
      title: "Requests answered",
      description: "Share without a server error over 24 hours. Promised are 99.9 %.",
      width: 6,
      of: [backend],
      unit: "ratio",
      view: { kind: "stat", queries: [{ value: ratio(rate(answered, DAY), rate(requests, DAY)) }] },
      empty: "no requests",
    },
  ],
};

const health: BoardRow = {
  id: "health",
  title: "Services",
  of: services,
  panels: [
    {
      id: "alerts",
      title: "Alerts",
      description: "What fires or is about to. Each leads to its runbook.",
      width: 8,
      of: [...services, queues],
      view: { kind: "alerts" },
    },
    {
      id: "up",
      title: "Services that answer",
      description: "Whether any instance answers when it is scraped. A gap: no pod at all, or no collector.",
      width: 16,
      unit: "yesNo",
      view: {
        kind: "state",
        queries: services.map((service) => ({
          value: gauge(seriesOf(service, metrics.up), "max"),
          legend: service.title,
        })),
      },
    },
  ],
};

/** The first board to open: is anything traded, and does it go well. */
export const overviewBoard: BoardDefinition = {
  id: "trading-system-overview",
  title: "Trading system overview",
  description: "From signal to execution: how much, how well, how late.",
  rows: [health, now, course, promises],
};
