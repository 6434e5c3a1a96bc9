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
/** Share of a queue's capacity. At half, the backend has accepted nothing for some time, or accepts too little. */
const QUEUE_FILLING = 0.5;
/** Share of a queue's capacity above which the rest fills up within minutes. */
const QUEUE_FULL = 0.9;
const QUEUES = { by: ["role", "instance", "data_type"] };
const FILL = ratio(gauge(series(queueSize), "sum", QUEUES), gauge(series(queueCapacity), "sum", QUEUES));

/** Incoming samples relative to the same hour of the day before; the deploy of one service does not add half as much again. */
const METRICS_GROWTH = 1.5;
/** Samples per second (about a thousand series, one sample a minute each) below which such growth costs nothing. */
const MINIMUM_SAMPLES = 20;
const HOUR = { by: ["role"], window: "1h" };
const pushed = rate(series(metricPoints.accepted), HOUR);
/** Counts each sample once: after the keep-list, where there is one. */
const scraped = rate(
  series(forwardedSamples, {
    component_id: { matches: String.raw`prometheus\.(scrape\.applications|relabel\..+)` },
  }),
  HOUR,
);

/** Rules on data on its way to the backend, and on data loss. */
export const dataRules: readonly AlertRule[] = [
  {
    id: "auth-failing",
    name: "CollectorAuthFailing",
    severity: "critical",
    // Messages of Alloy's OTLP exporter and of its Pyroscope writer. If everything is refused, these lines do not arrive
    // either; CollectorTelemetryAbsent then fires.
    condition: {
      kind: "log-burst",
      matches: "code = (Unauthenticated|PermissionDenied)|(unauthenticated|permission_denied): ",
      window: "10m",
      threshold: 0,
    },
    for: "5m",
    summary: "The backend refused the collector's token {{ $value | humanize }} times in 10 minutes",
    description:
      "Refused data is lost. The token was revoked or has expired, or its policy does not allow it to write one kind of data. `pulumi up` creates a new token.",
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
      "The collector ({{ $labels.role }}) receives {{ $value | humanizePercentage }} of the samples that it received a day ago",
    description:
      "A service sends many more series. The usual cause is a label with one value per user, order or request. It costs money, and at the limit of the plan, new series are refused.",
    panel: { title: "Samples, share of the day before" },
  },
  {
    id: "queue-filling",
    name: "CollectorQueueFilling",
    severity: "warning",
    condition: above(FILL, QUEUE_FILLING),
    for: "10m",
    summary: "The {{ $labels.data_type }} queue of {{ $labels.instance }} is {{ $value | humanizePercentage }} full",
    description:
      "More data comes in than the backend accepts. Nothing is lost yet: queued data is sent once the backend accepts it again.",
    panel: { title: "Queue fill level" },
  },
  {
    id: "queue-full",
    name: "CollectorQueueFull",
    severity: "critical",
    condition: above(FILL, QUEUE_FULL),
    for: "5m",
    summary: "The {{ $labels.data_type }} queue of {{ $labels.instance }} is {{ $value | humanizePercentage }} full",
    description:
      "Within minutes, the queue has no room for new data. Applications are then asked to retry, and scraped samples are lost. Find out why the backend accepts nothing.",
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
    summary: "The collector refused {{ $value | humanize }} spans, samples or log lines in 10 minutes",
    description:
      "Its memory or its queue is full. Applications retry for a while and then give up; the data that they give up is lost.",
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
      "The queue is full, or its disk is not writable. Meanwhile, scraped data is lost and applications are asked to retry.",
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
    summary: "The backend permanently refused {{ $value | humanize }} spans, samples or log lines in 10 minutes",
    description:
      "The collector retries during an outage, but data that the backend refuses is lost. The cause is an invalid token, a limit of the plan, or data that the backend does not understand.",
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
    summary: "The rate limit dropped {{ $value | humanize }} log lines in 10 minutes",
    description:
      "Something logs more than the limit allows. Lines above the limit are lost, including errors. Reduce its logging, or raise the limit and the bill.",
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
    summary: "{{ $labels.component_id }} discards scrapes that exceed a limit",
    description:
      "A target has more samples, labels or bytes than allowed, so nothing of it is kept. The usual cause is a label with one value per user or request.",
    panel: { title: "Scrapes above a limit" },
  },
  {
    id: "profiles-dropped",
    name: "CollectorProfilesDropped",
    severity: "warning",
    tier: "essential",
    condition: above(rare(series(droppedProfiles), { by: ["role"], window: "10m" }), 0),
    for: "10m",
    summary: "The collector dropped {{ $value | humanize }} profiles in 10 minutes",
    description:
      "The profiles backend did not accept them after several attempts. There is no queue for profiles, so they are lost.",
    panel: { title: "Dropped profiles" },
  },
];
