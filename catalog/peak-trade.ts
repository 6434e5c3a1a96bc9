import type { BoardDefinition } from "../model/catalog/board.ts";
import { type Service } from "../model/catalog/service.ts";
import { series } from "../model/catalog/series.ts";
import { FAILURE_LEVELS, type AlertRule } from "../model/catalog/alert-rule.ts";
import { defineSystem } from "../model/catalog/define-system.ts";
import { above, atLeast, gauge, increase, rate, share, times } from "../model/catalog/measure.ts";
import { defineMetric } from "../model/catalog/metrics.ts";
import { targetInfo } from "./opentelemetry.ts";

/*
 * Peak Trade is research: backtests that run for minutes or hours and end, and a script that sends one span to see whether
 * telemetry arrives. That nothing is heard of them is their normal state, so no rule is about absence.
 *
 * Both name themselves with underscores. The log files of their pods are found under that name with the annotation
 * `resource.opentelemetry.io/service.name`.
 */

/** Made by the collector of every span, before sampling, with `collector.traces.spanMetrics`; gone 5 minutes after the last. */
const spanCalls = defineMetric({
  name: "traces.span.metrics.calls",
  unit: "1",
  type: "counter",
  labels: ["span.name", "span.kind", "status.code"],
  ingestion: "otlp",
  optional: true,
  description: "Spans that ended, by operation and status.",
});

const operations = series(spanCalls);
const failed = series(spanCalls, { "status.code": "STATUS_CODE_ERROR" });
const BY_OPERATION = { by: ["span.name"] };

/** Share of one operation's calls. A backtest goes on without a part of its data, and its result means nothing. */
const FAILED_OPERATIONS = 0.1;
/** Calls of one operation below which a share says nothing. */
const MINIMUM_CALLS = 10;
/** Lines of level error and above in fifteen minutes. Nobody watches a run, so that a few are worth a note. */
const ERROR_LOG_LINES = 5;
const WINDOW = "15m";

const operationsFailed: AlertRule = {
  id: "operations-failed",
  name: "PeakTradeOperationsFailed",
  severity: "warning",
  condition: above(
    share(
      increase(failed, { ...BY_OPERATION, window: WINDOW }),
      increase(operations, { ...BY_OPERATION, window: WINDOW }),
    ),
    FAILED_OPERATIONS,
    { and: [atLeast(MINIMUM_CALLS, operations, { ...BY_OPERATION, window: WINDOW })] },
  ),
  for: "5m",
  summary: "{{ $value | humanizePercentage }} of the backtest's {{ $labels.span_name }} fail",
  description:
    "The run goes on with what it has, and its result cannot be trusted. Runs shorter than a few minutes are not counted: their counters end before they grow.",
  panel: { title: "Failed operations" },
};

const errorLogs: AlertRule = {
  id: "error-logs",
  name: "PeakTradeBacktestErrorLogs",
  severity: "warning",
  condition: { kind: "log-burst", levels: FAILURE_LEVELS, window: WINDOW, threshold: ERROR_LOG_LINES },
  for: "0m",
  keepFiringFor: "15m",
  summary: "A backtest logged {{ $value | humanize }} errors in 15 minutes",
  description: "It failed, or goes on with holes in its data. Read the lines before its result is used.",
  panel: "log-volume",
};

/** What the SDK logs when nobody takes its telemetry. The lines themselves come from the pod's log file. */
const exportFailed = (prefix: string, title: string): AlertRule => ({
  id: "export-failed",
  name: `${prefix}ExportFailed`,
  severity: "info",
  condition: {
    kind: "log-burst",
    matches: "(?i)(failed to export|error .*while exporting|exception while exporting)",
    window: WINDOW,
    threshold: 0,
  },
  for: "0m",
  keepFiringFor: "15m",
  summary: `${title} could not send its telemetry {{ $value | humanize }} times in 15 minutes`,
  description:
    "Traces of this run are missing. Check that it reaches the collector: endpoint, protocol, NetworkPolicy.",
  runbook: "PeakTradeExportFailed",
  panel: "log-volume",
});

