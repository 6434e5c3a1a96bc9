import { BURN_WINDOWS, MINIMUM_BAD_EVENTS, SLO_PERIOD_DAYS, type BurnRate, type Slo } from "../../model/catalog/slo.ts";
import { parseDuration, secondsIn } from "../../model/duration.ts";
import type { Series } from "../../model/catalog/series.ts";
import { ageOf, aggregate, failureRatio, increase, ranged, rate, type Scope } from "./promql.ts";

const DAY_SECONDS = 86_400;

/** Share of bad events, or of bad minutes, in a window; no value without events. */
export function errorRatio(scope: Scope, { indicator }: Slo, window: string): string {
  if (indicator.kind === "events") return failureRatio(scope, indicator, window);
  const { kind, of, seconds } = indicator;
  if (kind === "freshness") return `1 - ${fresh(scope, of, seconds, window)}`;
  return `1 - ${within(scope, of, seconds, "rate", window)} / (${rate(scope, of, window)} > 0)`;
}

/** Share of good events, or of good minutes, in a window. */
export const goodRatio = (scope: Scope, slo: Slo, window: string): string => `1 - (${errorRatio(scope, slo, window)})`;

/** Share of the period's error budget that is left; negative once it is overspent. */
export const budgetLeft = (scope: Scope, slo: Slo): string =>
  `1 - (${errorRatio(scope, slo, `${SLO_PERIOD_DAYS}d`)}) / ${budget(slo)}`;

/** How many times faster than sustainable the budget is spent: 1 uses it up in exactly the period. */
export const burnRate = (scope: Scope, slo: Slo, window: string): string =>
  `(${errorRatio(scope, slo, window)}) / ${budget(slo)}`;

/** True while the budget burns in both windows of a pair and there are enough bad events for it to be meaningful. */
export function burning(scope: Scope, { slo, speed, threshold }: BurnRate): string {
  const pairs = BURN_WINDOWS[speed].map(({ long, short, budget: spent }) => {
    const days = secondsIn(long) / DAY_SECONDS;
    const limit = round(((spent * SLO_PERIOD_DAYS) / days) * budget(slo) * threshold);
    return `(${errorRatio(scope, slo, long)}) > ${limit} and (${errorRatio(scope, slo, short)}) > ${limit}`;
  });
  const burns = pairs.map((pair) => `(${pair})`).join("\nor\n");
  const enough = badEvents(scope, slo, BURN_WINDOWS[speed][0].long);
  return enough === undefined ? burns : `(\n${burns}\n)\nand\n${enough} >= ${MINIMUM_BAD_EVENTS}`;
}

/** Rounds, because binary fractions print as 0.0009999999999999432. */
const round = (value: number): number => Number(value.toFixed(9));
const budget = ({ objective }: Slo): number => round(1 - objective);

function badEvents(scope: Scope, { indicator }: Slo, window: string): string | undefined {
  switch (indicator.kind) {
    case "events":
      return increase(scope, indicator.failed, window);
    case "latency": {
      const { of, seconds } = indicator;
      return `(${increase(scope, of, window)} - ${within(scope, of, seconds, "increase", window)})`;
    }
    case "freshness":
      return undefined;
  }
}

/** Prometheus 3 writes the bound 5 as `5.0`, Prometheus 2 as `5`. */
function within(scope: Scope, of: Series, seconds: number, how: "rate" | "increase", window: string): string {
  const bound = String(seconds).replace(".", "\\.");
  const le = { matches: Number.isInteger(seconds) ? `${bound}(\\.0)?` : bound };
  return aggregate(
    "sum",
    of,
    [],
    `${how}(${ranged({ ...scope, filter: { ...scope.filter, le } }, of, window, "bucket")})`,
  );
}

/** Share of a window's minutes in which the newest time was recent; in long windows, every fifth minute is checked. */
const fresh = (scope: Scope, of: Series, seconds: number, window: string): string =>
  `avg_over_time((${ageOf(scope, of)} <= bool ${seconds})[${window}:${resolution(window)}])`;

const LONG_SECONDS = 6 * 3_600;
const resolution = (window: string): string =>
  (parseDuration(window)?.seconds ?? LONG_SECONDS) < LONG_SECONDS ? "1m" : "5m";
