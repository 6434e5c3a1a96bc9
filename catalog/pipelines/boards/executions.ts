import {
  type BoardDefinition,
  type BoardRow,
  FAILURE_LEVELS,
  increase,
  mean,
  quantile,
  series,
  seriesOf,
  type ServiceIdentity,
  share,
} from "observability/catalog";
import { dispatcher } from "../services/dispatcher.ts";
import * as metrics from "../metrics.ts";
import { worker } from "../services/worker.ts";
import { byRunner, perMinute, RUNNERS } from "./queries.ts";

const executions = series(metrics.pipelineExecutions);
const failed = series(metrics.pipelineExecutions, { status: "failed" });
const duration = series(metrics.pipelineDuration);
const executionsOf = (service: ServiceIdentity) => seriesOf(service, metrics.pipelineExecutions);
const PIPELINE = { by: ["pipeline_id"] };

const speed: BoardRow = {
  id: "speed",
  title: "Executions",
  of: RUNNERS,
  panels: [
    {
      id: "duration",
      title: "Execution duration",
      description:
        "Pipelines that the workers ran. Target: two minutes for 95 %. If only the slowest rise, see the table.",
      width: 12,
      of: [worker],
      unit: "seconds",
      view: {
        kind: "lines",
        queries: [
          { value: quantile(0.5, duration), legend: "P50" },
          { value: quantile(0.95, duration), legend: "P95" },
          { value: quantile(0.99, duration), legend: "P99" },
        ],
      },
      empty: "no executions",
    },
    {
      id: "by-status",
      title: "Executions by status",
      description: "Executions per minute, by outcome. The table below shows which pipelines fail.",
      width: 12,
      unit: "perMinute",
      view: {
        kind: "stacked",
        queries: byRunner((service) => perMinute(executionsOf(service), ["status"]), "{{status}}"),
      },
      empty: "no executions",
    },
    {
      id: "cost",
      title: "Cost per execution",
      description:
        "One point per pipeline: the mean duration and the mean cost of an execution. Look at those in the upper right first.",
      width: 12,
      of: [worker],
      unit: "dollars",
      view: {
        kind: "scatter",
        xUnit: "seconds",
        x: { value: mean(duration, PIPELINE), legend: "mean duration" },
        y: { value: mean(series(metrics.pipelineCost), PIPELINE), legend: "mean cost" },
      },
    },
    {
      id: "agents",
      title: "Agent executions",
      description: "Steps in the selected time range, by agent and outcome. If an agent fails, its pipelines fail too.",
      width: 12,
      of: [worker],
      view: {
        kind: "bar-gauge",
        queries: [
          {
            value: increase(series(metrics.agentExecutions), { by: ["agent", "status"] }),
            legend: "{{agent}} {{status}}",
          },
        ],
      },
    },
  ],
};

const origin: BoardRow = {
  id: "origin",
  title: "Origin of executions",
  of: RUNNERS,
  panels: [
    {
      id: "by-trigger",
      title: "Executions by trigger",
      description:
        "Executions per minute. If there are only periodic ones, signals do not arrive; see the Signal generation deep dive dashboard.",
      width: 12,
      unit: "perMinute",
      view: {
        kind: "stacked",
        queries: byRunner((service) => perMinute(executionsOf(service), ["trigger_mode"]), "{{trigger_mode}}"),
      },
      empty: "no executions",
    },
    {
      id: "dispatch",
      title: "From signal to pipeline",
      description: "Events per minute. If a line is far below the one before it, work is lost or held back.",
      width: 12,
      of: [dispatcher],
      unit: "perMinute",
      view: {
        kind: "lines",
        queries: [
          { value: perMinute(series(metrics.signalsConsumed)), legend: "signals read" },
          { value: perMinute(series(metrics.pipelinesMatched)), legend: "pipelines matched" },
          {
            value: perMinute(series(metrics.pipelinesEnqueued, { status: "enqueued" })),
            legend: "pipelines enqueued",
          },
          { value: perMinute(series(metrics.pipelinesSkipped)), legend: "still running, skipped" },
        ],
      },
      empty: "no signals",
    },
    {
      id: "pipelines",
      title: "Pipelines",
      description:
        "Executions in the selected time range. Sort by failures or duration to find the pipeline to look into.",
      width: 16,
      of: [worker],
      expected: 5,
      view: {
        kind: "table",
        columns: [
          { value: increase(executions, PIPELINE), legend: "Executions", unit: "count" },
          { value: share(increase(failed, PIPELINE), increase(executions, PIPELINE)), legend: "Failed", unit: "ratio" },
          { value: quantile(0.95, duration, PIPELINE), legend: "Slowest 5 %", unit: "seconds" },
        ],
      },
      empty: "no executions",
    },
    {
      id: "tickers",
      title: "Pipelines matched by ticker",
      description:
        "Pipelines matched in the selected time range. If one ticker starts nearly all of them, its feed may repeat itself.",
      width: 8,
      of: [dispatcher],
      expected: 5,
      view: {
        kind: "bar-gauge",
        queries: [{ value: increase(series(metrics.pipelinesMatched), { by: ["ticker"] }), legend: "{{ticker}}" }],
      },
      empty: "none matched",
    },
  ],
};

const logs: BoardRow = {
  id: "logs",
  title: "Logs",
  of: [worker],
  panels: [
    {
      id: "errors",
      title: "Worker errors",
      description: "Newest first. Open a line for its fields.",
      width: 24,
      view: { kind: "logs", levels: FAILURE_LEVELS },
      empty: "no errors",
    },
  ],
};

/** What happens to the pipelines that were started. */
export const executionsBoard: BoardDefinition = {
  id: "pipeline-execution-analysis",
  title: "Pipeline execution analysis",
  description: "How long pipelines take, how they end, what they cost, and what starts them.",
  rows: [speed, origin, logs],
};
