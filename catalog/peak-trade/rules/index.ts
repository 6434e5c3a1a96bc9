import { above, type AlertRule, atLeast, FAILURE_LEVELS, increase, share } from "observability/catalog";
import { BY_OPERATION, failed, operations } from "../metrics.ts";

/** Share of one operation's calls. A backtest goes on without a part of its data, and its result means nothing. */
const FAILED_OPERATIONS = 0.1;
/** Calls of one operation below which a share says nothing. */
const MINIMUM_CALLS = 10;
/** Lines of level error and above in fifteen minutes. Nobody watches a run, so that a few are worth a note. */
const ERROR_LOG_LINES = 5;
const WINDOW = "15m";

export const operationsFailed: AlertRule = {
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

export const errorLogs: AlertRule = {
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
export const exportFailed = (prefix: string, title: string): AlertRule => ({
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
