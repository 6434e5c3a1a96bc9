import { scrapedServiceRules, series, type Service, type Slo } from "observability/catalog";
import { FAILED } from "./conditions.ts";
import { exchangeRules } from "./executor-exchange.ts";
import { EXECUTION_SECONDS, orderRules } from "./executor-orders.ts";
import { tradeExecutor as identity } from "./identities.ts";
import {
  balanceCheckFailures,
  exchangeResponseTime,
  orderPrecisionErrors,
  pendingRecommendations,
  signalToOrderDelay,
  tradeExecutions,
  tradeExecutionTime,
  up,
} from "../metrics.ts";

/** Seconds. The boundary of Prometheus' client libraries closest to two seconds; an SLO between boundaries has no data. */
const EXCHANGE_SECONDS = 2.5;
/** Seconds. An orchestrator round and an LLM response take half a minute each. */
const DELAY_SECONDS = 60;

const subject = { prefix: "CryptoTradeExecutor", title: "Trade executor" };
const heartbeat = series(up);

const slos: readonly Slo[] = [
  {
    id: "orders",
    name: "CryptoOrderSuccess",
    title: "Orders succeed",
    description: "Approved trades are executed.",
    objective: 0.99,
    indicator: {
      kind: "events",
      all: series(tradeExecutions),
      failed: series(tradeExecutions, { status: { matches: FAILED } }),
    },
  },
  {
    id: "latency",
    name: "CryptoOrderLatency",
    title: "Orders within 5 s",
    description: "Orders are executed within five seconds, close to the price they were decided at.",
    objective: 0.95,
    indicator: { kind: "latency", of: series(tradeExecutionTime), seconds: EXECUTION_SECONDS },
  },
  {
    id: "delay",
    name: "CryptoSignalToOrderDelay",
    title: "Signal to order",
    description: "Orders follow their signal within a minute, while the signal is still valid.",
    objective: 0.95,
    indicator: { kind: "latency", of: series(signalToOrderDelay), seconds: DELAY_SECONDS },
  },
  {
    id: "exchange",
    name: "CryptoExchangeApi",
    title: "Exchange in 2.5 s",
    description: "The exchange answers within 2.5 seconds, so balances and orders are exchanged in time.",
    objective: 0.99,
    indicator: { kind: "latency", of: series(exchangeResponseTime), seconds: EXCHANGE_SECONDS },
  },
];

export const tradeExecutorService: Service = {
  id: "crypto-trade-executor",
  title: "Crypto trade executor",
  description: "Checks the balance and places approved trades as orders on Coinbase.",
  ...identity,
  metrics: [
    up,
    tradeExecutions,
    tradeExecutionTime,
    exchangeResponseTime,
    orderPrecisionErrors,
    balanceCheckFailures,
    pendingRecommendations,
    signalToOrderDelay,
  ],
  heartbeat,
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...scrapedServiceRules(subject, heartbeat), ...orderRules, ...exchangeRules],
  slos,
};
