import type { Series } from "./series.ts";

/** What counts as good. */
export type Indicator =
  /** Events: all of them, and those that failed. */
  | { readonly kind: "events"; readonly all: Series; readonly failed: Series }
  /** Durations of at most `seconds`, which must be a bucket boundary of the histogram. */
  | { readonly kind: "latency"; readonly of: Series; readonly seconds: number }
  /** Minutes in which a gauge of Unix times was at most `seconds` old. */
  | { readonly kind: "freshness"; readonly of: Series; readonly seconds: number };

/** An objective for a service, and the share of failures that it allows. */
export interface Slo {
  /** Unique in its service; part of rule uids and panel keys. Never change it. */
  readonly id: string;
  readonly title: string;
  /** What users get, in one sentence. */
  readonly description: string;
  /** Share of good events or minutes, below 1. */
  readonly objective: number;
  readonly indicator: Indicator;
  /** Prefix of the names of its alerts, PascalCase: `<name>BudgetFastBurn`, `<name>BudgetSlowBurn`. */
  readonly name: string;
}

/** Days that an error budget lasts: whole weeks, because trading follows a weekly pattern. */
export const SLO_PERIOD_DAYS = 28;

/** Minimum number of bad events in the long window: a single failure at night is not an incident. */
export const MINIMUM_BAD_EVENTS = 3;

/** Two windows that must both burn: the long one shows that it matters, the short one that it is still happening. */
export interface BurnWindow {
  readonly long: string;
  readonly short: string;
  /** Share of the whole budget that is spent after the long window has burned at this speed. */
  readonly budget: number;
}

/** Multiwindow, multi-burn-rate alerts of the SRE workbook (chapter 5), factors as Sloth computes them from the budget. */
export const BURN_WINDOWS: Readonly<Record<"fast" | "slow", readonly [BurnWindow, BurnWindow]>> = {
  fast: [
    { long: "1h", short: "5m", budget: 0.02 },
    { long: "6h", short: "30m", budget: 0.05 },
  ],
  slow: [
    { long: "24h", short: "2h", budget: 0.1 },
    { long: "72h", short: "6h", budget: 0.1 },
  ],
};

/** The error budget of an SLO burns too fast. `threshold` scales every window: 2 waits for twice the speed. */
export interface BurnRate {
  readonly kind: "burn-rate";
  readonly slo: Slo;
  readonly speed: "fast" | "slow";
  readonly threshold: number;
}
