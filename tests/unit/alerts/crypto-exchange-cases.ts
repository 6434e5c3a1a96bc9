import type { Case } from "./case.ts";
import { EXECUTOR, executor, fires, NOTHING, ORCHESTRATOR, orchestrator, quiet } from "./crypto-series.ts";

const pending = executor("pending_recommendations");
const calls = executor("coinbase_api_response_time_seconds_count");

const SILENT = { alert: "CryptoExchangeApiSilent", labels: EXECUTOR };
const silent: readonly Case[] = [
  fires(
    SILENT,
    "recommendations wait and no call is ever made, series missing",
    { [pending]: "3x120" },
    "30m",
    "3 recommendations are waiting, but the exchange has not been called for 10 minutes",
  ),
  fires(
    SILENT,
    "calls stop while recommendations wait",
    { [pending]: "1x30 4x90", [calls]: "0+5x30 150x90" },
    "60m",
    "4 recommendations are waiting, but the exchange has not been called for 10 minutes",
  ),
  quiet(SILENT, "nothing to do, low traffic", { [pending]: "0x120", [calls]: "150x120" }, "60m"),
  quiet(SILENT, "calls continue", { [pending]: "3x120", [calls]: "0+5x120" }, "60m"),
  quiet(SILENT, "it recovers", { [pending]: "3x120", [calls]: "0+5x20 100x30 100+5x70" }, "70m"),
];

const PRECISION = { alert: "CryptoOrderPrecisionErrors", labels: { ...EXECUTOR, symbol: "ETH-USD" } };
const precise = (symbol: string) => executor("order_precision_errors_total", `symbol="${symbol}"`);
const precision: readonly Case[] = [
  fires(
    PRECISION,
    "every order for one symbol, starting with the first, series missing before",
    { [precise("ETH-USD")]: "_x20 1+1x100", [precise("BTC-USD")]: "7x120" },
    "40m",
    "15 orders for ETH-USD had a wrong price or size in 15 minutes",
  ),
  quiet(PRECISION, "one order, once, low traffic", { [precise("ETH-USD")]: "_x20 1x100" }, "36m"),
  quiet(PRECISION, "errors counted before a gap in the metrics", { [precise("ETH-USD")]: "9x20 _x30 9x60" }, "66m"),
  quiet(PRECISION, "it recovers", { [precise("ETH-USD")]: "_x20 1+1x30 31x70" }, "70m"),
];

const BALANCE = { alert: "CryptoBalanceCheckFailures", labels: { ...EXECUTOR, symbol: "BTC-USD" } };
const balance = (symbol: string) => executor("balance_check_failures_total", `symbol="${symbol}"`);
const balances: readonly Case[] = [
  fires(
    BALANCE,
    "the account is empty for one symbol",
    { [balance("BTC-USD")]: "0+1x120", [balance("ETH-USD")]: "2x120" },
    "30m",
    "15 balance checks for BTC-USD failed in 15 minutes",
  ),
  quiet(BALANCE, "one in ten minutes, low traffic", { [balance("BTC-USD")]: "0+0.1x120" }, "60m"),
  quiet(BALANCE, "no check has ever failed, series missing", NOTHING, "60m"),
  quiet(BALANCE, "it recovers", { [balance("BTC-USD")]: "0+1x30 30x90" }, "60m"),
];

/** A queue that grows slowly, stays the same, shrinks, or is short. */
const backlog = (alert: string, labels: Case["labels"], queue: string, whose: string): readonly Case[] => {
  const rule = { alert, labels };
  const waiting = (count: number) =>
    `${count} recommendations are waiting for the ${whose}, and the queue is not shrinking`;
  return [
    fires(rule, "it grows slowly", { [queue]: "0+1x120" }, "90m", waiting(90)),
    fires(rule, "it stays at a high level", { [queue]: "60x120" }, "60m", waiting(60)),
    quiet(rule, "it shrinks", { [queue]: "200-1x120" }, "60m"),
    quiet(rule, "it is long for ten minutes", { [queue]: "2x20 80x10 2x60" }, "31m"),
    quiet(rule, "a few wait, low traffic", { [queue]: "5x120" }, "60m"),
    quiet(rule, "series missing", NOTHING, "60m"),
    quiet(rule, "it recovers", { [queue]: "60x40 5x80" }, "60m"),
  ];
};

export const CRYPTO_EXCHANGE_CASES: readonly Case[] = [
  ...silent,
  ...precision,
  ...balances,
  ...backlog("CryptoPendingRecommendationsBacklog", EXECUTOR, pending, "executor"),
  ...backlog(
    "CryptoRecommendationQueueBacklog",
    ORCHESTRATOR,
    orchestrator("pending_recommendations_queue_size"),
    "orchestrator",
  ),
];
