import type { Case } from "./case.ts";
import {
  EXECUTOR,
  executor,
  fires,
  GENERATOR,
  generator,
  histogram,
  NOTHING,
  quiet,
  type Given,
} from "./crypto-series.ts";

/** An SLO on events, with histories of good and bad ones. */
interface Objective {
  readonly name: string;
  readonly title: string;
  /** Good and bad events a minute. */
  readonly steady: (good: number, bad: number) => Given;
  /** Good and bad events a minute before a minute, and from it on. */
  readonly change: (before: Rates, minute: number, after: Rates) => Given;
  /** Good events per bad one at which the budget burns slowly. */
  readonly slowly: number;
}
type Rates = readonly [good: number, bad: number];

const gone = (title: string, share: string) => `${title}: ${share} failing, the error budget runs out within days`;
const going = (title: string, share: string) =>
  `${title}: ${share} failing, a tenth of the error budget burns within days`;

const casesOf = ({ name, title, steady, change, slowly }: Objective): readonly Case[] => {
  const fast = { alert: `${name}BudgetFastBurn`, labels: EXECUTOR };
  const slow = { alert: `${name}BudgetSlowBurn`, labels: EXECUTOR };
  const percent = `${100 / (slowly + 1)}%`;
  const outage = change([10, 0], 400, [0, 5]);
  const over = change([0, 5], 100, [10, 0]);
  return [
    fires(fast, "all fail for an hour", outage, "465m", gone(title, "100%")),
    quiet(fast, "before that", outage, "395m"),
    quiet(fast, "it burns slowly, which does not page", steady(slowly, 1), "240m"),
    quiet(fast, "two of two fail, low traffic", steady(0, 0.02), "300m"),
    quiet(fast, "nothing is counted, series missing", NOTHING, "300m"),
    quiet(fast, "it recovers", over, "600m"),
    fires(slow, "a few fail continuously", steady(slowly, 1), "240m", going(title, percent)),
    quiet(slow, "a tenth as many fail", steady(slowly * 10 + 9, 1), "240m"),
    quiet(slow, "two of two fail, low traffic", steady(0, 0.002), "1000m"),
    quiet(slow, "nothing is counted, series missing", NOTHING, "240m"),
    quiet(slow, "it recovers", over, "600m"),
  ];
};

/** Counts `before` events a minute until a minute, then `after`. */
const counter = (before: number, minute: number, after: number) =>
  `0+${before}x${minute} ${before * minute + after}+${after}x1000`;

const orders = (status: string) => executor("trade_executions_total", `status="${status}",symbol="BTC-USD"`);
const success: Objective = {
  name: "CryptoOrderSuccess",
  title: "Orders succeed",
  steady: (good, bad) => ({ [orders("success")]: `0+${good}x1000`, [orders("failed")]: `0+${bad}x1000` }),
  change: (before, minute, after) => ({
    [orders("success")]: counter(before[0], minute, after[0]),
    [orders("failed")]: counter(before[1], minute, after[1]),
  }),
  slowly: 49,
};

/** `seconds` is the boundary of the SLO, written as Prometheus 2 or 3 does. */
const latency = (name: string, title: string, metric: string, seconds: string, slowly: number): Objective => {
  const bounds = [Number(seconds), 120] as const;
  return {
    name,
    title,
    steady: (good, bad) => histogram(executor, [metric], bounds, [good, bad], "x1000"),
    change: (before, minute, after) => ({
      [executor(`${metric}_bucket`, `le="${seconds}"`)]: counter(before[0], minute, after[0]),
      [executor(`${metric}_bucket`, 'le="+Inf"')]: counter(before[0] + before[1], minute, after[0] + after[1]),
      [executor(`${metric}_count`)]: counter(before[0] + before[1], minute, after[0] + after[1]),
    }),
    slowly,
  };
};

const OBJECTIVES: readonly Objective[] = [
  success,
  latency("CryptoOrderLatency", "Orders within 5 s", "trade_execution_time_seconds", "5.0", 9),
  latency("CryptoSignalToOrderDelay", "Signal to order", "signal_to_order_delay_seconds", "60", 9),
  latency("CryptoExchangeApi", "Exchange in 2.5 s", "coinbase_api_response_time_seconds", "2.5", 49),
];

const FAST = { alert: "CryptoMarketDataFreshnessBudgetFastBurn", labels: GENERATOR };
const SLOW = { alert: "CryptoMarketDataFreshnessBudgetSlowBurn", labels: GENERATOR };
const newest = (values: string) => ({
  [generator("market_data_last_update_timestamp_seconds", 'symbol="BTC-USD"')]: values,
});
const OUTAGE = newest("0+60x60 3600x90");
/** Eight minutes without a price, then prices as before. For six of them the price is too old; the long windows see one. */
const PAUSE = newest("0+60x100 6000x7 6540+60x400");

const freshness: readonly Case[] = [
  fires(FAST, "no price for an hour", OUTAGE, "130m", gone("Fresh market data", "100%")),
  quiet(FAST, "before that", OUTAGE, "60m"),
  quiet(FAST, "a pause of eight minutes, five hours ago", PAUSE, "400m"),
  quiet(
    FAST,
    "another symbol is fresh",
    { ...OUTAGE, [generator("market_data_last_update_timestamp_seconds", 'symbol="ETH-USD"')]: "0+60x150" },
    "130m",
  ),
  quiet(FAST, "series missing", NOTHING, "130m"),
  quiet(FAST, "it recovers", newest("0+60x60 3600x59 7200+60x400"), "200m"),
  fires(SLOW, "a pause of eight minutes, five hours ago", PAUSE, "400m", going("Fresh market data", "1.235%")),
  quiet(SLOW, "all fresh", newest("0+60x400"), "400m"),
  quiet(SLOW, "series missing", NOTHING, "400m"),
  quiet(SLOW, "it recovers", newest("0+60x100 6000x7 6540+60x700"), "600m"),
];

export const CRYPTO_SLO_CASES: readonly Case[] = [...OBJECTIVES.flatMap(casesOf), ...freshness];
