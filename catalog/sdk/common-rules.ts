import { type Series } from "../../model/catalog/series.ts";
import { FAILURE_LEVELS, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { below, gauge } from "../../model/catalog/measure.ts";

/** The subject of a common rule: `prefix` starts the alert's name (PascalCase), `title` its sentences. */
interface Subject {
  readonly prefix: string;
  readonly title: string;
}

/** Log lines of level error and above in five minutes. */
const ERROR_LOG_LINES = 50;
/** Share of log lines without a trace id. Above it, logs and traces cannot be linked. */
const UNTRACED_LOGS = 0.5;

/** The service sends no metrics, so every other rule on it is blind. */
export const telemetryAbsent = ({ prefix, title }: Subject, heartbeat: Series): AlertRule => ({
  id: "telemetry-absent",
  name: `${prefix}TelemetryAbsent`,
  severity: "critical",
  condition: { kind: "absence", heartbeat, window: "10m" },
  for: "5m",
  summary: `${title}: no metrics for 15 minutes`,
  description:
    "Either no pod is running, or its telemetry does not arrive and every other alert for this service is blind. Check the pods first, then the collector.",
  runbook: "ServiceTelemetryAbsent",
  panel: "heartbeat",
});

/** The service's pods are known, but their `/metrics` cannot be read. `up` is the series that every scrape produces. */
export const targetDown = ({ prefix, title }: Subject, up: Series): AlertRule => ({
  id: "target-down",
  name: `${prefix}TargetDown`,
  severity: "critical",
  condition: below(gauge(up, "max"), 1),
  for: "3m",
  summary: `${title}: no instance can be scraped`,
  description:
    "The pods exist, but none serves metrics: they hang, are still starting, or listen on a different port than their annotation says.",
  runbook: "ServiceTargetDown",
  panel: "heartbeat",
});

/** The service logs nothing, so no one can see what it does. */
export const logsAbsent = ({ prefix, title }: Subject): AlertRule => ({
  id: "logs-absent",
  name: `${prefix}LogsAbsent`,
  severity: "warning",
  condition: { kind: "log-absence", window: "15m" },
  for: "15m",
  summary: `${title}: no log lines for 30 minutes`,
  description:
    "The service hangs, or its log lines do not arrive. Compare with its metrics: if they move, the path of the logs is broken.",
  runbook: "ServiceLogsAbsent",
  panel: "log-volume",
});

export const errorLogBurst = ({ prefix, title }: Subject, threshold: number = ERROR_LOG_LINES): AlertRule => ({
  id: "error-logs",
  name: `${prefix}ErrorLogBurst`,
  severity: "warning",
  condition: { kind: "log-burst", levels: FAILURE_LEVELS, window: "5m", threshold },
  for: "5m",
  summary: `${title} logged {{ $value | humanize }} errors in 5 minutes`,
  description: "Something fails often, possibly where no metric counts it. Read the error lines on the dashboard.",
  runbook: "ServiceErrorLogBurst",
  panel: "log-volume",
});

/** Rules for every service that is scraped and writes logs. Without them, silence looks like health. */
export const scrapedServiceRules = (subject: Subject, up: Series): readonly AlertRule[] => [
  telemetryAbsent(subject, up),
  targetDown(subject, up),
  logsAbsent(subject),
  errorLogBurst(subject),
];

export const untracedLogs = ({ prefix, title }: Subject): AlertRule => ({
  id: "untraced-logs",
  name: `${prefix}LogsWithoutTraceId`,
  severity: "info",
  condition: { kind: "untraced-logs", window: "1h", threshold: UNTRACED_LOGS },
  for: "1h",
  summary: `${title}: {{ $value | humanizePercentage }} of log lines have no trace id`,
  description: "These lines cannot be linked to the requests they belong to. Check the log instrumentation.",
  runbook: "ServiceLogsWithoutTraceId",
  panel: "log-volume",
});
