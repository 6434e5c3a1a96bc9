import type { Metric } from "../../model/catalog/metrics.ts";

/** A number at a minute of the history; nothing while the series is not there. */
export type Course = (minute: number) => number | undefined;

/** What a series does: the value of a gauge, events per minute of a counter, those and their mean of a histogram. */
export interface Behaviour {
  /** Gauge: its value. */
  readonly value: Course;
  /** Counter, histogram: events in this minute. */
  readonly perMinute: Course;
  /** Histogram: mean of what is observed; exponentially distributed, so that one in twenty is three times as long. */
  readonly mean: Course;
  /** Minutes at which the process starts again and counts from zero. */
  readonly restarts: readonly number[];
}

/** One metric of one service with one set of label values. */
export interface SyntheticSeries extends Behaviour {
  readonly metric: Metric;
  /** As stored, `job` and `instance` included. */
  readonly labels: Readonly<Record<string, string>>;
  /** Id of the service that reports it. */
  readonly service: string;
}

/** A minute of real life is a sample a minute. */
export const STEP_SECONDS = 60;

/** Monday, 2026-01-05 00:00 UTC. */
export const START = 1_767_571_200;

/** Boundaries that every histogram has: those of OpenTelemetry and Prometheus' client libraries, and of SLOs. */
export const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2, 2.5, 5, 10, 30, 60, 120, 300] as const;
