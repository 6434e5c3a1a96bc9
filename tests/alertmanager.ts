import type { Config } from "../model/config/index.ts";
import {
  isPager,
  type NO_SEVERITY,
  ownRoute,
  rootPolicy,
  SYSTEM_LABEL,
  type Policy,
  type Route,
} from "../model/routing.ts";
import type { Severity } from "../model/severity.ts";
import {
  dayIn,
  dayRange,
  minuteOfDay,
  monthRange,
  type TimeInterval,
  WEEKDAYS,
  weekdayRange,
  yearRange,
} from "../model/time-interval.ts";

type Alerts = Config["alerts"];
type Labels = Readonly<Record<string, string>>;

/** The policies that receive an alert. As in Alertmanager: depth first, and only the first match unless it has `continue`. */
export function takers(tree: Policy, labels: Labels): readonly Policy[] {
  if (!tree.matchers.every((matcher) => matches(matcher, labels))) return [];
  const found: Policy[] = [];
  for (const child of tree.policies) {
    const below = takers(child, labels);
    found.push(...below);
    if (below.length > 0 && child.continue !== true) break;
  }
  return found.length > 0 ? found : [tree];
}

/** A label that an alert does not have counts as empty; a regular expression must match the whole value. */
function matches({ label, match, value }: Policy["matchers"][number], labels: Labels): boolean {
  const given = labels[label] ?? "";
  const regular = match === "=~" || match === "!~";
  const same = regular ? new RegExp(`^(?:${value})$`, "s").test(given) : given === value;
  return match === "=" || match === "=~" ? same : !same;
}

/** The properties of a rule that determine where its alerts are sent. */
export interface RoutedRule {
  readonly severity: Severity | typeof NO_SEVERITY;
  /** Id of its system. */
  readonly system: string;
  /** Labels of its alerts. */
  readonly labels: Labels;
}

/** Where an alert is sent. */
export interface Delivery {
  /** Name of the contact point. */
  readonly contactPoint: string;
  /** Whether it pages someone. */
  readonly pages: boolean;
  /** Whether a mute timing suppresses it; false if no time is given. */
  readonly muted: boolean;
}

/** Where a rule's alerts are sent at a time. Throws if the configuration leaves that to the stack or has no contact point. */
export function receiverOf(alerts: Alerts, { severity, system, labels }: RoutedRule, at?: Date): Delivery {
  const tree = rootPolicy(alerts);
  const route =
    ownRoute(alerts, severity, system) ?? (tree && takers(tree, { severity, [SYSTEM_LABEL]: system, ...labels })[0]);
  const point = alerts.contactPoints.find(({ name }) => name === route?.contactPoint);
  if (route === undefined || point === undefined) {
    throw new Error(`alerts of severity "${severity}" of system "${system}" have no contact point`);
  }
  return { contactPoint: point.name, pages: isPager(point), muted: at !== undefined && isMuted(alerts, route, at) };
}

function isMuted(alerts: Alerts, { muteTimings, activeTimings }: Route, at: Date): boolean {
  const lasts = (name: string) => alerts.muteTimings.some((timing) => timing.name === name && includes(timing, at));
  return muteTimings.some(lasts) || (activeTimings.length > 0 && !activeTimings.some(lasts));
}

/** Whether a time is in the interval. */
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

const within = (range: { readonly first: number; readonly last: number } | undefined, value: number): boolean =>
  range !== undefined && range.first <= value && value <= range.last;

/** Alertmanager counts hours instead, so it misses the last day of a month whose clocks go forward. This is not imitated. */
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
