import { z } from "zod";
import { SEVERITIES } from "../severity.ts";
import { dayRange, minuteOfDay, monthRange, weekdayRange, yearRange } from "../time-interval.ts";
import { field } from "./field.ts";

const time = (example: string) =>
  field(
    z.string().refine((text) => minuteOfDay(text) !== undefined),
    { description: "Time of day.", expected: "a time of day as HH:MM, from 00:00 to 24:00", example },
  );

/** A list of ranges; YAML has numbers where Grafana wants text. */
const ranges = (rangeOf: (text: string) => unknown, what: string, expected: string, example: string) =>
  field(
    z
      .array(
        field(
          z.coerce
            .string()
            .refine((text) => rangeOf(text) !== undefined)
            .overwrite((text) => [...new Set(text.split(":"))].join(":")), // as Grafana gives it back: "1", not "1:1"
          { description: what, expected, example },
        ),
      )
      .min(1)
      .optional(),
    { description: what, expected: `a list, each ${expected}`, example: `["${example}"]` },
  );

/** Names become names of resources, and part of ids in which `:` has a meaning. */
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
      "`during`: nobody is told while it lasts. `outside`: somebody is told only while it lasts; of several such timings of one rule, any.",
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
      description: "Rules of which severities. Critical ones are muted only where they are named.",
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
    { description: "Rules of which systems. Default: all.", expected: "a list of systems", example: "[tradeengine]" },
  ),
  times: field(
    z
      .array(
        field(z.strictObject({ start: time("09:30"), end: time("16:00") }), {
          description: "From when to when.",
          expected: "a time of day with start and end",
          example: '{ start: "09:30", end: "16:00" }',
        }),
      )
      .min(1)
      .optional(),
    {
      description: "Times of day, the end exclusive; a night is two, until and from midnight.",
      expected: "a list of times of day with start and end",
      example: '[{ start: "22:00", end: "24:00" }, { start: "00:00", end: "06:00" }]',
    },
  ),
  weekdays: ranges(
    weekdayRange,
    "Days of the week.",
    "a day or a range of days of one week, which begins on sunday",
    "monday:friday",
  ),
  daysOfMonth: ranges(
    dayRange,
    "Days of the month; -1 is the last.",
    "a day from 1 to 31 or from the end, -1 to -31, or a range of days in order",
    "1:7",
  ),
  months: ranges(monthRange, "Months.", "a month or a range of months of one year", "june:august"),
  years: ranges(yearRange, "Years.", "a year or a range of years in order", "2026:2027"),
  location: field(z.string().min(1).default("UTC"), {
    description: "Time zone of all of this.",
    expected: "a time zone, e.g. America/New_York",
    example: "America/New_York",
  }),
});

export const muteTiming = field(muteTimingMembers, {
  description: "A mute timing.",
  expected: "a mute timing with a name and when it is",
  example: "{ name: maintenance, weekdays: [sunday] }",
});
