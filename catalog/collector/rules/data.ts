import { above, type AlertRule, earlier, gauge, rare, rate, ratio, series, sum } from "observability/catalog";
import {
  droppedLines,
  droppedProfiles,
  forwardedSamples,
  logRecords,
  metricPoints,
  queueCapacity,
  queueSize,
  scrapeLimits,
  spans,
} from "../metrics.ts";

const kinds = [spans, metricPoints, logRecords];
/** Share of a queue's room. Half of it: the backend has not taken anything for some time, or takes too little. */
const QUEUE_FILLING = 0.5;
/** Share of a queue's room above which the rest is gone in minutes. */
const QUEUE_FULL = 0.9;
const QUEUES = { by: ["role", "instance", "data_type"] };
const FILL = ratio(gauge(series(queueSize), "sum", QUEUES), gauge(series(queueCapacity), "sum", QUEUES));

/** What comes in compared with the same hour of the day before; half as much again is no deploy of one service. */
const METRICS_GROWTH = 1.5;
/** Samples per second, about a thousand series a minute, below which half as much again costs nothing. */
const MINIMUM_SAMPLES = 20;
const HOUR = { by: ["role"], window: "1h" };
const pushed = rate(series(metricPoints.accepted), HOUR);
/** Counted once: where a keep-list follows, behind it. */
const scraped = rate(
  series(forwardedSamples, {
    component_id: { matches: String.raw`prometheus\.(scrape\.applications|relabel\..+)` },
  }),
  HOUR,
);

/** Data on its way to the backend, and what is lost of it. */
export const dataRules: readonly AlertRule[] = [
  {
    id: "auth-failing",
    name: "CollectorAuthFailing",
    severity: "critical",
    // The words of Alloy's OTLP exporter and of its Pyroscope writer. If all is refused, these lines do not arrive either:
    // then CollectorTelemetryAbsent tells.
    condition: {
      kind: "log-burst",
      matches: "code = (Unauthenticated|PermissionDenied)|(unauthenticated|permission_denied): ",
      window: "10m",
      threshold: 0,
    },
    for: "5m",
    summary: "The backend has refused the collector's token {{ $value | humanize }} times in 10 minutes",
    description:
      "What is refused is lost. The token was revoked or has expired, or its policy lacks the right to write one kind of data. `pulumi up` makes a new one.",
    panel: "log-volume",
  },
  {
    id: "metrics-growth",
    name: "CollectorMetricsGrowth",
    severity: "warning",
    condition: above(
      [pushed, scraped].map((samples) => ratio(samples, earlier(samples, "1d"))),
      METRICS_GROWTH,
      { and: [{ value: sum(pushed, scraped), is: "above", threshold: MINIMUM_SAMPLES }] },
    ),
    for: "1h",
    summary:
      "The collector ({{ $labels.role }}) takes {{ $value | humanizePercentage }} of the samples that it took a day before",
    description:
      "Somebody sends many more series: usually a label with a value per user, order or request. It costs money, and at the limit of the plan new series are refused.",
    panel: { title: "Samples, share of the day before" },
  },
  {
    id: "queue-filling",
    name: "CollectorQueueFilling",
    severity: "warning",
    condition: above(FILL, QUEUE_FILLING),
    for: "10m",
    summary:
      "The queue for {{ $labels.data_type }} of {{ $labels.instance }} is {{ $value | humanizePercentage }} full",
    description:
      "More comes in than the backend takes. Nothing is lost yet; what waits on disk is sent once the backend takes it again.",
    panel: { title: "Fill of the queues" },
  },
  {
    id: "queue-full",
    name: "CollectorQueueFull",
    severity: "critical",
    condition: above(FILL, QUEUE_FULL),
    for: "5m",
    summary:
      "The queue for {{ $labels.data_type }} of {{ $labels.instance }} is {{ $value | humanizePercentage }} full",
    description:
      "In minutes new data finds no room: applications are told to try again, and samples of that time are lost. Find out why the backend takes nothing.",
    panel: { sameAs: "queue-filling" },
  },
  {
    id: "data-refused",
    name: "CollectorDataRefused",
    severity: "warning",
    condition: above(
      kinds.map(({ refused }) => rare(series(refused), { by: ["role"], window: "10m" })),
      0,
    ),
    for: "10m",
    summary: "The collector has refused {{ $value | humanize }} spans, samples or log lines in 10 minutes",
    description:
      "Its memory or its queue is full. Applications try again for a while and then give up; what they give up is lost.",
    panel: { title: "Refused on receipt" },
  },
  {
    id: "data-dropped",
    name: "CollectorDataDropped",
    severity: "critical",
    condition: above(
      kinds.map(({ enqueueFailed }) => rare(series(enqueueFailed), { by: ["role"], window: "10m" })),
      0,
    ),
    for: "10m",
    summary: "The queue had no room for {{ $value | humanize }} spans, samples or log lines in 10 minutes",
    description:
      "The queue is full, or its disk cannot be written. What was scraped meanwhile is lost; applications are told to try again.",
    panel: { title: "No room in the queue" },
  },
  {
    id: "export-failed",
    name: "CollectorExportFailed",
    severity: "critical",
    condition: above(
      kinds.map(({ sendFailed }) => rare(series(sendFailed), { by: ["role"], window: "10m" })),
      0,
    ),
    for: "10m",
    summary: "The backend has refused {{ $value | humanize }} spans, samples or log lines for good in 10 minutes",
    description:
      "An outage is waited for; this is a refusal, and what it hits is lost: a token that is not valid, a limit of the plan, or data the backend does not understand.",
    panel: { title: "Refused by the backend" },
  },
  {
    id: "log-lines-dropped",
    name: "CollectorLogLinesDropped",
    severity: "warning",
    tier: "essential",
    condition: above(
      rare(series(droppedLines, { reason: "ratelimit_drop_stage" }), { by: ["role"], window: "10m" }),
      0,
    ),
    for: "10m",
    summary: "The rate limit has dropped {{ $value | humanize }} log lines in 10 minutes",
    description:
      "Something logs more than its share. The lines above it are lost, errors among them; quieten it, or raise the limit and the bill.",
    panel: { title: "Log lines above the rate limit" },
  },
  {
    id: "scrape-limit-exceeded",
    name: "CollectorScrapeLimitExceeded",
    severity: "warning",
    condition: above(
      scrapeLimits.map((limit) => rare(series(limit), { by: ["component_id"], window: "10m" })),
      0,
    ),
    for: "10m",
    summary: "{{ $labels.component_id }} throws scrapes away because they exceed a limit",
    description:
      "A target has more samples, labels or bytes than it may, so nothing of it is kept. Usually a label with a value per user or request.",
    panel: { title: "Scrapes above a limit" },
  },
  {
    id: "profiles-dropped",
    name: "CollectorProfilesDropped",
    severity: "warning",
    tier: "essential",
    condition: above(rare(series(droppedProfiles), { by: ["role"], window: "10m" }), 0),
    for: "10m",
    summary: "The collector has given up {{ $value | humanize }} profiles in 10 minutes",
    description:
      "The profiles backend did not take them after several attempts. There is no queue for profiles: these are lost.",
    panel: { title: "Profiles given up" },
  },
];
