import { type Series } from "../../model/catalog/series.ts";
import { FAILURE_LEVELS, type AlertRule } from "../../model/catalog/alert-rule.ts";
import { below, gauge } from "../../model/catalog/measure.ts";

/** Whom a common rule is about: `prefix` begins the alert's name (PascalCase), `title` its sentences. */
interface Subject {
  readonly prefix: string;
  readonly title: string;
}

/** Lines of level error and above in five minutes. */
const ERROR_LOG_LINES = 50;
/** Share of log lines without a trace id above which logs and traces do not find each other. */
const UNTRACED_LOGS = 0.5;

/** Nothing is heard of a service: every other rule on it is blind. */
export const telemetryAbsent = ({ prefix, title }: Subject, heartbeat: Series): AlertRule => ({
  id: "telemetry-absent",
  name: `${prefix}TelemetryAbsent`,
  severity: "critical",
  condition: { kind: "absence", heartbeat, window: "10m" },
  for: "5m",
  summary: `${title} has reported no metrics for 15 minutes`,
  description:
    "Either no pod runs, or its telemetry does not arrive and every other alert of this service is blind. Check the pods first, then the collector.",
  runbook: "ServiceTelemetryAbsent",
  panel: "heartbeat",
});

/** Its `/metrics` cannot be read although its pods are known. `up` is the series that every scrape leaves. */
export const targetDown = ({ prefix, title }: Subject, up: Series): AlertRule => ({
  id: "target-down",
  name: `${prefix}TargetDown`,
  severity: "critical",
  condition: below(gauge(up, "max"), 1),
  for: "3m",
  summary: `No instance of ${title.toLowerCase()} answers when it is scraped`,
  description:
    "The pods are there, but none serves its metrics: they hang, start up, or listen on another port than their annotation says.",
  runbook: "ServiceTargetDown",
  panel: "heartbeat",
});

/** It works in silence: nobody could tell what it did. */
export const logsAbsent = ({ prefix, title }: Subject): AlertRule => ({
  id: "logs-absent",
  name: `${prefix}LogsAbsent`,
  severity: "warning",
  condition: { kind: "log-absence", window: "15m" },
  for: "15m",
  summary: `${title} has logged nothing for half an hour`,
  description:
    "It hangs, or its log lines do not arrive. Compare with its metrics: if they move, the way of the logs is broken.",
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
  description: "Something fails often, perhaps outside of what metrics count. Read the error lines on the board.",
  runbook: "ServiceErrorLogBurst",
  panel: "log-volume",
});

/** What every service needs that is scraped and logs: without these, silence looks like health. */
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
  summary: `{{ $value | humanizePercentage }} of the log lines of ${title.toLowerCase()} name no trace`,
  description: "There is no way from these lines to the request they belong to. Check the log instrumentation.",
  runbook: "ServiceLogsWithoutTraceId",
  panel: "log-volume",
});
