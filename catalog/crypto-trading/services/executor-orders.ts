import {
  above,
  type AlertRule,
  atLeast,
  increase,
  quantile,
  rate,
  series,
  seriesOf,
  share,
} from "observability/catalog";
import { APPROVED, DECLINED, FAILED, happened, NO_ACTION } from "./conditions.ts";
import { llmValidation, riskManagement, signalGenerator } from "./identities.ts";
import { llmValidations, riskAssessments, signalsGenerated, tradeExecutions, tradeExecutionTime } from "../metrics.ts";

/** Share of orders. Single rejections happen every day; one in twenty is a fault. */
const FAILED_ORDERS = 0.05;
/** Minimum orders per window; with fewer, a share or a quantile is meaningless. */
const MINIMUM_ORDERS = 10;
/** Signals to act in half an hour. This many without an order or a rejection are no coincidence. */
const SIGNALS_WITHOUT_ORDER = 5;
/** Approvals in 20 minutes. One or two may still be on their way. */
const APPROVALS_WITHOUT_ORDER = 2;
/** Seconds. A bucket boundary of the histogram. After that, the price is no longer the one the decision was based on. */
export const EXECUTION_SECONDS = 5;

const orders = series(tradeExecutions);

/** Rules on the outcome of orders. */
export const orderRules: readonly AlertRule[] = [
  {
    id: "trade-failures",
    name: "CryptoTradeFailureRatioHigh",
    severity: "critical",
    condition: above(
      share(
        rate(series(tradeExecutions, { status: { matches: FAILED } }), { window: "10m" }),
        rate(orders, { window: "10m" }),
      ),
      FAILED_ORDERS,
      { and: [atLeast(MINIMUM_ORDERS, orders, { window: "10m" })] },
    ),
    for: "5m",
    keepFiringFor: "10m",
    summary: "{{ $value | humanizePercentage }} of orders fail",
    description:
      "Positions are not opened or, worse, not closed. The dashboard shows which symbol; the exchange's status page and the executor's log show why. Halt trading if positions cannot be closed.",
    panel: { title: "Failed orders, share" },
  },
  {
    id: "unassessed-trades",
    name: "CryptoTradesWithoutRiskAssessment",
    severity: "critical",
    condition: above(increase(series(tradeExecutions, { status: "success" }), { window: "15m" }), 0, {
      unless: [happened(seriesOf(riskManagement, riskAssessments), "15m")],
    }),
    for: "5m",
    keepFiringFor: "10m",
    summary: "{{ $value | humanize }} orders were placed in 15 minutes without any risk assessment",
    description:
      "Money is at risk without limits. Halt trading now, then find out why: risk management is bypassed, or its metrics do not arrive.",
    panel: { title: "Orders in 15 minutes" },
  },
  {
    id: "trades-stopped",
    name: "CryptoTradesStoppedWhileSignalsFlow",
    severity: "critical",
    condition: above(
      increase(seriesOf(signalGenerator, signalsGenerated, { signal_type: { notMatches: NO_ACTION } }), {
        window: "30m",
      }),
      SIGNALS_WITHOUT_ORDER,
      {
        unless: [
          happened(orders, "30m"),
          happened(seriesOf(llmValidation, llmValidations, { decision: DECLINED }), "30m"),
          happened(seriesOf(riskManagement, riskAssessments, { decision: DECLINED }), "30m"),
        ],
      },
    ),
    for: "10m",
    summary: "{{ $value | humanize }} signals in 30 minutes led to neither an order nor a rejection",
    description:
      "A hop between signal and order has silently stopped: positions are neither opened nor closed. The Pipeline Flow row of the Crypto Trading Engine dashboard shows the last hop that still counts something.",
    panel: { title: "Signals to buy or sell in 30 minutes" },
  },
  {
    id: "not-executed",
    name: "CryptoApprovedTradesNotExecuted",
    severity: "critical",
    condition: above(
      increase(seriesOf(riskManagement, riskAssessments, { decision: APPROVED }), { window: "20m" }),
      APPROVALS_WITHOUT_ORDER,
      { unless: [happened(orders, "20m")] },
    ),
    for: "5m",
    summary: "{{ $value | humanize }} trades were approved in 20 minutes, but none reached the exchange",
    description:
      "Approved trades are not executed: the path to the executor, the executor itself or its exchange account is stuck. Once it recovers, old decisions are executed. Check what is waiting before you restart anything.",
    panel: { title: "Trades approved in 20 minutes" },
  },
  {
    id: "trade-latency",
    name: "CryptoTradeExecutionLatencyHigh",
    severity: "warning",
    condition: above(quantile(0.95, series(tradeExecutionTime), { window: "10m" }), EXECUTION_SECONDS, {
      and: [atLeast(MINIMUM_ORDERS, series(tradeExecutionTime), { window: "10m" })],
    }),
    for: "10m",
    summary: "Order execution p95 latency is {{ $value | humanizeDuration }}",
    description:
      "Orders are filled at prices the strategy did not decide on. Compare with the exchange's response time: if it is short, the executor itself is the bottleneck.",
    panel: { title: "Order execution time, 95th percentile" },
  },
];
