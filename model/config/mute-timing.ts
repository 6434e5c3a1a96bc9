import { z } from "zod";
import { SEVERITIES } from "../severity.ts";
import { dayRange, minuteOfDay, monthRange, weekdayRange, yearRange } from "../time-interval.ts";
import { field } from "./field.ts";

const time = (example: string) =>
  field(
    z.string().refine((text) => minuteOfDay(text) !== undefined),
    { description: "Time of day.", expected: "a time of day as HH:MM, from 00:00 to 24:00", example },
  );

/** A list of ranges. YAML may contain numbers where Grafana expects strings. */
const ranges = (rangeOf: (text: string) => unknown, what: string, expected: string, example: string) =>
  field(
    z
      .array(
        field(
          z.coerce
            .string()
            .refine((text) => rangeOf(text) !== undefined)
            .overwrite((text) => [...new Set(text.split(":"))].join(":")), // as Grafana returns it: "1", not "1:1"
          { description: what, expected, example },
        ),
      )
      .min(1)
      .optional(),
    { description: what, expected: `a list, each item ${expected}`, example: `["${example}"]` },
  );

/** The name becomes part of resource names, and of ids in which `:` is a separator. */
const name = () =>
  field(z.string().regex(/^[a-zA-Z0-9][\w-]*$/), {
    description: "Name of the mute timing in Grafana.",
    expected: "a name of letters, digits, - and _",
    example: "maintenance",
  });

const muteTimingMembers = z.strictObject({
  name: name(),
  mutes: field(z.enum(["during", "outside"]).default("during"), {
    description:
      "`during` mutes alerts inside the interval; `outside` mutes them the rest of the time. If several `outside` timings apply to a rule, alerts are sent while any of them is active.",
    expected: "during or outside",
    example: "during",
  }),
  severities: field(
    z
      .array(
        field(z.enum(SEVERITIES), { description: "Severity.", expected: "critical, warning or info", example: "info" }),
      )
      .min(1)
      .default(["warning", "info"]),
    {
      description: "Severities of the rules that the timing applies to. Critical rules are muted only if listed here.",
      expected: "a list of critical, warning and info",
      example: "[warning, info]",
    },
  ),
  systems: field(
    z
      .array(
        field(z.string().min(1), { description: "System.", expected: "the name of a system", example: "tradeengine" }),
      )
      .min(1)
      .optional(),
    {
      description: "Systems whose rules the timing applies to. Default: all.",
      expected: "a list of system names",
      example: "[tradeengine]",
    },
  ),
  times: field(
    z
      .array(
        field(z.strictObject({ start: time("09:30"), end: time("16:00") }), {
          description: "A time range.",
          expected: "a time range with start and end",
          example: '{ start: "09:30", end: "16:00" }',
        }),
      )
      .min(1)
      .optional(),
    {
      description:
        "Time ranges of the day; the end is exclusive. Split a range that crosses midnight in two: one until midnight, one from midnight.",
      expected: "a list of time ranges with start and end",
      example: '[{ start: "22:00", end: "24:00" }, { start: "00:00", end: "06:00" }]',
    },
  ),
  weekdays: ranges(
    weekdayRange,
    "Days of the week.",
    "a weekday or a range within one week (sunday to saturday)",
    "monday:friday",
  ),
  daysOfMonth: ranges(
    dayRange,
    "Days of the month; -1 is the last day.",
    "a day from 1 to 31, a day counted from the end (-1 to -31), or an ascending range",
    "1:7",
  ),
  months: ranges(monthRange, "Months.", "a month or a range within one year", "june:august"),
  years: ranges(yearRange, "Years.", "a year or an ascending range", "2026:2027"),
  location: field(z.string().min(1).default("UTC"), {
    description: "Time zone of the timing.",
    expected: "a time zone, e.g. America/New_York",
    example: "America/New_York",
  }),
});

export const muteTiming = field(muteTimingMembers, {
  description: "A mute timing.",
  expected: "a mute timing with a name and a schedule",
  example: "{ name: maintenance, weekdays: [sunday] }",
});
