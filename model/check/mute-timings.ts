import { stringify } from "yaml";
import type { Problem } from "../problem.ts";
import { problemIf, shown } from "../problem.ts";
import type { Known } from "./raw-config.ts";
import { isTimeZone, minuteOfDay } from "../time-interval.ts";
import { valueAt } from "./schema-walk.ts";
import { didYouMean, duplicates, listAt, textAt } from "./input.ts";

const PARTS = ["times", "weekdays", "daysOfMonth", "months", "years"];

/** Mute timings have a name of their own, end at some time, and concern what is published and routed here. */
export function muteTimingProblems(settings: unknown, known: Known): Problem[] {
  const timings = listAt(settings, "alerts", "muteTimings");
  return [
    ...duplicates(
      timings.map((timing) => textAt(timing, "name")),
      (index) => `${at(index)}.name`,
      "a name of its own",
      "rename one of the two",
    ),
    ...timings.flatMap((timing, index) => [
      ...endlessProblems(timing, at(index)),
      ...timeProblems(timing, `${at(index)}.times`),
      ...locationProblems(timing, `${at(index)}.location`),
      ...systemProblems(timing, `${at(index)}.systems`, settings, known),
    ]),
    ...problemIf(timings.length > 0 && valueAt(settings, ["alerts", "contactPoints", 0]) === undefined, {
      path: "alerts.muteTimings",
      expected: "contact points, because without them the stack's own policy decides who is told when",
      got: "none",
      fix: "add alerts.contactPoints and alerts.routes, or remove it: pulumi config rm --path 'observability:alerts.muteTimings'",
    }),
  ];
}

const at = (index: number): string => `alerts.muteTimings[${index}]`;

const endlessProblems = (timing: unknown, path: string): readonly Problem[] =>
  problemIf(
    typeof timing === "object" && timing !== null && PARTS.every((part) => valueAt(timing, [part]) === undefined),
    {
      path,
      expected: `at least one of ${PARTS.join(", ")}`,
      got: "none, which is always",
      fix: `write in Pulumi.<stack>.yaml below observability:${path}.times: [{ start: "02:00", end: "04:00" }]`,
    },
  );

/** Alertmanager takes no time that goes over midnight. */
function timeProblems(timing: unknown, path: string): Problem[] {
  const times = listAt(timing, "times").map((time) => ({
    start: textAt(time, "start") ?? "",
    end: textAt(time, "end") ?? "",
  }));
  const minutes = times.map(({ start, end }) => [minuteOfDay(start), minuteOfDay(end)] as const);
  return times.flatMap(({ start, end }, index): Problem[] => {
    const [from, to] = minutes[index] ?? [];
    if (from === undefined || to === undefined || from < to) return [];
    return [
      {
        path: `${path}[${index}].end`,
        expected: `a time after the start ${shown(start)}, on the same day`,
        got: shown(end),
        fix: `write in Pulumi.<stack>.yaml below observability:${path}: ${flow(times.flatMap(untilMidnight))}`,
      },
    ];
  });
}

interface Time {
  readonly start: string;
  readonly end: string;
}

/** A time that goes over midnight as two that do not. */
function untilMidnight({ start, end }: Time): readonly Time[] {
  if ((minuteOfDay(start) ?? 0) < (minuteOfDay(end) ?? 0)) return [{ start, end }];
  return [
    { start, end: "24:00" },
    { start: "00:00", end },
  ].filter((time) => time.start !== time.end);
}

const flow = (value: unknown): string => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

function locationProblems(timing: unknown, path: string): readonly Problem[] {
  const location = textAt(timing, "location");
  if (location === undefined || location === "" || isTimeZone(location)) return [];
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
  return [
    {
      path,
      expected: "a time zone of the IANA database",
      got: shown(location),
      fix: didYouMean(location, zones, "name one, e.g. America/New_York"),
    },
  ];
}

function systemProblems(timing: unknown, path: string, settings: unknown, known: Known): Problem[] {
  const published = listAt(settings, "catalog", "systems").filter((name) => typeof name === "string");
  return listAt(timing, "systems").flatMap((name, index): Problem[] => {
    if (typeof name !== "string" || name === "" || published.includes(name)) return [];
    const exists = Object.hasOwn(known.systems, name);
    return [
      {
        path: `${path}[${index}]`,
        expected: `a system of catalog.systems (${published.join(", ") || "none is published"})`,
        got: exists ? `"${name}", which is not published` : shown(name),
        fix: exists ? `add ${name} to catalog.systems, or remove it` : didYouMean(name, published, "remove it"),
      },
    ];
  });
}
