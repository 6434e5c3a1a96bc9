/** Fixed end time of all pictures, so that they are reproducible. In milliseconds since 1970. */
export const END = Date.UTC(2026, 0, 15, 12, 0, 0);

const UNITS: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

export interface TimeRange {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** Label in Grafana's time picker. */
  readonly label: string;
}

/** Parses the time range `now-3h` or `3h`. Throws on anything else: a dashboard that opens at an absolute time is a mistake. */
export function rangeOf(from: string): TimeRange {
  const [, count = "", unit = ""] = /^(?:now-)?(\d+)([mhdw])$/.exec(from) ?? [];
  const seconds = UNITS[unit];
  if (seconds === undefined) throw new Error(`time range "${from}": expected now-<n>m, h, d or w`);
  const name = { m: "minute", h: "hour", d: "day", w: "week" }[unit] ?? unit;
  const label = count === "1" ? `Last ${name}` : `Last ${count} ${name}s`;
  return { from: END - Number(count) * seconds * 1000, to: END, label };
}

/** Returns `count` points in time of a range, including its start and end. */
export const momentsOf = ({ from, to }: TimeRange, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => Math.round(from + ((to - from) * index) / Math.max(count - 1, 1)));

/** Possible distances between the ticks of an axis, in seconds. */
const STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/** Returns up to `most` round points in time of a range. */
export function ticksOf({ from, to }: TimeRange, most: number): readonly number[] {
  const step = 1000 * (STEPS.find((seconds) => (to - from) / (seconds * 1000) < Math.max(most, 1)) ?? 604_800);
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((to - first) / step) + 1 }, (_, index) => first + index * step);
}

/** `2026-01-15 11:58:03` */
export const dateTime = (moment: number): string => new Date(moment).toISOString().slice(0, 19).replace("T", " ");

/** Returns the label of a point in time on an axis: a day for long ranges, else a time. */
export function axisTime(moment: number, { from, to }: TimeRange): string {
  const iso = new Date(moment).toISOString();
  return to - from > 2 * 86_400_000 ? iso.slice(5, 10).replace("-", "/") : iso.slice(11, 16);
}
