import type { Case } from "./case.ts";
import { EXECUTOR, executor, fires, GENERATOR, generator, llm, NOTHING, quiet, RISK, risk } from "./crypto-series.ts";

const orders = (status: string, symbol = "BTC-USD") =>
  executor("trade_executions_total", `status="${status}",symbol="${symbol}"`);
const assessed = (decision: string) => risk("risk_assessments_total", `decision="${decision}"`);
const validated = (decision: string) => llm("llm_validations_total", `decision="${decision}"`);
const signals = (type: string) => generator("signals_generated_total", `symbol="BTC-USD",signal_type="${type}"`);

const FAILURES = { alert: "CryptoTradeFailureRatioHigh", labels: EXECUTOR };
const failures: readonly Case[] = [
  fires(
    FAILURES,
    "one order in ten fails",
    { [orders("success")]: "0+9x120", [orders("failed")]: "0+1x120" },
    "30m",
    "10% of orders fail",
  ),
  fires(
    FAILURES,
    "all orders fail, with any failure status, series of success missing",
    { [orders("rejected")]: "0+1x120", [orders("error", "ETH-USD")]: "0+1x120" },
    "30m",
    "100% of orders fail",
  ),
  quiet(FAILURES, "no order has ever failed, series missing", { [orders("success")]: "0+9x120" }, "30m"),
  quiet(FAILURES, "one in fifty fails", { [orders("success")]: "0+49x120", [orders("failed")]: "0+1x120" }, "30m"),
  quiet(FAILURES, "low traffic", { [orders("success")]: "0+0.1x120", [orders("failed")]: "0+0.1x120" }, "30m"),
  quiet(FAILURES, "it recovers", { [orders("success")]: "0+9x120", [orders("failed")]: "0+1x30 30x90" }, "60m"),
];

const UNASSESSED = { alert: "CryptoTradesWithoutRiskAssessment", labels: EXECUTOR };
const unassessed: readonly Case[] = [
  fires(
    UNASSESSED,
    "risk management is bypassed, its series missing",
    { [orders("success")]: "0+1x120" },
    "30m",
    "15 orders were placed in 15 minutes without any risk assessment",
  ),
  fires(
    UNASSESSED,
    "risk management stops",
    { [orders("success")]: "0+1x120", [assessed("approved")]: "0+1x40 40x80" },
    "65m",
    "15 orders were placed in 15 minutes without any risk assessment",
  ),
  quiet(
    UNASSESSED,
    "every order is assessed",
    { [orders("success")]: "0+1x120", [assessed("approved")]: "0+1x120" },
    "30m",
  ),
  quiet(
    UNASSESSED,
    "low traffic: an order two minutes after its assessment, and nothing else",
    { [orders("success")]: "5x20 6x100", [assessed("approved")]: "5x18 6x102" },
    "37m",
  ),
  quiet(
    UNASSESSED,
    "low traffic: risk management has just started, and its first assessment creates its series",
    { [orders("success")]: "5x20 6x100", [assessed("approved")]: "_x19 1x102" },
    "28m",
  ),
  quiet(UNASSESSED, "only failed orders", { [orders("failed")]: "0+1x120" }, "30m"),
  quiet(UNASSESSED, "it recovers", { [orders("success")]: "0+1x120", [assessed("approved")]: "_x40 1+1x80" }, "70m"),
];

const STOPPED = { alert: "CryptoTradesStoppedWhileSignalsFlow", labels: GENERATOR };
const flowing = { [signals("buy")]: "0+0.5x150", [signals("sell")]: "0+0.5x150" };
const stopped: readonly Case[] = [
  fires(
    STOPPED,
    "no order has ever been placed, series missing",
    flowing,
    "50m",
    "30 signals in 30 minutes led to neither an order nor a rejection",
  ),
  fires(
    STOPPED,
    "orders stop although everything is approved",
    { ...flowing, [orders("success")]: "0+1x40 40x110", [validated("approve")]: "0+1x150" },
    "90m",
    "30 signals in 30 minutes led to neither an order nor a rejection",
  ),
  quiet(STOPPED, "orders follow", { ...flowing, [orders("success")]: "0+0.2x150" }, "50m"),
  quiet(STOPPED, "the LLM rejects them", { ...flowing, [validated("reject")]: "0+0.2x150" }, "50m"),
  quiet(STOPPED, "risk management rejects them", { ...flowing, [assessed("rejected")]: "0+0.2x150" }, "50m"),
  quiet(STOPPED, "all signals are to hold", { [signals("hold")]: "0+2x120", [signals("HOLD")]: "0+2x120" }, "50m"),
  quiet(STOPPED, "three signals in half an hour, low traffic", { [signals("buy")]: "0+0.1x120" }, "50m"),
  quiet(STOPPED, "it recovers", { ...flowing, [orders("success")]: "_x60 1+1x90" }, "80m"),
];

const NOT_EXECUTED = { alert: "CryptoApprovedTradesNotExecuted", labels: RISK };
const notExecuted: readonly Case[] = [
  fires(
    NOT_EXECUTED,
    "the executor accepts nothing, series missing",
    { [assessed("approved")]: "0+1x120" },
    "40m",
    "20 trades were approved in 20 minutes, but none reached the exchange",
  ),
  quiet(
    NOT_EXECUTED,
    "orders fail, which another rule reports",
    { [assessed("approved")]: "0+1x120", [orders("failed")]: "0+1x120" },
    "40m",
  ),
  quiet(NOT_EXECUTED, "nothing is approved", { [assessed("rejected")]: "0+1x120" }, "40m"),
  quiet(NOT_EXECUTED, "one approval is on its way, low traffic", { [assessed("approved")]: "0+0.05x120" }, "40m"),
  quiet(NOT_EXECUTED, "it recovers", { [assessed("approved")]: "0+1x120", [orders("success")]: "_x50 1+1x70" }, "60m"),
  quiet(NOT_EXECUTED, "nothing is reported", NOTHING, "40m"),
];

export const CRYPTO_ORDER_CASES: readonly Case[] = [...failures, ...unassessed, ...stopped, ...notExecuted];
