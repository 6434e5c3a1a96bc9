import { above, type AlertRule, atLeast, gauge, increase, quantile, rare, series, slope } from "observability/catalog";
import { happened } from "./conditions.ts";
import {
  balanceCheckFailures,
  exchangeResponseTime,
  orderPrecisionErrors,
  pendingRecommendations,
} from "../metrics.ts";

/** Seconds. The exchange answers in tenths; at two its own status page is about to change. */
const EXCHANGE_P95 = 2;
/** Calls per window below which a quantile says nothing. */
const MINIMUM_CALLS = 20;
/** Failures per symbol in 15 minutes; single ones are orders that just did not fit. */
const BALANCE_FAILURES = 3;
/** Recommendations. The executor takes some per second: so many are more than a minute's work. */
export const BACKLOG = 50;
/** Log lines in 10 minutes; the exchange says so once for each call it refuses. */
const RATE_LIMITED_LINES = 5;
/** Log lines in 15 minutes. */
const NO_FUNDS_LINES = 3;

/** Rules on the exchange, the account there, and what waits for both. */
export const exchangeRules: readonly AlertRule[] = [
  {
    id: "exchange-latency",
    name: "CryptoExchangeApiLatencyHigh",
    severity: "warning",
    condition: above(quantile(0.95, series(exchangeResponseTime), { window: "10m" }), EXCHANGE_P95, {
      and: [atLeast(MINIMUM_CALLS, series(exchangeResponseTime), { window: "10m" })],
    }),
    for: "10m",
    summary: "The exchange needs {{ $value | humanizeDuration }} for its slowest 5 % of answers",
    description:
      "Orders arrive late and balances are old. Nothing in our services mends a slow exchange: see its status page, and consider trading less until it is over.",
    panel: { title: "Exchange, 95th percentile" },
  },
  {
    id: "exchange-silent",
    name: "CryptoExchangeApiSilent",
    severity: "critical",
    condition: above(gauge(series(pendingRecommendations), "max"), 0, {
      unless: [happened(series(exchangeResponseTime), "10m")],
    }),
    for: "10m",
    summary: "{{ $value | humanize }} recommendations wait, and the exchange has not been called for 10 minutes",
    description:
      "The executor cannot reach the exchange, or has stopped trying: network, keys, or a loop that hangs. Open positions cannot be closed by it meanwhile.",
    panel: { title: "Recommendations that wait" },
  },
  {
    id: "precision-errors",
    name: "CryptoOrderPrecisionErrors",
    severity: "warning",
    tier: "essential",
    condition: above(rare(series(orderPrecisionErrors), { by: ["symbol"], window: "15m" }), 0),
    for: "15m",
    summary: "{{ $value | humanize }} orders for {{ $labels.symbol }} in 15 minutes have a wrong price or size",
    description:
      "The exchange has changed its price or size steps for this symbol, or the executor has old ones: every order for it is refused, also those that close a position.",
    panel: { title: "Precision errors in 15 minutes" },
  },
  {
    id: "balance-failures",
    name: "CryptoBalanceCheckFailures",
    severity: "warning",
    condition: above(increase(series(balanceCheckFailures), { by: ["symbol"], window: "15m" }), BALANCE_FAILURES),
    for: "5m",
    summary: "{{ $value | humanize }} balance checks for {{ $labels.symbol }} failed in 15 minutes",
    description:
      "The account does not cover what is decided, or its balance cannot be read. Compare the balance at the exchange with what the executor believes.",
    panel: { title: "Failed balance checks in 15 minutes" },
  },
  {
    id: "backlog",
    name: "CryptoPendingRecommendationsBacklog",
    severity: "warning",
    condition: above(gauge(series(pendingRecommendations), "max"), BACKLOG, {
      unless: [{ value: slope(series(pendingRecommendations), { window: "15m" }), is: "below", threshold: 0 }],
    }),
    for: "15m",
    summary: "{{ $value | humanize }} recommendations wait for the executor, and they do not get fewer",
    description:
      "Orders are placed ever later. Either the exchange is slow, or the executor takes less than comes in. Old recommendations are better dropped than executed.",
    panel: { sameAs: "exchange-silent" },
  },
  {
    id: "rate-limited",
    name: "CryptoExchangeRateLimited",
    severity: "warning",
    condition: {
      kind: "log-burst",
      // The status of an answer, not a part of a price.
      matches: String.raw`(?i)rate.?limit|too many requests|(^|[^.\d])429([^.\d]|$)`,
      window: "10m",
      threshold: RATE_LIMITED_LINES,
    },
    for: "5m",
    summary: "The exchange refused the executor for calling too often, {{ $value | humanize }} times in 10 minutes",
    description:
      "Orders are late or lost, and whoever goes on calling is banned for longer. Somebody calls more than before: a retry loop, a second instance, or another program with the same key.",
    panel: "log-volume",
  },
  {
    id: "no-funds",
    name: "CryptoInsufficientFunds",
    severity: "warning",
    condition: {
      kind: "log-burst",
      matches: "(?i)insufficient (funds|balance)",
      window: "15m",
      threshold: NO_FUNDS_LINES,
    },
    for: "0s",
    summary:
      "The exchange refused {{ $value | humanize }} orders in 15 minutes because the account does not cover them",
    description:
      "The account is empty, the money is bound in open orders, or sizes are computed from an old balance. Only those who look after the account can add to it.",
    panel: "log-volume",
  },
];
