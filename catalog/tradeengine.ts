import { FAILURE_LEVELS, series, type AlertRule, type Requests } from "../model/catalog.ts";
import { defineSystem } from "../model/define-system.ts";
import {
  httpClientRequestDuration,
  httpServerActiveRequests,
  httpServerRequestDuration,
  processCpuTime,
  processMemoryUsage,
  targetInfo,
} from "./opentelemetry.ts";

/** Kubernetes calls these every few seconds; counted in, they would hide real failures and slow requests. */
const PROBES = { notMatches: "/(health|live|ready)" };

const heartbeat = series(targetInfo);

const server: Requests = {
  all: series(httpServerRequestDuration, { "http.route": PROBES }),
  failed: series(httpServerRequestDuration, { "http.route": PROBES, "http.response.status_code": { matches: "5.." } }),
  by: "http.route",
};

const client: Requests = {
  all: series(httpClientRequestDuration),
  // No answer at all or a status of 400 and above: Binance answers rejected orders, bans and bad keys with 4xx.
  failed: series(httpClientRequestDuration, { "error.type": { matches: ".+" } }),
  by: "server.address",
};

/** Limits of one pod. */
const cpu = { used: series(processCpuTime), limit: 1 };
const memory = { used: series(processMemoryUsage), limit: 1024 ** 3 };

/** Share of requests answered with 5xx. */
const HTTP_FAILURE_RATIO = 0.05;
/** Seconds. A boundary of the histogram, so that the quantile is exact there. */
const HTTP_LATENCY_P95 = 1;
/** Share of calls to Binance and others that failed. */
const DEPENDENCY_FAILURE_RATIO = 0.1;
/** Seconds. A boundary of the histogram. */
const DEPENDENCY_LATENCY_P95 = 2.5;
/** Lines of level error and above in five minutes. */
const ERROR_LOG_LINES = 50;
/** Share of a pod's limit. */
const CPU_SATURATION = 0.9;
/** Share of a pod's limit; the kernel kills the pod at 1. */
const MEMORY_SATURATION = 0.9;
/** Requests per window below which ratios and quantiles say nothing. */
const MINIMUM_REQUESTS = 20;

const alerts: readonly AlertRule[] = [
  {
    id: "telemetry-absent",
    name: "TradeEngineTelemetryAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "Trade engine has reported no metrics for 15 minutes",
    description:
      "Either no pod runs and nothing is traded, or its telemetry does not arrive and every other alert of this service is blind. Check the pods first, then the collector.",
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
      "Signals and orders sent to the trade engine are lost or retried. Find the failing route on the board, then its traces and error logs.",
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
    summary: "Trade engine needs {{ $value | humanizeDuration }} for its slowest 5 % of requests",
    description:
      "Orders are placed late, at prices the strategy did not decide on. Compare with the latency of calls to others, then look at the slow traces and the flame graph.",
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
    summary: "{{ $value | humanizePercentage }} of the trade engine's calls to others fail",
    description:
      "Orders, balances or prices cannot be exchanged with Binance or another service. The board tells which peer; 418 and 429 mean a rate limit, 401 and 403 a key.",
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
    summary: "The trade engine waits {{ $value | humanizeDuration }} for its slowest 5 % of calls to others",
    description:
      "Orders reach the exchange late. The board tells which peer is slow; nothing in the trade engine itself mends a slow exchange.",
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
      "Something fails often, perhaps outside of any HTTP request: a consumer, a position check, MongoDB. Read the error lines on the board and follow a trace id.",
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
      "The pod is throttled next, and every request on it waits. The flame graph shows where the time goes; more pods spread the load.",
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
      "At the limit the pod is killed with its open work. A steady climb since the last deploy is a leak; a step is load or data.",
    panel: "memory",
  },
];

/** petrosa-tradeengine: takes trading signals over HTTP and NATS, keeps positions in MongoDB, places orders at Binance. */
export const tradeengine = defineSystem({
  id: "tradeengine",
  title: "Trade engine",
  services: [
    {
      id: "tradeengine",
      title: "Trade engine",
      description: "Takes trading signals, keeps positions in MongoDB and places orders at Binance.",
      team: "petrosa",
      serviceName: "tradeengine",
      namespace: "petrosa-apps",
      workload: "petrosa-tradeengine",
      metrics: [
        targetInfo,
        httpServerRequestDuration,
        httpServerActiveRequests,
        httpClientRequestDuration,
        processCpuTime,
        processMemoryUsage,
      ],
      heartbeat,
      version: "service.version",
      server,
      client,
      inFlight: series(httpServerActiveRequests),
      cpu,
      memory,
      logs: true,
      traces: true,
      profiles: true,
      alerts,
    },
  ],
});
