import type { Case } from "./case.ts";
import { of } from "./pipelines-series.ts";

const GENERATOR = { job: "trading/signal-generator" };
const taken = of("signal-generator", "kafka_publish_success_total");
const refused = of("signal-generator", "kafka_publish_failure_total");
const runs = of("signal-generator", "signal_generation_duration_seconds_count", { signal_type: "golden_cross" });

/** The signal generator. */
export const PIPELINES_SIGNAL_CASES: readonly Case[] = [
  {
    name: "signal-generator: Kafka accepts nine of ten messages",
    labels: GENERATOR,
    series: { [taken]: "0+9x120", [refused]: "0+1x120" },
    at: "30m",
    firing: { PipelineKafkaPublishFailures: "Kafka does not accept 10% of signals" },
    quiet: ["PipelineSignalGenerationStopped"],
  },
  {
    name: "signal-generator: Kafka has accepted nothing since the start, series missing",
    labels: GENERATOR,
    series: { [refused]: "0+5x120" },
    at: "30m",
    firing: { PipelineKafkaPublishFailures: "Kafka does not accept 100% of signals" },
    quiet: [],
  },
  {
    name: "signal-generator: no message was ever refused, series missing",
    labels: GENERATOR,
    series: { [taken]: "0+9x120" },
    at: "30m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: one of three messages is refused, low traffic",
    labels: GENERATOR,
    series: { [taken]: "0x20 2x100", [refused]: "0x20 1x100" },
    at: "26m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: it recovers an hour after a broker restart",
    labels: GENERATOR,
    series: { [taken]: "0+9x120", [refused]: "0+9x20 180x100" },
    at: "80m",
    firing: {},
    quiet: ["PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: it is up, but its loop has stopped",
    labels: GENERATOR,
    series: { [of("signal-generator", "up")]: "1x120", [runs]: "0+2x20 40x100" },
    at: "70m",
    firing: { PipelineSignalGenerationStopped: "No signal generator has run for 30 minutes" },
    quiet: ["PipelineKafkaPublishFailures", "PipelineSignalGeneratorTargetDown"],
  },
  {
    name: "signal-generator: one run every five minutes is enough, and its counter may reset",
    labels: GENERATOR,
    series: { [runs]: "0x4 1x4 2x4 3x4 4x4 5x4 6x4 0x4 1x4 2x4 3x4 4x4 5x4 6x4 7x4" },
    at: "60m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped"],
  },
  {
    name: "signal-generator: its runs are not reported, series missing",
    labels: GENERATOR,
    series: { [of("signal-generator", "up")]: "1x120" },
    at: "60m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped", "PipelineKafkaPublishFailures"],
  },
  {
    name: "signal-generator: it recovers when its loop runs again",
    labels: GENERATOR,
    series: { [runs]: "40x60 40+2x60" },
    at: "70m",
    firing: {},
    quiet: ["PipelineSignalGenerationStopped"],
  },
];
