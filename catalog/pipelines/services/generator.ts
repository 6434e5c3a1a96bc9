import {
  above,
  type AlertRule,
  below,
  increase,
  rate,
  scrapedServiceRules,
  series,
  type Service,
  share,
  type Slo,
  sum,
} from "observability/catalog";
import { generatorIdentity } from "./identities.ts";
import * as metrics from "../metrics.ts";

const subject = { prefix: "PipelineSignalGenerator", title: "Pipeline signal generator" };
const up = series(metrics.up);
const published = series(metrics.publishSuccess);
const unpublished = series(metrics.publishFailure);

/** Share of messages that Kafka did not accept. Each is a trade that never happens; a healthy broker accepts all. */
const PUBLISH_FAILURE_RATIO = 0.01;
/** Minimum messages per window; with fewer, a share is meaningless. */
const MINIMUM_MESSAGES = 10;
/** Minimum generator runs per half hour. At least one generator runs every few minutes, whether or not it finds a signal. */
const RUNS = 1;
const WINDOW = "10m";

const rules: readonly AlertRule[] = [
  {
    id: "publish-failures",
    name: "PipelineKafkaPublishFailures",
    severity: "critical",
    condition: above(
      share(
        rate(unpublished, { window: WINDOW }),
        sum(rate(unpublished, { window: WINDOW }), rate(published, { window: WINDOW })),
      ),
      PUBLISH_FAILURE_RATIO,
      {
        and: [
          {
            value: sum(increase(unpublished, { window: WINDOW }), increase(published, { window: WINDOW })),
            is: "above",
            threshold: MINIMUM_MESSAGES - 0.5, // increase() interpolates
          },
        ],
      },
    ),
    for: "5m",
    keepFiringFor: "10m",
    summary: "Kafka does not accept {{ $value | humanizePercentage }} of signals",
    description: "Signals are lost before any pipeline receives them. Check the brokers and the disk they write to.",
    panel: { title: "Signals not accepted by Kafka" },
  },
  {
    id: "generation-stopped",
    name: "PipelineSignalGenerationStopped",
    severity: "critical",
    condition: below(increase(series(metrics.signalDuration), { window: "30m" }), RUNS),
    for: "5m",
    summary: "No signal generator has run for 30 minutes",
    description:
      "The process is up, but its loop has stopped: it hangs on market data or on Kafka. Meanwhile nothing is traded, and nothing fails either.",
    panel: { title: "Runs of the generators" },
  },
];

const publishing: Slo = {
  id: "publish",
  title: "Signals reach Kafka",
  description: "Generated signals are published to Kafka.",
  objective: 0.999,
  // Counts signals, not accepted messages: those would be missing exactly when Kafka accepts none.
  indicator: { kind: "events", all: series(metrics.signalsGenerated), failed: unpublished },
  name: "PipelineSignalPublish",
};

/** Watches the market and publishes signals to Kafka. */
export const generator: Service = {
  ...generatorIdentity,
  id: "pipelines-generator",
  title: subject.title,
  description: "Watches the market and publishes signals to Kafka.",
  metrics: [
    metrics.up,
    metrics.processCpu,
    metrics.processMemory,
    metrics.signalsGenerated,
    metrics.signalDuration,
    metrics.publishDuration,
    metrics.publishSuccess,
    metrics.publishFailure,
  ],
  heartbeat: up,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, up), ...rules],
  slos: [publishing],
};
