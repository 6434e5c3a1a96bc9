/** A recurring time interval, as in Alertmanager: every part that is given has to match; without parts, it is always active. */
export interface TimeInterval {
  /** Times of day; the end is exclusive. */
  readonly times?: readonly { readonly start: string; readonly end: string }[] | undefined;
  /** Ranges: `monday:friday`, `sunday`. */
  readonly weekdays?: readonly string[] | undefined;
  /** Ranges: `1:7`; `-1` is the last day of the month. */
  readonly daysOfMonth?: readonly string[] | undefined;
  /** Ranges: `june:august`. */
  readonly months?: readonly string[] | undefined;
  /** Ranges: `2026`, `2026:2027`. */
  readonly years?: readonly string[] | undefined;
  /** Time zone of all parts. */
  readonly location: string;
}

interface Range {
  readonly first: number;
  readonly last: number;
}

/** Weekdays in Alertmanager's order. */
export const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Range of weekdays, with sunday as 0. Undefined for ranges that Alertmanager refuses, such as one that crosses the end of the week. */
export const weekdayRange = (text: string): Range | undefined => rangeOf(text, (item) => WEEKDAYS.indexOf(item));
/** Range of months, with january as 1. */
export const monthRange = (text: string): Range | undefined => rangeOf(text, (item) => MONTHS.indexOf(item) + 1, 1);
export const yearRange = (text: string): Range | undefined =>
  rangeOf(text, (item) => (/^[1-9]\d{3}$/.test(item) ? Number(item) : -1));

/** Range of days of the month. Negative days count from its end. */
export function dayRange(text: string): Range | undefined {
  const [first = "", last = first, ...more] = text.split(":");
  if (more.length > 0 || ![first, last].every((item) => /^-?([1-9]|[12]\d|3[01])$/.test(item))) return undefined;
  const range = { first: Number(first), last: Number(last) };
  if (range.first < 0 && range.last > 0) return undefined;
  // Compared in the shortest month, as in Alertmanager: a range that ascends there ascends in every month.
  return dayIn(range.first, 27) > dayIn(range.last, 27) ? undefined : range;
}

/** Minutes since midnight of `HH:MM`, including 24:00; undefined for anything else. */
export function minuteOfDay(text: string): number | undefined {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  return match ? Number(match[1] ?? 24) * 60 + Number(match[2] ?? 0) : undefined;
}

/** Whether Grafana knows a time zone by this name. Its list is case-sensitive; that of `Intl` is not, and includes offsets. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function rangeOf(text: string, numberOf: (item: string) => number, lowest = 0): Range | undefined {
  const [first = "", last = first, ...more] = text.split(":");
  const range = { first: numberOf(first), last: numberOf(last) };
  return more.length === 0 && lowest <= range.first && range.first <= range.last ? range : undefined;
}

/** The day that a number means in a month of the given length. Negative numbers count from the end. */
export const dayIn = (day: number, length: number): number => (day < 0 ? length + day + 1 : day);
