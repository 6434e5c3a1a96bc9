import type { Case } from "./case.ts";
import { of } from "./pipelines-series.ts";

const GENERATOR = { job: "trading/signal-generator" };
const taken = of("signal-generator", "kafka_publish_success_total");
const refused = of("signal-generator", "kafka_publish_failure_total");
const runs = of("signal-generator", "signal_generation_duration_seconds_count", { signal_type: "golden_cross" });

/** The signal generator. */
export const PIPELINES_SIGNAL_CASES: readonly Case[] = [
  {
    name: "signal-generator: Kafka takes nine messages of ten",
    labels: GENERATOR,
    series: { [taken]: "0+9x120", [refused]: "0+1x120" },
    at: "30m",
    firing: { PipelineKafkaPublishFailures: "Kafka does not take 10% of the signals" },
    quiet: ["PipelineSignalGenerationStopped"],
  },
  {
    name: "signal-generator: Kafka has taken nothing since the start, series missing",
    labels: GENERATOR,
    series: { [refused]: "0+5x120" },
    at: "30m",
    firing: { PipelineKafkaPublishFailures: "Kafka does not take 100% of the signals" },
    quiet: [],
  },
  {
    name: "signal-generator: nothing was ever refused, series missing",
    labels: GENERATOR,
    series: { [taken]: "0+9x120" },
    at: "30m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: one message of three is refused, low traffic",
    labels: GENERATOR,
    series: { [taken]: "0x20 2x100", [refused]: "0x20 1x100" },
    at: "26m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: a broker was restarted an hour ago, it recovers",
    labels: GENERATOR,
    series: { [taken]: "0+9x120", [refused]: "0+9x20 180x100" },
    at: "80m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: it answers, and its loop stands still",
    labels: GENERATOR,
    series: { [of("signal-generator", "up")]: "1x120", [runs]: "0+2x20 40x100" },
    at: "70m",
    firing: { PipelineSignalGenerationStopped: "No generator has run for half an hour" },
    quiet: ["PipelineKafkaPublishFailures", "PipelineSignalGeneratorTargetDown"],
  },
  {
    name: "signal-generator: a run every five minutes is enough, and its counter may start again",
    labels: GENERATOR,
    series: { [runs]: "0x4 1x4 2x4 3x4 4x4 5x4 6x4 0x4 1x4 2x4 3x4 4x4 5x4 6x4 7x4" },
    at: "60m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped"],
  },
  {
    name: "signal-generator: nothing tells of its runs, series missing",
    labels: GENERATOR,
    series: { [of("signal-generator", "up")]: "1x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped", "PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: its loop runs again, it recovers",
    labels: GENERATOR,
    series: { [runs]: "40x60 40+2x60" },
    at: "70m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped"],
  },
];
