import type { Case } from "./case.ts";
import { histogram, of } from "./pipelines-series.ts";

const DISPATCHER = { job: "trading/trigger-dispatcher" };
const from = (name: string, labels: Readonly<Record<string, string>> = {}) => of("trigger-dispatcher", name, labels);
const lag = from("kafka_consumer_lag_seconds");
const offset = from("kafka_consumer_offset");
const consumed = from("signals_consumed_total");
const enqueued = from("pipelines_enqueued_total", { status: "enqueued" });
const notEnqueued = from("pipelines_enqueued_total", { status: "skipped" });
const matched = (ticker: string) => from("pipelines_matched_total", { ticker });
const skipped = from("pipelines_skipped_running_total");
const batches = (fast: number, slow: number) =>
  histogram(
    "trigger-dispatcher",
    "batch_processing_duration_seconds",
    {},
    { buckets: { "5": fast, "10": fast, "25": fast + slow } },
  );

const consumer: readonly Case[] = [
  {
    name: "trigger-dispatcher: it falls behind",
    labels: DISPATCHER,
    series: { [lag]: "45x120", [offset]: "0+5x120" },
    at: "30m",
    firing: { PipelineKafkaConsumerLagHigh: "The trigger dispatcher is 45s behind its topic" },
    quiet: ["PipelineKafkaConsumerLagCritical", "PipelineKafkaConsumerStalled"],
  },
  {
    name: "trigger-dispatcher: it is far behind",
    labels: DISPATCHER,
    series: { [lag]: "200x120", [offset]: "0+5x120" },
    at: "30m",
    firing: {
      PipelineKafkaConsumerLagHigh: "The trigger dispatcher is 3m 20s behind its topic",
      PipelineKafkaConsumerLagCritical: "The trigger dispatcher is 3m 20s behind its topic",
    },
    quiet: ["PipelineKafkaConsumerStalled"],
  },
  {
    name: "trigger-dispatcher: it recovers when it has caught up with a burst of four minutes",
    labels: DISPATCHER,
    series: { [lag]: "0x10 200x4 0x100", [offset]: "0+5x120" },
    at: "16m",
    firing: {},
    quiet: ["PipelineKafkaConsumerLagHigh", "PipelineKafkaConsumerLagCritical"],
  },
  {
    name: "trigger-dispatcher: one of two instances is connected and reads nothing",
    labels: { ...DISPATCHER, instance: "pod-1" },
    series: {
      [offset]: "100x120",
      [lag]: "12x120",
      [of("trigger-dispatcher", "kafka_consumer_offset", {}, "pod-2")]: "100+5x120",
      [of("trigger-dispatcher", "kafka_consumer_lag_seconds", {}, "pod-2")]: "12x120",
    },
    at: "30m",
    firing: {
      PipelineKafkaConsumerStalled: "Trigger dispatcher pod-1 reads nothing although signals are waiting",
    },
    quiet: ["PipelineKafkaConsumerLagHigh"],
  },
  {
    name: "trigger-dispatcher: there is nothing to read at night, low traffic",
    labels: DISPATCHER,
    series: { [offset]: "100x120", [lag]: "0x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineKafkaConsumerStalled", "PipelineKafkaConsumerLagHigh"],
  },
  {
    name: "trigger-dispatcher: it reports neither lag nor offset, series missing",
    labels: DISPATCHER,
    series: { [from("up")]: "1x120" },
    at: "60m",
    firing: {},
    quiet: [
      "PipelineKafkaConsumerStalled",
      "PipelineKafkaConsumerLagHigh",
      "PipelineKafkaConsumerLagCritical",
      "PipelineSignalsConsumedNothingEnqueued",
      "PipelinesSkippedBusy",
      "PipelineBatchProcessingSlow",
    ],
  },
];

const triggers: readonly Case[] = [
  {
    name: "trigger-dispatcher: signals are read, but no pipeline has ever been enqueued, series missing",
    labels: DISPATCHER,
    series: { [consumed]: "0+1x120", [notEnqueued]: "0+1x120" },
    at: "60m",
    firing: {
      PipelineSignalsConsumedNothingEnqueued: "30 signals were read in 30 minutes, but started no pipeline",
    },
    quiet: ["PipelinesSkippedBusy"],
  },
  {
    name: "trigger-dispatcher: one signal every other minute matches nothing, low traffic",
    labels: DISPATCHER,
    series: { [consumed]: "0+0.5x120", [enqueued]: "7x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineSignalsConsumedNothingEnqueued"],
  },
  {
    name: "trigger-dispatcher: it recovers when pipelines are enqueued again",
    labels: DISPATCHER,
    series: { [consumed]: "0+1x120", [enqueued]: "7x60 7+1x60" },
    at: "70m",
    firing: {},
    quiet: ["PipelineSignalsConsumedNothingEnqueued"],
  },
  {
    name: "trigger-dispatcher: most pipelines are still running when they should start",
    labels: DISPATCHER,
    series: { [skipped]: "0+6x120", [matched("AAPL")]: "0+5x120", [matched("MSFT")]: "0+5x120" },
    at: "60m",
    firing: { PipelinesSkippedBusy: "60% of matched pipelines were skipped because they were still running" },
    quiet: [],
  },
  {
    name: "trigger-dispatcher: two of three pipelines are still running, low traffic",
    labels: DISPATCHER,
    series: { [skipped]: "0+0.2x120", [matched("AAPL")]: "0+0.3x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelinesSkippedBusy"],
  },
  {
    name: "trigger-dispatcher: no pipeline was ever skipped, series missing",
    labels: DISPATCHER,
    series: { [matched("AAPL")]: "0+5x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelinesSkippedBusy"],
  },
  {
    name: "trigger-dispatcher: one batch in ten is slow",
    labels: DISPATCHER,
    series: batches(9, 1),
    at: "40m",
    firing: { PipelineBatchProcessingSlow: "Trigger dispatcher p95 batch processing time is 17.5s" },
    quiet: [],
  },
  {
    name: "trigger-dispatcher: one slow batch in two minutes, low traffic",
    labels: DISPATCHER,
    series: batches(0, 0.5),
    at: "40m",
    firing: {},
    quiet: ["PipelineBatchProcessingSlow"],
  },
];

/** The trigger dispatcher. */
export const PIPELINES_DISPATCHER_CASES: readonly Case[] = [...consumer, ...triggers];
