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

/** Seconds. A signal this old still makes a trade, at a worse price. */
const LAG_SECONDS = 30;
/** Seconds. The price a signal was made for is gone. */
const LAG_CRITICAL_SECONDS = 120;
/** Seconds. Less is no backlog: a topic where nothing happens does not move either. */
const STALLED_LAG_SECONDS = 5;
/** Signals in half an hour of which one at least should start a pipeline. */
const SIGNALS_WITHOUT_PIPELINE = 20;
/** Share of matched pipelines that still ran. Half of them: signals come faster than pipelines end. */
const SKIPPED_RATIO = 0.5;
/** Seconds. A boundary of the SDK's own buckets. */
const BATCH_P95 = 10;
/** Events per window below which shares and quantiles say nothing. */
const MINIMUM_EVENTS = 10;

const consumerRules: readonly AlertRule[] = [
  {
    id: "lag",
    name: "PipelineKafkaConsumerLagHigh",
    severity: "warning",
    condition: above(lag, LAG_SECONDS),
    for: "5m",
    summary: "The trigger dispatcher is {{ $value | humanizeDuration }} behind its topic",
    description: "Pipelines start late. Either more signals come than it works on, or each batch takes longer.",
    panel: { title: "Behind the topic" },
  },
  {
    id: "lag-critical",
    name: "PipelineKafkaConsumerLagCritical",
    severity: "critical",
    condition: above(lag, LAG_CRITICAL_SECONDS),
    for: "5m",
    summary: "The trigger dispatcher is {{ $value | humanizeDuration }} behind its topic",
    description: "Pipelines start on prices that are gone. Stop trading on signals, or catch up, before they all run.",
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
    summary: "The trigger dispatcher {{ $labels.instance }} reads nothing although signals wait",
    description:
      "It is connected and does not move: it hangs in a batch, or lost its partition without noticing. A restart helps; the log before it tells why.",
    panel: { title: "Moves of the consumer in ten minutes" },
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
    summary: "{{ $value | humanize }} signals were read in half an hour and started no pipeline",
    description:
      "No pipeline matches, or the matching goes wrong: its cache is empty or old, or all pipelines are switched off.",
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
    summary: "{{ $value | humanizePercentage }} of the pipelines that should start still ran",
    description:
      "Their signals are dropped. Pipelines take longer than signals are apart: too few workers, or a slow pipeline.",
    panel: { title: "Pipelines not started because they still ran" },
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
    summary: "The slowest 5 % of batches take the trigger dispatcher {{ $value | humanizeDuration }}",
    description: "The lag grows next. Larger batches, a slow database or a slow broker of Celery are the usual causes.",
    panel: { title: "Slowest 5 % of batches" },
  },
];

/** Reads signals from Kafka and gives the pipelines they start to the workers. */
export const dispatcher: Service = {
  ...dispatcherIdentity,
  id: "pipelines-dispatcher",
  title: subject.title,
  description: "Reads signals from Kafka and gives the pipelines they start to the workers.",
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
