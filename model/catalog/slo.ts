import type { Series } from "./series.ts";

/** What counts as good. */
export type Indicator =
  /** Events: all of them, and those that failed. */
  | { readonly kind: "events"; readonly all: Series; readonly failed: Series }
  /** Durations of at most so many seconds, which has to be a boundary of the histogram. */
  | { readonly kind: "latency"; readonly of: Series; readonly seconds: number }
  /** Minutes in which a gauge of Unix times was at most so many seconds old. */
  | { readonly kind: "freshness"; readonly of: Series; readonly seconds: number };

/** A promise on a service and the share of failures it leaves room for. */
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

/** Days an error budget lasts: whole weeks, as trading has a weekly course. */
export const SLO_PERIOD_DAYS = 28;

/** Bad events in the long window below which nothing is burning: a single failure at night is no incident. */
export const MINIMUM_BAD_EVENTS = 3;

/** Two windows that both have to burn: the long one says that it matters, the short one that it still goes on. */
export interface BurnWindow {
  readonly long: string;
  readonly short: string;
  /** Share of the whole budget that is gone when the long window burnt at this speed. */
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

/** The error budget of an SLO is spent too fast. `threshold` scales every window: 2 waits for twice the speed. */
export interface BurnRate {
  readonly kind: "burn-rate";
  readonly slo: Slo;
  readonly speed: "fast" | "slow";
  readonly threshold: number;
}