const identity = (serviceName: string) => ({
  team: "peak-trade",
  serviceName,
  namespace: "peak-trade",
  workload: serviceName.replaceAll("_", "-"),
});

const backtest: Service = {
  ...identity("peak_trade_backtest"),
  id: "peak-trade-backtest",
  title: "Peak Trade backtest",
  description: "Runs a strategy over past data of the lake. A job: between runs there is nothing to see.",
  metrics: [targetInfo, spanCalls],
  heartbeat: series(targetInfo),
  version: "service.version",
  logs: true,
  traces: true,
  profiles: false,
  alerts: [operationsFailed, errorLogs, exportFailed("PeakTradeBacktest", "A backtest")],
};

const smokeSender: Service = {
  ...identity("peak_trade_smoke_sender"),
  id: "peak-trade-smoke",
  title: "Peak Trade smoke test",
  description: "Sends one span, to see whether it arrives: look for it under Traces.",
  metrics: [targetInfo, spanCalls],
  heartbeat: series(targetInfo),
  logs: true,
  traces: true,
  profiles: false,
  alerts: [exportFailed("PeakTradeSmoke", "The smoke test")],
};

const NOTHING = "nothing ran";

const board: BoardDefinition = {
  id: "peak-trade-runs",
  title: "Peak Trade runs",
  description: "What backtests do, and what of it fails.",
  rows: [
    {
      id: "operations",
      title: "Operations",
      of: [backtest],
      panels: [
        {
          id: "rate",
          title: "Operations",
          description:
            "Spans that ended per minute, by operation. It ends with the run; an end before that is a hang. Runs of a minute or two leave only logs and traces.",
          width: 12,
          unit: "perMinute",
          view: { kind: "stacked", queries: [{ value: times(rate(operations, BY_OPERATION), 60) }] },
          empty: NOTHING,
        },
        {
          id: "failed",
          title: "Failed operations",
          description: "Share of an operation's spans that failed. Good is 0 %; above it, results cannot be trusted.",
          width: 12,
          unit: "ratio",
          view: {
            kind: "lines",
            queries: [{ value: share(rate(failed, BY_OPERATION), rate(operations, BY_OPERATION)) }],
          },
          empty: NOTHING,
        },
        {
          id: "table",
          title: "Operations of the shown time",
          description:
            "How often each was done, and which share failed. How long they take is in the traces of the service's board: the collector counts durations in native histograms, which boards do not draw.",
          width: 12,
          expected: 5,
          view: {
            kind: "table",
            columns: [
              { value: increase(operations, BY_OPERATION), legend: "Done", unit: "count" },
              {
                value: share(increase(failed, BY_OPERATION), increase(operations, BY_OPERATION)),
                legend: "Failed",
                unit: "ratio",
              },
            ],
          },
          empty: NOTHING,
        },
        {
          id: "smoke",
          title: "Smoke tests that arrived",
          description:
            "Senders whose span the collector has counted in the last minutes. None after a test: it did not arrive.",
          width: 6,
          of: [smokeSender],
          view: { kind: "stat", queries: [{ value: gauge(series(targetInfo), "count") }] },
          empty: "no test of late",
        },
        {
          id: "alerts",
          title: "Alerts",
          description: "What fires or is about to. Each leads to its runbook.",
          width: 6,
          of: [backtest, smokeSender],
          view: { kind: "alerts" },
        },
        {
          id: "log-lines",
          title: "Log lines",
          description: "Newest first, of the chosen level. A line's trace id leads to the operation.",
          width: 24,
          of: [backtest, smokeSender],
          view: { kind: "logs" },
          empty: NOTHING,
        },
      ],
    },
  ],
};

/** Research on trading strategies. */
export const peakTrade = defineSystem({
  id: "peak-trade",
  title: "Peak Trade",
  services: [backtest, smokeSender],
  boards: [board],
});
