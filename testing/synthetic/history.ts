import type { Metric } from "../../model/catalog/metrics.ts";

/** Returns a number for a minute of the history; undefined while the series does not exist. */
export type Course = (minute: number) => number | undefined;

/** Behaviour of a series: a gauge's value, a counter's events per minute, or a histogram's events per minute and their mean. */
export interface Behaviour {
  /** Gauge: its value. */
  readonly value: Course;
  /** Counter, histogram: events in this minute. */
  readonly perMinute: Course;
  /** Histogram: mean of the observations. They are distributed exponentially, so that one in twenty is three times the mean. */
  readonly mean: Course;
  /** Minutes at which the process restarts and counts from zero. */
  readonly restarts: readonly number[];
}

/** One metric of one service with one set of label values. */
export interface SyntheticSeries extends Behaviour {
  readonly metric: Metric;
  /** Labels as stored, including `job` and `instance`. */
  readonly labels: Readonly<Record<string, string>>;
  /** Id of the service that reports it. */
  readonly service: string;
}

/** Each series has one sample a minute. */
export const STEP_SECONDS = 60;

/** Monday, 2026-01-05 00:00 UTC. */
export const START = 1_767_571_200;

/** Bucket boundaries of every histogram: those of OpenTelemetry, of Prometheus' client libraries, and of SLOs. */
export const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 2, 2.5, 5, 10, 30, 60, 120, 300] as const;
