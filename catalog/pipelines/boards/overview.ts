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

/** Active pipelines, more than usual, at which the gauge is full. */
const MANY_PIPELINES = 50;

const now: BoardRow = {
  id: "now",
  title: "Now",
  of: services,
  panels: [
    {
      id: "signals-now",
      title: "Signals",
      description: "Signals generated per minute. None means the generator hangs, or the market is closed.",
      width: 4,
      of: [generator],
      unit: "perMinute",
      view: { kind: "stat", queries: [{ value: perMinute(signals) }] },
    },
    {
      id: "executions-now",
      title: "Executions",
      description:
        "Pipelines finished per minute, by the service that ran them. None while signals arrive: check the workers.",
      width: 5,
      of: RUNNERS,
      unit: "perMinute",
      view: { kind: "stat", queries: byRunner((service) => perMinute(executionsOf(service))) },
      empty: "no executions",
    },
    {
      id: "success-now",
      title: "Successful",
      description:
        "Share of pipelines that succeed. Target: 99 %. Below that, open the Pipeline execution analysis dashboard.",
      width: 5,
      of: RUNNERS,
      unit: "ratio",
      view: { kind: "stat", queries: byRunner(successOf) },
      empty: "no executions",
    },
    {
      id: "lag-now",
      title: "Kafka lag",
      description: "Age of the oldest signal that is not read yet. Good: milliseconds. Above 30 s, an alert fires.",
      width: 4,
      of: [dispatcher],
      unit: "seconds",
      view: { kind: "stat", queries: [{ value: lag }] },
    },
    {
      id: "active",
      title: "Active pipelines",
      description: "Pipelines running right now. If there are many but few executions, they hang.",
      width: 6,
      of: RUNNERS,
      max: MANY_PIPELINES,
      view: { kind: "gauge", queries: byRunner((service) => gauge(seriesOf(service, metrics.pipelinesActive), "sum")) },
    },
  ],
};

const course: BoardRow = {
  id: "course",
  title: "Trends",
  of: services,
  panels: [
    {
      id: "signals",
      title: "Signal generation rate",
      description: "Signals per minute, by type. If one type ends while others continue, its generator fails.",
      width: 12,
      of: [generator],
      unit: "perMinute",
      view: { kind: "stacked", queries: [{ value: perMinute(signals, ["signal_type"]) }] },
      empty: "no signals",
    },
    {
      id: "executions",
      title: "Pipeline execution rate",
      description: "Pipelines finished per minute, by outcome. If it does not follow the signals, work is piling up.",
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
      description: "Share of pipelines that succeed. If it drops with a new version, roll back.",
      width: 12,
      of: RUNNERS,
      unit: "ratio",
      view: { kind: "lines", queries: byRunner(successOf) },
      empty: "no executions",
    },
    {
      id: "lag",
      title: "Kafka consumer lag",
      description:
        "Age of the oldest signal that is not read yet. A sawtooth is normal; a slope means more signals arrive than are processed.",
      width: 12,
      of: [dispatcher],
      unit: "seconds",
      view: { kind: "lines", queries: [{ value: lag }] },
    },
  ],
};

const promises: BoardRow = {
  id: "promises",
  title: "Objectives, last 24 hours",
  of: services,
  panels: [
    {
      id: "success-day",
      title: "Pipelines that succeeded",
      description:
        "Share of the pipelines that workers ran in 24 hours. Target: 99 %. The dashboard of the worker shows the error budget.",
      width: 6,
      of: [worker],
      unit: "ratio",
      view: { kind: "stat", queries: [{ value: ratio(rate(succeeded, DAY), rate(executions, DAY)) }] },
      empty: "no executions",
    },
    {
      id: "duration-day",
      title: "95 % of pipelines end within",
      description: "Over 24 hours. Target: two minutes.",
      width: 6,
      of: [worker],
      unit: "seconds",
      view: { kind: "stat", queries: [{ value: quantile(0.95, series(metrics.pipelineDuration), DAY) }] },
      empty: "no executions",
    },
    {
      id: "publish-day",
      title: "Signals not accepted by Kafka",
      description: "Share of signals over 24 hours. Target: at most one in a thousand.",
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
      description: "Share of requests answered without a server error over 24 hours. Target: 99.9 %.",
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
      description: "Firing and pending alerts. Each links to its runbook.",
      width: 8,
      of: [...services, queues],
      view: { kind: "alerts" },
    },
    {
      id: "up",
      title: "Services up",
      description: "Whether any instance can be scraped. A gap means no pod at all, or no collector.",
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

/** The first dashboard to open: is anything traded, and does it go well? */
export const overviewBoard: BoardDefinition = {
  id: "trading-system-overview",
  title: "Trading system overview",
  description: "From signal to execution: throughput, success and delay.",
  rows: [health, now, course, promises],
};
