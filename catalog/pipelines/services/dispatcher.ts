import {
  above,
  type AlertRule,
  any,
  atLeast,
  below,
  changes,
  gauge,
  increase,
  quantile,
  scrapedServiceRules,
  series,
  type Service,
  share,
} from "observability/catalog";
import { dispatcherIdentity } from "./identities.ts";
import * as metrics from "../metrics.ts";

const subject = { prefix: "PipelineTriggerDispatcher", title: "Trigger dispatcher" };
const up = series(metrics.up);
const lag = gauge(series(metrics.consumerLag), "max");

/** Seconds. A signal this old still leads to a trade, at a worse price. */
const LAG_SECONDS = 30;
/** Seconds. The price the signal was based on is gone. */
const LAG_CRITICAL_SECONDS = 120;
/** Seconds. Less is not a backlog: the offset of an idle topic does not move either. */
const STALLED_LAG_SECONDS = 5;
/** Signals in half an hour. At least one of this many should start a pipeline. */
const SIGNALS_WITHOUT_PIPELINE = 20;
/** Share of matched pipelines that were still running. At half, signals arrive faster than pipelines finish. */
const SKIPPED_RATIO = 0.5;
/** Seconds. One of the SDK's default bucket boundaries. */
const BATCH_P95 = 10;
/** Minimum events per window; with fewer, shares and quantiles are meaningless. */
const MINIMUM_EVENTS = 10;

const consumerRules: readonly AlertRule[] = [
  {
    id: "lag",
    name: "PipelineKafkaConsumerLagHigh",
    severity: "warning",
    condition: above(lag, LAG_SECONDS),
    for: "5m",
    summary: "The trigger dispatcher is {{ $value | humanizeDuration }} behind its topic",
    description: "Pipelines start late. Either more signals arrive than it can process, or each batch takes longer.",
    panel: { title: "Consumer lag" },
  },
  {
    id: "lag-critical",
    name: "PipelineKafkaConsumerLagCritical",
    severity: "critical",
    condition: above(lag, LAG_CRITICAL_SECONDS),
    for: "5m",
    summary: "The trigger dispatcher is {{ $value | humanizeDuration }} behind its topic",
    description:
      "Pipelines start on outdated prices. Stop trading on signals, or skip the old ones, before all of them run.",
    panel: { sameAs: "lag" },
  },
  {
    id: "consumer-stalled",
    name: "PipelineKafkaConsumerStalled",
    severity: "critical",
    condition: below(changes(series(metrics.consumerOffset), { by: ["instance"], window: "10m" }), 1, {
      and: [
        {
          value: gauge(series(metrics.consumerLag), "max", { by: ["instance"] }),
          is: "above",
          threshold: STALLED_LAG_SECONDS,
        },
      ],
    }),
    for: "5m",
    summary: "Trigger dispatcher {{ $labels.instance }} reads nothing although signals are waiting",
    description:
      "It is connected but makes no progress: it hangs in a batch, or lost its partition without noticing. A restart helps; the log from before the restart shows why.",
    panel: { title: "Consumer offset changes in 10 minutes" },
  },
];

const triggerRules: readonly AlertRule[] = [
  {
    id: "nothing-enqueued",
    name: "PipelineSignalsConsumedNothingEnqueued",
    severity: "warning",
    condition: above(increase(series(metrics.signalsConsumed), { window: "30m" }), SIGNALS_WITHOUT_PIPELINE, {
      unless: [any(series(metrics.pipelinesEnqueued, { status: "enqueued" }), { window: "30m" })],
    }),
    for: "15m",
    summary: "{{ $value | humanize }} signals were read in 30 minutes, but started no pipeline",
    description:
      "No pipeline matches, or matching fails: the cache is empty or outdated, or all pipelines are disabled.",
    panel: { title: "Signals read" },
  },
  {
    id: "skipped-busy",
    name: "PipelinesSkippedBusy",
    severity: "warning",
    tier: "full",
    condition: above(
      share(
        increase(series(metrics.pipelinesSkipped), { window: "15m" }),
        increase(series(metrics.pipelinesMatched), { window: "15m" }),
      ),
      SKIPPED_RATIO,
      { and: [atLeast(MINIMUM_EVENTS, series(metrics.pipelinesMatched), { window: "15m" })] },
    ),
    for: "15m",
    summary: "{{ $value | humanizePercentage }} of matched pipelines were skipped because they were still running",
    description:
      "Their signals are dropped. Pipelines take longer than the interval between signals: there are too few workers, or a pipeline is slow.",
    panel: { title: "Pipelines skipped because they were still running" },
  },
  {
    id: "batch-slow",
    name: "PipelineBatchProcessingSlow",
    severity: "warning",
    tier: "full",
    condition: above(quantile(0.95, series(metrics.batchDuration), { window: "10m" }), BATCH_P95, {
      and: [atLeast(MINIMUM_EVENTS, series(metrics.batchDuration), { window: "10m" })],
    }),
    for: "10m",
    summary: "Trigger dispatcher p95 batch processing time is {{ $value | humanizeDuration }}",
    description:
      "The lag will grow next. The usual causes are larger batches, a slow database or a slow Celery broker.",
    panel: { title: "Slowest 5 % of batches" },
  },
];

/** Reads signals from Kafka and enqueues the pipelines that they start. */
export const dispatcher: Service = {
  ...dispatcherIdentity,
  id: "pipelines-dispatcher",
  title: subject.title,
  description: "Reads signals from Kafka and enqueues the pipelines that they start.",
  metrics: [
    metrics.up,
    metrics.processCpu,
    metrics.processMemory,
    metrics.signalsConsumed,
    metrics.batchSize,
    metrics.batchDuration,
    metrics.pipelinesMatched,
    metrics.pipelinesEnqueued,
    metrics.pipelinesSkipped,
    metrics.cacheSize,
    metrics.cacheRefresh,
    metrics.consumerLag,
    metrics.consumerOffset,
  ],
  heartbeat: up,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, up), ...consumerRules, ...triggerRules],
};
