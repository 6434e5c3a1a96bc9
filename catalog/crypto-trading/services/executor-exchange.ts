import { above, type AlertRule, atLeast, gauge, increase, quantile, rare, series, slope } from "observability/catalog";
import { happened } from "./conditions.ts";
import {
  balanceCheckFailures,
  exchangeResponseTime,
  orderPrecisionErrors,
  pendingRecommendations,
} from "../metrics.ts";

/** Seconds. The exchange answers in tenths of a second; at two seconds, its own status page is about to change. */
const EXCHANGE_P95 = 2;
/** Minimum calls per window; with fewer, a quantile is meaningless. */
const MINIMUM_CALLS = 20;
/** Failures per symbol in 15 minutes. Single failures are orders that only just exceeded the balance. */
const BALANCE_FAILURES = 3;
/** Recommendations. The executor processes some per second; this many are more than a minute of work. */
export const BACKLOG = 50;
/** Log lines in 10 minutes. There is one for each call that the exchange refuses. */
const RATE_LIMITED_LINES = 5;
/** Log lines in 15 minutes. */
const NO_FUNDS_LINES = 3;

/** Rules on the exchange, the account there, and the recommendations that wait for both. */
export const exchangeRules: readonly AlertRule[] = [
  {
    id: "exchange-latency",
    name: "CryptoExchangeApiLatencyHigh",
    severity: "warning",
    condition: above(quantile(0.95, series(exchangeResponseTime), { window: "10m" }), EXCHANGE_P95, {
      and: [atLeast(MINIMUM_CALLS, series(exchangeResponseTime), { window: "10m" })],
    }),
    for: "10m",
    summary: "Exchange p95 response time is {{ $value | humanizeDuration }}",
    description:
      "Orders arrive late and balances are outdated. A slow exchange cannot be fixed in our services: check its status page, and consider trading less until it recovers.",
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
    summary: "{{ $value | humanize }} recommendations are waiting, but the exchange has not been called for 10 minutes",
    description:
      "The executor cannot reach the exchange or has stopped trying: check the network, the keys and whether its loop hangs. Meanwhile it cannot close open positions.",
    panel: { title: "Pending recommendations" },
  },
  {
    id: "precision-errors",
    name: "CryptoOrderPrecisionErrors",
    severity: "warning",
    tier: "essential",
    condition: above(rare(series(orderPrecisionErrors), { by: ["symbol"], window: "15m" }), 0),
    for: "15m",
    summary: "{{ $value | humanize }} orders for {{ $labels.symbol }} had a wrong price or size in 15 minutes",
    description:
      "Every order for this symbol is rejected, including those that close a position. The exchange has changed its price or size steps for the symbol, or the executor uses outdated ones.",
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
      "The account does not cover the orders, or its balance cannot be read. Compare the balance at the exchange with the one the executor assumes.",
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
    summary: "{{ $value | humanize }} recommendations are waiting for the executor, and the queue is not shrinking",
    description:
      "Orders are placed later and later. Either the exchange is slow, or the executor cannot keep up. Drop old recommendations rather than execute them.",
    panel: { sameAs: "exchange-silent" },
  },
  {
    id: "rate-limited",
    name: "CryptoExchangeRateLimited",
    severity: "warning",
    condition: {
      kind: "log-burst",
      // The status of a response, not part of a price.
      matches: String.raw`(?i)rate.?limit|too many requests|(^|[^.\d])429([^.\d]|$)`,
      window: "10m",
      threshold: RATE_LIMITED_LINES,
    },
    for: "5m",
    summary: "The exchange rate-limited the trade executor {{ $value | humanize }} times in 10 minutes",
    description:
      "Orders are late or lost, and clients that keep calling are banned for longer. Something calls more often than before: a retry loop, a second instance, or another program with the same key.",
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
    summary: "The exchange rejected {{ $value | humanize }} orders in 15 minutes for insufficient funds",
    description:
      "The account is empty, its money is tied up in open orders, or order sizes are computed from an old balance. Only those responsible for the account can add funds.",
    panel: "log-volume",
  },
];
