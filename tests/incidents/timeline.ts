import type { Service } from "../../model/catalog/service.ts";
import type { LogLevel } from "../../model/catalog/alert-rule.ts";
import type { Course, SyntheticSeries } from "../../testing/synthetic/history.ts";

/** A kind of log line of a service, and how many of it there are in each minute. */
export interface LogLines {
  /** Id of the service. */
  readonly service: string;
  readonly level: LogLevel;
  readonly text: string;
  /** True where the lines name a trace. */
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

/** Something that happens to a timeline. */
export type Happening = (timeline: Timeline) => Timeline;

/** Which series: all of a metric, by its name in the catalog, or those with some label values. */
interface Which {
  readonly metric: string | RegExp;
  readonly service?: string;
  readonly labels?: Readonly<Record<string, string | RegExp>>;
}

type Change = Partial<Record<"value" | "perMinute" | "mean", (usual: number, minute: number) => number | undefined>>;

/** Changes series from one minute on, until another. @throws where there is no such series */
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

/** Takes series away for some time: nothing reports them. */
export const gone = (which: Which, from: number, to: number): Happening =>
  change(which, from, to, { value: () => undefined, perMinute: () => undefined });

/** Everything of a service is gone. */
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

/** The processes of a service start again and count from zero. */
export const restarted =
  (service: string, at: number): Happening =>
  (timeline) => ({
    ...timeline,
    series: timeline.series.map((one) => (one.service === service ? { ...one, restarts: [...one.restarts, at] } : one)),
  });

/** Lines that are logged beside the usual ones. */
export const logged =
  (service: string, level: LogLevel, text: string, from: number, to: number, perMinute: number): Happening =>
  (timeline) => ({
    ...timeline,
    logs: [
      ...timeline.logs,
      { service, level, text, traced: true, perMinute: (minute) => (minute >= from && minute < to ? perMinute : 0) },
    ],
  });

/** A minted token expires so many minutes after the start. */
export const expires =
  (token: string, at: number): Happening =>
  (timeline) => ({
    ...timeline,
    tokens: { ...timeline.tokens, [token]: at },
  });

/** What services log while all is well: a few lines a minute, each with its trace. */
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
