import { type AlertRule, FAILURE_LEVELS, logsAbsent, untracedLogs } from "observability/catalog";
import { client, cpu, heartbeat, memory, server } from "../indicators.ts";

/** Share of requests answered with 5xx. */
const HTTP_FAILURE_RATIO = 0.05;
/** Seconds. A bucket boundary of the histogram, so the quantile is exact there. */
const HTTP_LATENCY_P95 = 1;
/** Share of calls to Binance and other services that failed. */
const DEPENDENCY_FAILURE_RATIO = 0.1;
/** Seconds. A bucket boundary of the histogram. */
const DEPENDENCY_LATENCY_P95 = 2.5;
/** Log lines of level error and above in five minutes. */
const ERROR_LOG_LINES = 50;
/** Share of a pod's limit. */
const CPU_SATURATION = 0.9;
/** Share of a pod's limit; the kernel kills the pod at 1. */
const MEMORY_SATURATION = 0.9;
/** Minimum requests per window; with fewer, ratios and quantiles are meaningless. */
const MINIMUM_REQUESTS = 20;
/**
 * What the profiler (pyroscope-io with `enable_logging`) logs when an upload is rejected or fails. Each upload is tried
 * once.
 */
const PROFILE_UPLOAD =
  "(?i)(SessionManager - Failed to send session|pyroscope.*(unauthorized|40[13]|failed to (push|send|upload)))";
/** Failed uploads in fifteen minutes, out of ninety. A few are lost whenever the collector restarts. */
const FAILED_UPLOADS = 5;

const subject = { prefix: "TradeEngine", title: "Trade engine" };

/** Rules for the trade engine, most urgent first. */
export const rules: readonly AlertRule[] = [
  {
    id: "telemetry-absent",
    name: "TradeEngineTelemetryAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "Trade engine has reported no metrics for 15 minutes",
    description:
      "Either no pod is running and nothing is traded, or its telemetry does not arrive and every other alert for this service is blind. Check the pods first, then the collector.",
    panel: "heartbeat",
  },
  {
    id: "http-errors",
    name: "TradeEngineHttpErrors",
    severity: "critical",
    condition: {
      kind: "failure-ratio",
      requests: server,
      window: "10m",
      threshold: HTTP_FAILURE_RATIO,
      minimumRequests: MINIMUM_REQUESTS,
    },
    for: "5m",
    keepFiringFor: "10m",
    summary: "Trade engine answers {{ $value | humanizePercentage }} of requests with a server error",
    description:
      "Signals and orders sent to the trade engine are lost or retried. Find the failing route on the dashboard, then its traces and error logs.",
    panel: "server-failures",
  },
  {
    id: "http-latency",
    name: "TradeEngineHttpLatencyHigh",
    severity: "warning",
    condition: {
      kind: "latency",
      requests: server,
      quantile: 0.95,
      window: "10m",
      threshold: HTTP_LATENCY_P95,
      minimumRequests: MINIMUM_REQUESTS,
    },
    for: "10m",
    summary: "Trade engine p95 request latency is {{ $value | humanizeDuration }}",
    description:
      "Orders are placed late, at prices the strategy did not decide on. Compare with the latency of outgoing calls, then look at the slow traces and the flame graph.",
    panel: "server-latency",
  },
  {
    id: "dependency-errors",
    name: "TradeEngineDependencyErrors",
    severity: "critical",
    condition: {
      kind: "failure-ratio",
      requests: client,
      window: "10m",
      threshold: DEPENDENCY_FAILURE_RATIO,
      minimumRequests: MINIMUM_REQUESTS,
    },
    for: "5m",
    keepFiringFor: "10m",
    summary: "{{ $value | humanizePercentage }} of the trade engine's outgoing calls fail",
    description:
      "Orders, balances or prices cannot be exchanged with Binance or another service. The dashboard shows which peer fails; 418 and 429 mean a rate limit, 401 and 403 a problem with the key.",
    panel: "client-failures",
  },
  {
    id: "dependency-latency",
    name: "TradeEngineDependencyLatencyHigh",
    severity: "warning",
    condition: {
      kind: "latency",
      requests: client,
      quantile: 0.95,
      window: "10m",
      threshold: DEPENDENCY_LATENCY_P95,
      minimumRequests: MINIMUM_REQUESTS,
    },
    for: "10m",
    summary: "Trade engine p95 latency of outgoing calls is {{ $value | humanizeDuration }}",
    description:
      "Orders reach the exchange late. The dashboard shows which peer is slow; a slow exchange cannot be fixed in the trade engine.",
    panel: "client-latency",
  },
  {
    id: "error-logs",
    name: "TradeEngineErrorLogBurst",
    severity: "warning",
    condition: { kind: "log-burst", levels: FAILURE_LEVELS, window: "5m", threshold: ERROR_LOG_LINES },
    for: "5m",
    summary: "Trade engine logged {{ $value | humanize }} errors in 5 minutes",
    description:
      "Something fails often, possibly outside HTTP requests: a consumer, a position check, MongoDB. Read the error lines on the dashboard and follow a trace id.",
    panel: "log-volume",
  },
  {
    id: "cpu-saturated",
    name: "TradeEngineCpuSaturated",
    severity: "warning",
    condition: { kind: "saturation", usage: cpu, window: "10m", threshold: CPU_SATURATION },
    for: "15m",
    summary: "A trade engine pod uses {{ $value | humanizePercentage }} of its CPU limit",
    description:
      "The pod will soon be throttled, and every request on it will wait. The flame graph shows where the time goes; more pods spread the load.",
    panel: "cpu",
  },
  {
    id: "memory-saturated",
    name: "TradeEngineMemorySaturated",
    severity: "warning",
    condition: { kind: "saturation", usage: memory, window: "5m", threshold: MEMORY_SATURATION },
    for: "10m",
    summary: "A trade engine pod uses {{ $value | humanizePercentage }} of its memory limit",
    description:
      "At the limit, the pod is killed and its work in progress is lost. A steady climb since the last deploy is a leak; a step is load or data.",
    panel: "memory",
  },
  logsAbsent(subject),
  untracedLogs(subject),
  {
    id: "profile-upload",
    name: "TradeEngineProfileUploadFailing",
    severity: "warning",
    condition: { kind: "log-burst", matches: PROFILE_UPLOAD, window: "15m", threshold: FAILED_UPLOADS },
    for: "5m",
    summary: "The trade engine's profiler failed to upload {{ $value | humanize }} times in 15 minutes",
    description:
      "Flame graphs for this period will be missing. The usual cause is a rejected token: `pulumi up` mints and renews it, and the pods read it when they start.",
    panel: "log-volume",
  },
];
