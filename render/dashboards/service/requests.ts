import type { Series } from "../../../model/catalog/series.ts";
import type { Requests } from "../../../model/catalog/alert-rule.ts";
import { storedLabel } from "../../../model/catalog/metrics.ts";
import { failureRatio, quantile, rate, type Scope } from "../../queries/promql.ts";
import type { Section } from "../layout.ts";
import type { Levels } from "../drawn-thresholds.ts";
import { stat, timeseries, type Panel, type Query } from "../panels/index.ts";
import { COLOURS, UNITS } from "../style.ts";

/** Four exports at any zoom; Grafana fills it in. */
const WINDOW = "$__rate_interval";
const NO_REQUESTS = "no requests";
const NO_CALLS = "no calls";

/** Rate, failures and duration as numbers, for the top of the dashboard. */
export const requestStats = (requests: Requests, scope: Scope, levels: Levels): readonly Panel[] => [
  stat({
    key: "server-rate-now",
    title: "Requests",
    description: "Requests answered per second, without health probes.",
    width: 4,
    unit: UNITS.requestsPerSecond,
    queries: [{ expr: rate(scope, requests.all, WINDOW), legend: "requests" }],
  }),
  stat({
    key: "server-failures-now",
    title: "Failed",
    description: "Share of requests answered with a server error. Good: 0 %.",
    width: 4,
    unit: UNITS.ratio,
    noValue: NO_REQUESTS,
    thresholds: levels("server-failures"),
    queries: [{ expr: failureRatio(scope, requests, WINDOW), legend: "failed" }],
  }),
  stat({
    key: "server-latency-now",
    title: "Slowest 5 %",
    description: "95 % of requests are answered faster than this.",
    width: 4,
    unit: UNITS.seconds,
    noValue: NO_REQUESTS,
    thresholds: levels("server-latency"),
    queries: [{ expr: quantile(0.95, scope, requests.all, WINDOW), legend: "slowest 5 %" }],
  }),
];

/** Requests that the service answers: rate, errors, duration, and which route or status stands out. */
export const serverSection = (requests: Requests, scope: Scope, levels: Levels): Section => ({
  key: "server",
  title: "Requests",
  panels: [
    timeseries({
      key: "server-rate",
      title: "Requests by route",
      description:
        "Per second, without health probes. A drop to zero means that the callers stopped, or cannot reach it.",
      width: 8,
      unit: UNITS.requestsPerSecond,
      stacked: true,
      queries: [each(requests, rate(scope, requests.all, WINDOW, [requests.by]))],
    }),
    timeseries({
      key: "server-failures",
      title: "Failed requests",
      description:
        "Share of requests answered with a server error: overall, and for every route that fails. Good: 0 %.",
      width: 8,
      unit: UNITS.ratio,
      noValue: NO_REQUESTS,
      thresholds: levels("server-failures"),
      queries: failures(requests, scope, "all routes"),
    }),
    timeseries({
      key: "server-latency",
      title: "Request duration",
      description:
        "If all lines rise, the cause is shared, such as CPU or a peer. If only the slowest rise, it is one route or instance. A dot links to its trace.",
      width: 8,
      unit: UNITS.seconds,
      noValue: NO_REQUESTS,
      thresholds: levels("server-latency"),
      queries: quantiles(scope, requests.all),
    }),
    ...serverDetails(requests, scope),
  ],
});

const serverDetails = (requests: Requests, scope: Scope): readonly Panel[] => [
  timeseries({
    key: "server-failures-status",
    title: "Failures by status",
    description: "Server errors per second. 500: a bug or a failing peer. 503 and 504: overload or a timeout.",
    width: 12,
    unit: UNITS.requestsPerSecond,
    stacked: true,
    shades: COLOURS.vermilion,
    noValue: "no failures",
    queries: [
      {
        expr: rate(scope, requests.failed, WINDOW, ["http.response.status_code"]),
        legend: "{{http_response_status_code}}",
      },
    ],
  }),
  timeseries({
    key: "server-latency-route",
    title: "Slowest 5 % by route",
    description: "95 % of a route's requests are faster. Look first at the route that rises first.",
    width: 12,
    unit: UNITS.seconds,
    noValue: NO_REQUESTS,
    queries: [each(requests, quantile(0.95, scope, requests.all, WINDOW, [requests.by]), true)],
  }),
];

/** Requests that the service makes: rate, errors and duration, by peer. */
export const clientSection = (requests: Requests, scope: Scope, levels: Levels): Section => ({
  key: "client",
  title: "Outgoing calls",
  panels: [
    timeseries({
      key: "client-rate",
      title: "Calls by peer",
      description:
        "Per second. No calls while requests come in means that the service waits for something, or has stopped trying.",
      width: 8,
      unit: UNITS.requestsPerSecond,
      stacked: true,
      noValue: NO_CALLS,
      queries: [each(requests, rate(scope, requests.all, WINDOW, [requests.by]))],
    }),
    timeseries({
      key: "client-failures",
      title: "Failed calls",
      description:
        "Share of calls without an answer, or with a status of 400 and above: overall, and for every peer that fails.",
      width: 8,
      unit: UNITS.ratio,
      noValue: NO_CALLS,
      thresholds: levels("client-failures"),
      queries: failures(requests, scope, "all peers"),
    }),
    timeseries({
      key: "client-latency",
      title: "Slowest 5 % of calls by peer",
      description:
        "95 % of calls to a peer are faster. If it rises together with the request duration, the peer is the cause.",
      width: 8,
      unit: UNITS.seconds,
      noValue: NO_CALLS,
      thresholds: levels("client-latency"),
      queries: [each(requests, quantile(0.95, scope, requests.all, WINDOW, [requests.by]), true)],
    }),
  ],
});

/** One line per route or peer. */
const each = ({ by }: Requests, expr: string, exemplars = false): Query => ({
  expr,
  legend: `{{${storedLabel(by)}}}`,
  exemplars,
});

const failures = (requests: Requests, scope: Scope, all: string): readonly Query[] => [
  { expr: failureRatio(scope, requests, WINDOW), legend: all, colour: COLOURS.vermilion },
  each(requests, `${failureRatio(scope, requests, WINDOW, [requests.by])} > 0`),
];

const quantiles = (scope: Scope, histogram: Series): readonly Query[] =>
  [
    { q: 0.5, legend: "median", colour: COLOURS.sky },
    { q: 0.95, legend: "slowest 5 %", colour: COLOURS.orange },
    { q: 0.99, legend: "slowest 1 %", colour: COLOURS.vermilion },
  ].map(({ q, legend, colour }) => ({ expr: quantile(q, scope, histogram, WINDOW), legend, colour, exemplars: true }));
