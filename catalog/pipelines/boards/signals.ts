import {
  type BoardDefinition,
  type BoardRow,
  FAILURE_LEVELS,
  increase,
  quantile,
  rate,
  series,
  share,
  sum,
} from "observability/catalog";
import { generator } from "../services/generator.ts";
import * as metrics from "../metrics.ts";
import { perMinute } from "./queries.ts";

const signals = series(metrics.signalsGenerated);
const publishing = series(metrics.publishDuration);
const taken = rate(series(metrics.publishSuccess));
const refused = rate(series(metrics.publishFailure));

const generation: BoardRow = {
  id: "generation",
  title: "Signals",
  of: [generator],
  panels: [
    {
      id: "by-type",
      title: "Signals by type",
      description:
        "Signals in the selected time range. If one type dominates, its threshold is too low, or the market is moving.",
      width: 8,
      view: {
        kind: "pie",
        queries: [{ value: increase(signals, { by: ["signal_type"] }), legend: "{{signal_type}}" }],
      },
      empty: "no signals",
    },
    {
      id: "by-source",
      title: "Signals by source",
      description: "Signals in the selected time range, by generator. A missing generator does not run.",
      width: 8,
      view: { kind: "bar-gauge", queries: [{ value: increase(signals, { by: ["source"] }), legend: "{{source}}" }] },
      empty: "no signals",
    },
    {
      id: "generation-duration",
      title: "Slowest 5 % of runs",
      description: "95 % of a generator's runs are faster than this. A rise means more symbols or slow market data.",
      width: 8,
      unit: "seconds",
      view: {
        kind: "lines",
        queries: [{ value: quantile(0.95, series(metrics.signalDuration), { by: ["signal_type"] }) }],
      },
      empty: "no runs",
    },
    {
      id: "timeline",
      title: "Signal generation timeline",
      description: "Signals per minute, by type. Bursts follow the market; an abrupt end does not.",
      width: 24,
      unit: "perMinute",
      view: {
        kind: "stacked",
        queries: [{ value: perMinute(signals, ["signal_type"]), legend: "{{signal_type}}" }],
      },
      empty: "no signals",
    },
  ],
};

const kafka: BoardRow = {
  id: "kafka",
  title: "Publishing to Kafka",
  of: [generator],
  panels: [
    {
      id: "publish-heatmap",
      title: "Kafka publish duration",
      description:
        "Distribution of publish durations. A second band above the first means one broker or partition is slow.",
      width: 12,
      view: { kind: "heatmap", of: publishing },
      empty: "nothing published",
    },
    {
      id: "publish-quantiles",
      title: "Kafka publish duration, quantiles",
      description:
        "If only the slowest rise, one broker is slow; if all rise, the cause is the network, or acknowledgement by all replicas.",
      width: 12,
      unit: "seconds",
      view: {
        kind: "lines",
        queries: [
          { value: quantile(0.5, publishing), legend: "median" },
          { value: quantile(0.95, publishing), legend: "slowest 5 %" },
          { value: quantile(0.99, publishing), legend: "slowest 1 %" },
        ],
      },
      empty: "nothing published",
    },
    {
      id: "published",
      title: "Messages",
      description: "Messages per minute, accepted by Kafka or not.",
      width: 12,
      unit: "perMinute",
      view: {
        kind: "stacked",
        queries: [
          { value: perMinute(series(metrics.publishSuccess)), legend: "accepted" },
          { value: perMinute(series(metrics.publishFailure)), legend: "not accepted" },
        ],
      },
      empty: "nothing published",
    },
    {
      id: "publish-failures",
      title: "Messages not accepted by Kafka",
      description: "Share of messages. Good: 0 %. Above 1 %, a page is sent, because these signals are lost.",
      width: 12,
      unit: "ratio",
      view: { kind: "lines", queries: [{ value: share(refused, sum(refused, taken)) }] },
      empty: "nothing published",
    },
  ],
};

const logs: BoardRow = {
  id: "logs",
  title: "Logs",
  of: [generator],
  panels: [
    {
      id: "errors",
      title: "Generator errors",
      description: "Newest first. Open a line for its fields.",
      width: 24,
      view: { kind: "logs", levels: FAILURE_LEVELS },
      empty: "no errors",
    },
  ],
};

/** Which signals are generated, and whether they leave the generator. */
export const signalsBoard: BoardDefinition = {
  id: "signal-generation-deep-dive",
  title: "Signal generation deep dive",
  description: "Which signals are generated, by which generator, and how they reach Kafka.",
  rows: [generation, kafka, logs],
};
