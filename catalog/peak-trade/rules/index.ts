import { above, type AlertRule, atLeast, FAILURE_LEVELS, increase, share } from "observability/catalog";
import { BY_OPERATION, failed, operations } from "../metrics.ts";

/** Share of one operation's calls. A backtest continues with data missing, and its result is then meaningless. */
const FAILED_OPERATIONS = 0.1;
/** Minimum calls of one operation; with fewer, a share is meaningless. */
const MINIMUM_CALLS = 10;
/** Log lines of level error and above in fifteen minutes. No one watches a run, so a few are worth a notification. */
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
  summary: "{{ $value | humanizePercentage }} of the backtest's {{ $labels.span_name }} operations fail",
  description:
    "The run continues with incomplete data, so its result cannot be trusted. Runs shorter than a few minutes are not counted: their counters end before they grow.",
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
  description: "The backtest failed, or continues with gaps in its data. Read the log lines before you use its result.",
  panel: "log-volume",
};

/** Matches what the SDK logs when its telemetry is not accepted. The lines themselves come from the pod's log file. */
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
  summary: `${title} failed to send telemetry {{ $value | humanize }} times in 15 minutes`,
  description:
    "Traces of this run are missing. Check that the run can reach the collector: endpoint, protocol, NetworkPolicy.",
  runbook: "PeakTradeExportFailed",
  panel: "log-volume",
});
