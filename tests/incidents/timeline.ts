import type { Service } from "../../model/catalog/service.ts";
import type { LogLevel } from "../../model/catalog/alert-rule.ts";
import type { Course, SyntheticSeries } from "../../testing/synthetic/history.ts";

/** A kind of log line of a service, and the number of its lines in each minute. */
export interface LogLines {
  /** Id of the service. */
  readonly service: string;
  readonly level: LogLevel;
  readonly text: string;
  /** Whether the lines name a trace. */
  readonly traced: boolean;
  readonly perMinute: (minute: number) => number;
}

/** Minutes of telemetry. */
export interface Timeline {
  readonly minutes: number;
  readonly series: readonly SyntheticSeries[];
  readonly logs: readonly LogLines[];
  /** Unix time in seconds at which tokens expire. */
  readonly tokens: Readonly<Record<string, number>>;
}

/** A change to a timeline. */
export type Happening = (timeline: Timeline) => Timeline;

/** Selects series: all of a metric, by its name in the catalog, or those with certain label values. */
interface Which {
  readonly metric: string | RegExp;
  readonly service?: string;
  readonly labels?: Readonly<Record<string, string | RegExp>>;
}

type Change = Partial<Record<"value" | "perMinute" | "mean", (usual: number, minute: number) => number | undefined>>;

/** Changes series from one minute until another. @throws if there is no such series */
export const change =
  (which: Which, from: number, to: number, changes: Change): Happening =>
  (timeline) => {
    if (!timeline.series.some((one) => fits(one, which))) {
      throw new Error(
        `no series ${String(which.metric)} ${JSON.stringify(which.labels ?? {})} of ${which.service ?? "any"}`,
      );
    }
    const changed = (usual: Course, by: Change[keyof Change]): Course =>
      by === undefined
        ? usual
        : (minute) => {
            const value = usual(minute);
            return value === undefined || minute < from || minute >= to ? value : by(value, minute);
          };
    const series = timeline.series.map((one) =>
      fits(one, which)
        ? {
            ...one,
            value: changed(one.value, changes.value),
            perMinute: changed(one.perMinute, changes.perMinute),
            mean: changed(one.mean, changes.mean),
          }
        : one,
    );
    return { ...timeline, series };
  };

/** Removes series for some time: nothing reports them. */
export const gone = (which: Which, from: number, to: number): Happening =>
  change(which, from, to, { value: () => undefined, perMinute: () => undefined });

/** Removes all metrics and logs of a service for some time. */
export const silent =
  (service: string, from: number, to: number): Happening =>
  (timeline) => ({
    ...gone({ metric: /./, service }, from, to)(timeline),
    logs: timeline.logs.map((one) =>
      one.service === service
        ? { ...one, perMinute: (minute) => (minute >= from && minute < to ? 0 : one.perMinute(minute)) }
        : one,
    ),
  });

/** Restarts the processes of a service: their counters start from zero. */
export const restarted =
  (service: string, at: number): Happening =>
  (timeline) => ({
    ...timeline,
    series: timeline.series.map((one) => (one.service === service ? { ...one, restarts: [...one.restarts, at] } : one)),
  });

/** Adds log lines to the usual ones. */
export const logged =
  (service: string, level: LogLevel, text: string, from: number, to: number, perMinute: number): Happening =>
  (timeline) => ({
    ...timeline,
    logs: [
      ...timeline.logs,
      { service, level, text, traced: true, perMinute: (minute) => (minute >= from && minute < to ? perMinute : 0) },
    ],
  });

/** Makes a minted token expire at a Unix time in seconds. */
export const expires =
  (token: string, at: number): Happening =>
  (timeline) => ({
    ...timeline,
    tokens: { ...timeline.tokens, [token]: at },
  });

/** What services log while nothing is wrong: a few lines a minute, each with its trace. */
export const usualLogs = (services: readonly Service[]): readonly LogLines[] =>
  services
    .filter(({ logs }) => logs)
    .map(({ id }) => ({ service: id, level: "info", text: "processed", traced: true, perMinute: () => 5 }));

function fits(one: SyntheticSeries, { metric, service, labels = {} }: Which): boolean {
  const { name } = one.metric;
  if (typeof metric === "string" ? name !== metric : !metric.test(name)) return false;
  if (service !== undefined && one.service !== service) return false;
  return Object.entries(labels).every(([label, wanted]) => {
    const value = one.labels[label] ?? "";
    return typeof wanted === "string" ? value === wanted : wanted.test(value);
  });
}
