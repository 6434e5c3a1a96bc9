/** Times that come again, as Alertmanager's time intervals: each part that is given has to hold; none is always. */
export interface TimeInterval {
  /** Times of day, the end exclusive. */
  readonly times?: readonly { readonly start: string; readonly end: string }[] | undefined;
  /** Ranges: `monday:friday`, `sunday`. */
  readonly weekdays?: readonly string[] | undefined;
  /** Ranges: `1:7`; `-1` is the last day of the month. */
  readonly daysOfMonth?: readonly string[] | undefined;
  /** Ranges: `june:august`. */
  readonly months?: readonly string[] | undefined;
  /** Ranges: `2026`, `2026:2027`. */
  readonly years?: readonly string[] | undefined;
  /** Time zone: where all of this is meant. */
  readonly location: string;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The week as Alertmanager counts it. */
const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Range of weekdays, sunday being 0; undefined for what Alertmanager refuses, e.g. one that goes over the end of the week. */
export const weekdayRange = (text: string): Range | undefined => rangeOf(text, (item) => WEEKDAYS.indexOf(item));
/** Range of months, january being 1. */
export const monthRange = (text: string): Range | undefined => rangeOf(text, (item) => MONTHS.indexOf(item) + 1, 1);
export const yearRange = (text: string): Range | undefined =>
  rangeOf(text, (item) => (/^[1-9]\d{3}$/.test(item) ? Number(item) : -1));

/** Range of days of the month; a negative one counts from its end. */
export function dayRange(text: string): Range | undefined {
  const [first = "", last = first, ...more] = text.split(":");
  if (more.length > 0 || ![first, last].every((item) => /^-?([1-9]|[12]\d|3[01])$/.test(item))) return undefined;
  const range = { first: Number(first), last: Number(last) };
  if (range.first < 0 && range.last > 0) return undefined;
  // By the shortest month, as Alertmanager does: what is in order there is never the wrong way round.
  return dayIn(range.first, 27) > dayIn(range.last, 27) ? undefined : range;
}

/** Minutes since midnight of `HH:MM`, 24:00 included; undefined for anything else. */
export function minuteOfDay(text: string): number | undefined {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  return match ? Number(match[1] ?? 24) * 60 + Number(match[2] ?? 0) : undefined;
}

/** Whether Grafana knows a time zone by this name: its list is case-sensitive, that of `Intl` is not and knows offsets. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** Whether a moment lies in the interval. */
export function includes(interval: TimeInterval, at: Date): boolean {
  const { year, month, day, weekday, minute } = localTime(at, interval.location);
  const length = daysIn(month, year);
  const { times, weekdays, daysOfMonth, months, years } = interval;
  return (
    some(times, ({ start, end }) => (minuteOfDay(start) ?? 0) <= minute && minute < (minuteOfDay(end) ?? 0)) &&
    some(weekdays, (text) => within(weekdayRange(text), weekday)) &&
    some(months, (text) => within(monthRange(text), month)) &&
    some(years, (text) => within(yearRange(text), year)) &&
    some(daysOfMonth, (text) => {
      const range = dayRange(text);
      return within(range && { first: dayIn(range.first, length), last: dayIn(range.last, length) }, day);
    })
  );
}

const some = <Item>(items: readonly Item[] | undefined, holds: (item: Item) => boolean): boolean =>
  items === undefined || items.some(holds);

const within = (range: Range | undefined, value: number): boolean =>
  range !== undefined && range.first <= value && value <= range.last;

function rangeOf(text: string, numberOf: (item: string) => number, lowest = 0): Range | undefined {
  const [first = "", last = first, ...more] = text.split(":");
  const range = { first: numberOf(first), last: numberOf(last) };
  return more.length === 0 && lowest <= range.first && range.first <= range.last ? range : undefined;
}

/** Day of a month of so many days that a number means; negative ones count from the end. */
const dayIn = (day: number, length: number): number => (day < 0 ? length + day + 1 : day);

/** Alertmanager counts hours instead: in a month whose clocks go forward it believes the last day not to exist. Not imitated. */
function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function localTime(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone, hourCycle: "h23", weekday: "long" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  }).formatToParts(at);
  const text = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = ["year", "month", "day", "hour", "minute"].map((type) =>
    Number(text(type)),
  );
  return { year, month, day, weekday: WEEKDAYS.indexOf(text("weekday").toLowerCase()), minute: hour * 60 + minute };
}
