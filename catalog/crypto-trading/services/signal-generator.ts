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

/** Minimum signals in 15 minutes. Every symbol gets one each round, even if only to hold; without any, the generator hangs. */
const FEWEST_SIGNALS = 1;
/** Seconds. In less than two minutes, a price moves by more than a signal is worth. */
export const PRICE_AGE = 120;
/** Seconds. A bucket boundary of the histogram: ten times what the model takes, but still short for a round of one minute. */
const INFERENCE_P95 = 1;
/** Share of the value a day before. The means of the same hour on two consecutive days are within a fifth of each other. */
const CONFIDENCE_LEFT = 0.7;
/** Seconds. A bucket boundary of the histogram; indexed queries take hundredths of a second. */
const QUERY_P95 = 0.5;
/** Minimum events per window; with fewer, quantiles and means are meaningless. */
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
    summary: "The signal generator is up but has produced no signal for 25 minutes",
    description:
      "No new trades are made, and no signal closes open positions. The usual causes are old prices and a model that is not loaded, then the database.",
    panel: { title: "Signals in 15 minutes" },
  },
  {
    id: "model-missing",
    name: "CryptoModelNotLoaded",
    severity: "critical",
    condition: below(gauge(series(modelLoadStatus), "min"), 1),
    for: "5m",
    summary: "A signal generator instance is running without its model",
    description:
      "It produces no signals, or signals that are not based on a model. Its log shows why the model cannot be read; the usual cause is a recent deploy or a new model.",
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
      "Signals and orders are based on an outdated price: money is lost while everything looks healthy. Stop the strategy for this symbol before you look for the cause.",
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
    summary: "Model inference p95 latency is {{ $value | humanizeDuration }}",
    description:
      "Signals arrive late. Check the CPU of the pods first: the usual cause is a throttled pod, then a larger model.",
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
    summary: "Signal confidence is at {{ $value | humanizePercentage }} of its level a day ago",
    description:
      "The model no longer recognizes what it sees: the market has changed, or its inputs are wrong. Compare its features with yesterday's before you trust its signals.",
    panel: { title: "Confidence compared with the day before" },
  },
  {
    id: "database-slow",
    name: "CryptoDatabaseQueriesSlow",
    severity: "warning",
    condition: above(quantile(0.95, series(databaseQueryTime), { window: "10m" }), QUERY_P95, {
      and: [atLeast(MINIMUM_EVENTS, series(databaseQueryTime), { window: "10m" })],
    }),
    for: "10m",
    summary: "Signal generator p95 database query time is {{ $value | humanizeDuration }}",
    description:
      "Signals wait for the database, and so does everything else that uses it. Its connection pool is exhausted, a query has lost its index, or the disk is slow.",
    panel: { title: "Database queries, 95th percentile" },
  },
];

const fresh: Slo = {
  id: "fresh",
  name: "CryptoMarketDataFreshness",
  title: "Fresh market data",
  description: "Decisions are based on prices from the last two minutes.",
  objective: 0.995,
  indicator: { kind: "freshness", of: series(marketDataLastUpdate), seconds: PRICE_AGE },
};

export const signalGeneratorService: Service = {
  id: "crypto-signal-generator",
  title: "Crypto signal generator",
  description: "Turns market data into signals to buy, sell or hold, using a loaded model.",
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
