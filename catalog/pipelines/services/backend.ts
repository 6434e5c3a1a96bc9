import {
  above,
  type AlertRule,
  atLeast,
  quantile,
  rate,
  scrapedServiceRules,
  series,
  type Service,
  share,
  type Slo,
} from "observability/catalog";
import { backendIdentity } from "./identities.ts";
import * as metrics from "../metrics.ts";
import { storageRules } from "../rules/storage.ts";

const subject = { prefix: "PipelineBackend", title: "Pipeline backend" };
const up = series(metrics.up);

/** Kubernetes calls these every few seconds. If they counted, they would hide real failures and slow requests. */
const PROBES = { notMatches: "/(health|healthz|live|ready|metrics)" };
const requests = series(metrics.httpDuration, { route: PROBES });
const failed = series(metrics.httpDuration, { route: PROBES, status_code: { matches: "5.." } });

/** Share of requests answered with 5xx. The availability SLO covers lower shares that last. */
const HTTP_FAILURE_RATIO = 0.05;
/** Seconds. A bucket boundary of the instrumentation, so the quantile is exact there. */
const HTTP_LATENCY_P95 = 1;
/** Minimum requests per window; with fewer, ratios and quantiles are meaningless. */
const MINIMUM_REQUESTS = 20;
const WINDOW = "10m";
/** Limits of one pod: cores and bytes. */
const CPU_LIMIT = 1;
const MEMORY_LIMIT = 1024 ** 3;
const enough = atLeast(MINIMUM_REQUESTS, requests, { window: WINDOW });

const requestRules: readonly AlertRule[] = [
  {
    id: "http-errors",
    name: "PipelineBackendHttpErrors",
    severity: "critical",
    condition: above(share(rate(failed, { window: WINDOW }), rate(requests, { window: WINDOW })), HTTP_FAILURE_RATIO, {
      and: [enough],
    }),
    for: "5m",
    keepFiringFor: "10m",
    summary: "The pipeline backend answers {{ $value | humanizePercentage }} of requests with a server error",
    description:
      "People cannot see or change their pipelines. Pipelines started by signals still run: see the worker. Find the failing route, then its error logs.",
    panel: { title: "Requests answered with a server error" },
  },
  {
    id: "http-latency",
    name: "PipelineBackendHttpLatencyHigh",
    severity: "warning",
    condition: above(quantile(0.95, requests, { window: WINDOW }), HTTP_LATENCY_P95, { and: [enough] }),
    for: "10m",
    summary: "Pipeline backend p95 request latency is {{ $value | humanizeDuration }}",
    description: "The user interface waits. Compare with database queries and Redis on the same dashboard.",
    panel: { title: "Slowest 5 % of requests" },
  },
];

const availability: Slo = {
  id: "http",
  title: "Pipeline backend available",
  description: "Requests to the pipeline backend are answered without a server error.",
  objective: 0.999,
  indicator: { kind: "events", all: requests, failed },
  name: "PipelineBackendHttp",
};

/** FastAPI: stores the pipelines and starts those that people request. */
export const backend: Service = {
  ...backendIdentity,
  id: "pipelines-backend",
  title: subject.title,
  description: "Stores pipelines and their results, and serves the user interface.",
  metrics: [
    metrics.up,
    metrics.processCpu,
    metrics.processMemory,
    metrics.pipelineExecutions,
    metrics.pipelineDuration,
    metrics.pipelineCost,
    metrics.pipelinesActive,
    metrics.agentExecutions,
    metrics.httpDuration,
    metrics.httpActive,
    metrics.dbQueryDuration,
    metrics.dbActiveConnections,
    metrics.dbPoolSize,
    metrics.redisDuration,
  ],
  heartbeat: up,
  inFlight: series(metrics.httpActive),
  cpu: { used: series(metrics.processCpu), limit: CPU_LIMIT },
  memory: { used: series(metrics.processMemory), limit: MEMORY_LIMIT },
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, up), ...requestRules, ...storageRules(subject.prefix, subject.title)],
  slos: [availability],
};
