import { cryptoTrading } from "../../../catalog/crypto-trading/index.ts";
import { daily } from "../../../testing/synthetic/habits.ts";
import { START, STEP_SECONDS } from "../../../testing/synthetic/history.ts";
import { BEGIN, EVER, type Incident } from "../incident.ts";
import { change, logged, silent } from "../timeline.ts";

const systems = [cryptoTrading];
const ORDERS = "trade_executions_total";
const PRICES = "market_data_last_update_timestamp_seconds";
const DAY = 1_440;
const none = () => 0;
/** Unix time at which the incident starts: the value of a timestamp that stops then. */
const STOPPED = START + BEGIN * STEP_SECONDS;

export const CRYPTO_INCIDENTS: readonly Incident[] = [
  {
    name: "trades stop while signals flow",
    systems,
    happenings: [
      change({ metric: ORDERS }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "trade_execution_time_seconds" }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "risk_assessments_total", labels: { decision: "rejected" } }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "llm_validations_total", labels: { decision: "reject" } }, BEGIN, EVER, { perMinute: none }),
    ],
    fires: { CryptoTradesStoppedWhileSignalsFlow: 42, CryptoApprovedTradesNotExecuted: 27 },
  },
  {
    name: "a feed is stale but connected",
    systems,
    happenings: [
      change({ metric: PRICES, labels: { symbol: "BTC-USD" } }, BEGIN, EVER, { value: () => STOPPED }),
      change({ metric: "market_data_records_collected_total", labels: { symbol: "BTC-USD" } }, BEGIN, EVER, {
        perMinute: none,
      }),
    ],
    fires: { CryptoMarketDataStale: 6, CryptoFeedStaleWhileConnected: 6 },
  },
  {
    name: "every feed stands still",
    systems,
    happenings: [
      change({ metric: PRICES }, BEGIN, EVER, { value: () => STOPPED }),
      change({ metric: "market_data_records_collected_total" }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "market_data_feed_connected" }, BEGIN, EVER, { value: none }),
    ],
    fires: { CryptoMarketDataStale: 6, CryptoCollectionStopped: 16, CryptoFeedDisconnected: 6 },
    may: ["CryptoMarketDataFreshnessBudgetFastBurn", "CryptoMarketDataFreshnessBudgetSlowBurn"],
  },
  {
    name: "the LLM gate rejects everything",
    systems,
    happenings: [
      change({ metric: "llm_validations_total", labels: { decision: "approve" } }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "llm_validations_total", labels: { decision: "reject" } }, BEGIN, EVER, { perMinute: () => 2 }),
      change({ metric: /^(risk_assessments_total|trade_executions_total)$/ }, BEGIN, EVER, { perMinute: none }),
    ],
    fires: { CryptoLlmRejectsEverything: 80 },
  },
  {
    name: "the precision of one symbol changes at the exchange",
    systems,
    happenings: [
      change({ metric: "order_precision_errors_total", labels: { symbol: "ETH-USD" } }, BEGIN, EVER, {
        perMinute: () => 0.5,
      }),
    ],
    fires: { CryptoOrderPrecisionErrors: 18 },
  },
  {
    name: "one order in three fails",
    systems,
    happenings: [
      change({ metric: ORDERS, labels: { status: "success" } }, BEGIN, EVER, { perMinute: () => 4 }),
      change({ metric: ORDERS, labels: { status: "failed" } }, BEGIN, EVER, { perMinute: () => 2 }),
    ],
    fires: { CryptoTradeFailureRatioHigh: 10, CryptoOrderSuccessBudgetFastBurn: 20 },
    may: ["CryptoOrderSuccessBudgetSlowBurn"],
  },
  {
    name: "one order in twenty-five fails: a slow burn below every fast threshold",
    systems,
    minutes: 3 * DAY,
    at: DAY,
    happenings: [
      change({ metric: ORDERS, labels: { status: "failed" } }, DAY, EVER, {
        perMinute: (_, minute) => 0.12 * (daily(minute) ?? 0),
      }),
    ],
    fires: { CryptoOrderSuccessBudgetSlowBurn: 1_200 },
  },
  {
    name: "trades bypass risk management",
    systems,
    happenings: [
      change({ metric: /^(risk_assessments_total|risk_assessment_time_seconds|risk_scores)$/ }, BEGIN, EVER, {
        perMinute: none,
      }),
    ],
    fires: { CryptoTradesWithoutRiskAssessment: 22 },
  },
  {
    name: "the exchange cannot be reached",
    systems,
    happenings: [
      change({ metric: "coinbase_api_response_time_seconds" }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "pending_recommendations" }, BEGIN, EVER, { value: (_, minute) => minute - BEGIN }),
      change({ metric: ORDERS }, BEGIN, EVER, { perMinute: none }),
      change({ metric: "trade_execution_time_seconds" }, BEGIN, EVER, { perMinute: none }),
    ],
    fires: {
      CryptoExchangeApiSilent: 22,
      CryptoApprovedTradesNotExecuted: 27,
      CryptoPendingRecommendationsBacklog: 70,
    },
  },
  {
    name: "the exchange rate-limits calls",
    systems,
    happenings: [
      logged("crypto-trade-executor", "warn", "429 Too Many Requests", BEGIN, EVER, 3),
      change({ metric: "coinbase_api_response_time_seconds" }, BEGIN, EVER, { mean: () => 2 }),
    ],
    fires: { CryptoExchangeRateLimited: 8, CryptoExchangeApiLatencyHigh: 20 },
    may: ["CryptoExchangeApiBudgetFastBurn", "CryptoExchangeApiBudgetSlowBurn"],
  },
  {
    name: "the account is empty",
    systems,
    happenings: [
      logged("crypto-trade-executor", "warn", "order refused: Insufficient funds", BEGIN, EVER, 1),
      change({ metric: "balance_check_failures_total", labels: { symbol: "BTC-USD" } }, BEGIN, EVER, {
        perMinute: () => 1,
      }),
    ],
    fires: { CryptoInsufficientFunds: 6, CryptoBalanceCheckFailures: 12 },
  },
  {
    name: "the signal generator hangs",
    systems,
    happenings: [
      change({ metric: /^(signals_generated_total|signal_confidence|model_inference_time_seconds)$/ }, BEGIN, EVER, {
        perMinute: none,
      }),
    ],
    fires: { CryptoSignalGenerationStopped: 27 },
  },
  {
    name: "the signal generator starts without its model",
    systems,
    happenings: [change({ metric: "model_load_status" }, BEGIN, EVER, { value: none })],
    fires: { CryptoModelNotLoaded: 6 },
  },
  {
    name: "the orchestrator stops between two rounds",
    systems,
    happenings: [
      change({ metric: /^(orchestrator_cycle_duration_seconds|recommendations_processed_total)$/ }, BEGIN, EVER, {
        perMinute: none,
      }),
    ],
    fires: { CryptoOrchestratorStalled: 17 },
  },
  {
    name: "the market turns and risk management rejects trades",
    systems,
    minutes: 560,
    at: 480,
    happenings: [change({ metric: "rejected_trades_by_risk_total" }, 480, EVER, { perMinute: () => 3 })],
    fires: { CryptoRiskRejectionSpike: 15 },
  },
  {
    name: "the pods of the trade executor are gone",
    systems,
    happenings: [silent("crypto-trade-executor", BEGIN, EVER)],
    fires: { CryptoTradeExecutorTelemetryAbsent: 16, CryptoApprovedTradesNotExecuted: 27 },
    may: ["CryptoTradeExecutorLogsAbsent"],
  },
];
