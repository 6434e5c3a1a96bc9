import {
  above,
  age,
  type AlertRule,
  atLeast,
  below,
  earlier,
  gauge,
  increase,
  mean,
  quantile,
  ratio,
  scrapedServiceRules,
  series,
  type Service,
  type Slo,
} from "observability/catalog";
import { answers, countedWhileUp } from "./conditions.ts";
import { signalGenerator as identity } from "./identities.ts";
import {
  databaseQueryTime,
  marketDataLastUpdate,
  modelInferenceTime,
  modelLoadStatus,
  signalConfidence,
  signalsGenerated,
  up,
} from "../metrics.ts";

/** Signals in 15 minutes. Every symbol gets one each round, if only to hold: none at all is a generator that hangs. */
const FEWEST_SIGNALS = 1;
/** Seconds. A price moves in less than two minutes by more than a signal is worth. */
export const PRICE_AGE = 120;
/** Seconds. A boundary of the histogram; ten times what the model takes, still short against a round of a minute. */
const INFERENCE_P95 = 1;
/** Share of the day before. The mean of an hour of one day is within a fifth of the next one's. */
const CONFIDENCE_LEFT = 0.7;
/** Seconds. A boundary of the histogram; queries by index take hundredths. */
const QUERY_P95 = 0.5;
/** Events per window below which quantiles and means say nothing. */
const MINIMUM_EVENTS = 20;

const subject = { prefix: "CryptoSignalGenerator", title: "Signal generator" };
const heartbeat = series(up);

const confidence = mean(series(signalConfidence), { window: "1h" });

const alerts: readonly AlertRule[] = [
  {
    id: "stopped",
    name: "CryptoSignalGenerationStopped",
    severity: "critical",
    condition: below(countedWhileUp(increase(series(signalsGenerated), { window: "15m" })), FEWEST_SIGNALS, {
      and: [answers],
    }),
    for: "10m",
    summary: "The signal generator runs, but has given no signal for 25 minutes",
    description:
      "Nothing new is traded, and nobody decides to leave open positions. Old prices and a model that is not loaded are the usual causes; next comes the database.",
    panel: { title: "Signals in 15 minutes" },
  },
  {
    id: "model-missing",
    name: "CryptoModelNotLoaded",
    severity: "critical",
    condition: below(gauge(series(modelLoadStatus), "min"), 1),
    for: "5m",
    summary: "An instance of the signal generator runs without its model",
    description:
      "It gives no signals, or some that no model stands behind. Its log tells why the model cannot be read; a deploy or a new model just before is the usual cause.",
    panel: { title: "Model loaded (1 is yes)" },
  },
  {
    id: "data-stale",
    name: "CryptoMarketDataStale",
    severity: "critical",
    condition: above(age(series(marketDataLastUpdate), ["symbol"]), PRICE_AGE),
    for: "2m",
    summary: "The newest price of {{ $labels.symbol }} is {{ $value | humanizeDuration }} old",
    description:
      "Signals and orders rest on a price that no longer holds: money is lost while everything looks alive. Stop the strategy for this symbol before looking for the cause.",
    panel: { title: "Age of the newest price" },
  },
  {
    id: "inference-slow",
    name: "CryptoModelInferenceSlow",
    severity: "warning",
    tier: "full",
    condition: above(quantile(0.95, series(modelInferenceTime), { window: "10m" }), INFERENCE_P95, {
      and: [atLeast(MINIMUM_EVENTS, series(modelInferenceTime), { window: "10m" })],
    }),
    for: "15m",
    summary: "The model needs {{ $value | humanizeDuration }} for its slowest 5 % of answers",
    description:
      "Signals come late. Look at the CPU of the pods first: a throttled pod is the usual cause, a larger model the next one.",
    panel: { title: "Inference, 95th percentile" },
  },
  {
    id: "confidence-low",
    name: "CryptoSignalConfidenceDegraded",
    severity: "warning",
    tier: "full",
    condition: below(ratio(confidence, earlier(confidence, "1d")), CONFIDENCE_LEFT, {
      and: [atLeast(MINIMUM_EVENTS, series(signalConfidence), { window: "1h" })],
    }),
    for: "30m",
    summary: "The confidence of signals is at {{ $value | humanizePercentage }} of what it was a day ago",
    description:
      "The model no longer knows what it sees: the market has changed, or its inputs are wrong. Compare the features with those of yesterday before trusting its signals.",
    panel: { title: "Confidence, share of the day before" },
  },
  {
    id: "database-slow",
    name: "CryptoDatabaseQueriesSlow",
    severity: "warning",
    condition: above(quantile(0.95, series(databaseQueryTime), { window: "10m" }), QUERY_P95, {
      and: [atLeast(MINIMUM_EVENTS, series(databaseQueryTime), { window: "10m" })],
    }),
    for: "10m",
    summary: "The slowest 5 % of database queries of the signal generator take {{ $value | humanizeDuration }}",
    description:
      "Signals wait for the database, and so does everything else that uses it: its pool is exhausted, a query has lost its index, or the disk is slow.",
    panel: { title: "Database queries, 95th percentile" },
  },
];

const fresh: Slo = {
  id: "fresh",
  name: "CryptoMarketDataFreshness",
  title: "Fresh market data",
  description: "Decisions rest on prices of the last two minutes.",
  objective: 0.995,
  indicator: { kind: "freshness", of: series(marketDataLastUpdate), seconds: PRICE_AGE },
};

export const signalGeneratorService: Service = {
  id: "crypto-signal-generator",
  title: "Crypto signal generator",
  description: "Turns market data into signals to buy, sell or hold, by a model it has loaded.",
  ...identity,
  metrics: [
    up,
    signalsGenerated,
    signalConfidence,
    modelInferenceTime,
    modelLoadStatus,
    databaseQueryTime,
    marketDataLastUpdate,
  ],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...alerts],
  slos: [fresh],
};
