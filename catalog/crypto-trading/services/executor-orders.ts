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

/** Share of orders. Single refusals happen every day; one in twenty is a fault. */
const FAILED_ORDERS = 0.05;
/** Orders per window below which a share or a quantile says nothing. */
const MINIMUM_ORDERS = 10;
/** Signals to act in half an hour: so many without an order or a refusal are no coincidence. */
const SIGNALS_WITHOUT_ORDER = 5;
/** Approvals in 20 minutes: one or two may still be on their way. */
const APPROVALS_WITHOUT_ORDER = 2;
/** Seconds. A boundary of the histogram; later the price is no longer the one that was decided on. */
export const EXECUTION_SECONDS = 5;

const orders = series(tradeExecutions);

/** Rules on what becomes of orders. */
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
      "Positions are not opened, or, worse, not closed. The board tells which symbol; the exchange's status page and the executor's log tell why. Halt trading if positions cannot be closed.",
    panel: { title: "Orders that fail, share" },
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
    summary: "{{ $value | humanize }} orders in 15 minutes, and risk management has assessed none",
    description:
      "Money is put at risk without limits. Halt trading now, then find out why: risk management is passed by, or its metrics do not arrive.",
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
    summary: "{{ $value | humanize }} signals in 30 minutes, and neither an order nor a refusal followed",
    description:
      "A hop between signal and order takes nothing on, in silence: positions are neither opened nor closed. The row Pipeline Flow of the board tells which hop is the last to count something.",
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
    summary: "{{ $value | humanize }} trades approved in 20 minutes, and none reached the exchange",
    description:
      "What was decided is not done: the way to the executor, the executor or its exchange account is stuck. When it comes loose, old decisions are executed: look at what waits before restarting anything.",
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
    summary: "The slowest 5 % of orders take {{ $value | humanizeDuration }}",
    description:
      "Orders are filled at other prices than the strategy decided on. Compare with the time of the exchange: if that is short, the executor itself waits.",
    panel: { title: "Execution of orders, 95th percentile" },
  },
];
