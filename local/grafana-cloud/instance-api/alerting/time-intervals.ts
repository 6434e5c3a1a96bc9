import { z } from "zod";

/** Time intervals that Alertmanager accepts, and how they read back: in lower case, months by name, without empty lists. */

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

interface Member {
  readonly what: string;
  /** Undefined if the text is not valid. */
  readonly numberOf: (text: string) => number | undefined;
  readonly textOf: (number: number) => string;
}

const number = (text: string): number | undefined => (/^-?\d+$/.test(text) ? Number(text) : undefined);
const index = (list: readonly string[], text: string): number | undefined =>
  list.includes(text) ? list.indexOf(text) : undefined;

const WEEKDAY: Member = {
  what: "weekday",
  numberOf: (text) => index(DAYS, text),
  textOf: (day) => DAYS[day] ?? "",
};
const MONTH: Member = {
  what: "month",
  numberOf: (text) =>
    [index(MONTHS, text), (number(text) ?? 0) - 1].find((month) => month !== undefined && MONTHS[month]),
  textOf: (month) => MONTHS[month] ?? "",
};
const YEAR: Member = { what: "year", numberOf: number, textOf: String };
const DAY_OF_MONTH: Member = {
  what: "day of the month",
  numberOf: (text) => [number(text)].find((day) => day !== undefined && day !== 0 && Math.abs(day) <= 31),
  textOf: String,
};

/** Days counted from the end are ordered as in the shortest month. */
const order = ({ what }: Member, value: number): number =>
  what === DAY_OF_MONTH.what && value < 0 ? 28 + value : value;

const ranges = (member: Member) =>
  z
    .array(
      z.string().transform((text, context) => {
        const items = text.toLowerCase().split(":");
        const [first, last = first] = items.map(member.numberOf);
        const whole = items.length <= 2 && items.every((item) => member.numberOf(item) !== undefined);
        if (!whole || first === undefined || last === undefined) {
          context.addIssue({ code: "custom", message: `not a valid ${member.what}` });
          return z.NEVER;
        }
        if (
          order(member, first) > order(member, last) ||
          (member.what === DAY_OF_MONTH.what && first < 0 && last > 0)
        ) {
          context.addIssue({ code: "custom", message: `end ${member.what} is before start ${member.what}` });
          return z.NEVER;
        }
        return first === last ? member.textOf(first) : `${member.textOf(first)}:${member.textOf(last)}`;
      }),
    )
    .nullish();

const time = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "not a valid time, expected HH:MM");
const times = z
  .array(
    z
      .object({ start_time: time, end_time: time })
      .refine(
        ({ start_time, end_time }) => start_time < end_time,
        "start time cannot be equal or greater than end time",
      ),
  )
  .nullish();

export const timeInterval = z
  .looseObject({
    times,
    weekdays: ranges(WEEKDAY),
    days_of_month: ranges(DAY_OF_MONTH),
    months: ranges(MONTH),
    years: ranges(YEAR),
    location: z.string().refine(isLocation, "unknown time zone").optional(),
  })
  .transform((interval) =>
    Object.fromEntries(
      Object.entries(interval).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : (value ?? "") !== "")),
    ),
  );

/** Go looks up a time zone by its exact name; an empty name is UTC. */
function isLocation(name: string): boolean {
  if (name === "") return true;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    return /^[A-Z]/.test(name) && (timeZone === name || timeZone.toLowerCase() !== name.toLowerCase());
  } catch {
    return false;
  }
}
