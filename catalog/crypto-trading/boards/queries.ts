import {
  age,
  type BoardQuery,
  gauge,
  increase,
  quantile,
  rate,
  series,
  type Series,
  seriesOf,
  type Service,
  share,
  times,
} from "observability/catalog";
import { FAILED } from "../services/conditions.ts";
import { marketDataLastUpdate, signalsGenerated, tradeExecutions, up } from "../metrics.ts";

/** Events per minute, with one line per value of a label. */
export const perMinute = (of: Series, label: string): BoardQuery => ({
  value: times(rate(of, { by: [label] }), 60),
  legend: `{{${label}}}`,
});

/** Events per minute in total. */
export const totalPerMinute = (of: Series, legend: string): BoardQuery => ({ value: times(rate(of), 60), legend });

/** Median, 95th and 99th percentile. */
export const quantiles = (of: Series): readonly BoardQuery[] =>
  [0.5, 0.95, 0.99].map((q) => ({ value: quantile(q, of), legend: `p${q * 100}` }));

export const p95 = (of: Series, legend: string): BoardQuery => ({ value: quantile(0.95, of), legend });

/** Events in the last hour, with one slice or bar per value of a label. */
export const lastHour = (of: Series, label: string): BoardQuery => ({
  value: increase(of, { by: [label], window: "1h" }),
  legend: `{{${label}}}`,
});

const SUCCEEDED = series(tradeExecutions, { status: { notMatches: FAILED } });

export const orderSuccess: BoardQuery = {
  value: share(increase(SUCCEEDED, { window: "1h" }), increase(series(tradeExecutions), { window: "1h" })),
  legend: "last hour",
};

export const signalsPerMinute: BoardQuery = {
  value: times(rate(series(signalsGenerated), { window: "15m" }), 60),
  legend: "signals",
};

/** 1 while any instance of a service is up. One line per service, in the given order. */
export const running = (services: readonly Service[]): readonly BoardQuery[] =>
  services.map((service) => ({
    value: gauge(seriesOf(service, up), "max"),
    legend: service.title.replace("Crypto ", ""),
  }));

export const priceAge: BoardQuery = { value: age(series(marketDataLastUpdate), ["symbol"]), legend: "{{symbol}}" };
