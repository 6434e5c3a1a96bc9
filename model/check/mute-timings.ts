import { stringify } from "yaml";
import type { Problem } from "../problem.ts";
import { problemIf, shown } from "../problem.ts";
import type { Known } from "./raw-config.ts";
import { isTimeZone, minuteOfDay } from "../time-interval.ts";
import { didYouMean, duplicates, known, type Settings } from "./input.ts";

const PARTS = ["times", "weekdays", "daysOfMonth", "months", "years"];

type MuteTiming = NonNullable<NonNullable<NonNullable<Settings["alerts"]>["muteTimings"]>[number]>;

/** Checks that mute timings have unique names, do not last forever, and apply to alerts that are published and routed here. */
export function muteTimingProblems(settings: Settings, all: Known): Problem[] {
  const { muteTimings: timings = [], contactPoints } = settings.alerts ?? {};
  return [
    ...duplicates(
      timings.map((timing) => timing?.name),
      (index) => `${at(index)}.name`,
      "a unique name",
      "rename one of the two",
    ),
    ...timings.flatMap((timing, index) =>
      timing === undefined
        ? []
        : [
            ...endlessProblems(timing, at(index)),
            ...timeProblems(timing, `${at(index)}.times`),
            ...locationProblems(timing, `${at(index)}.location`),
            ...systemProblems(timing, `${at(index)}.systems`, settings, all),
          ],
    ),
    ...problemIf(timings.length > 0 && contactPoints?.length === 0, {
      path: "alerts.muteTimings",
      expected:
        "contact points, because without them the stack's own notification policy decides where and when alerts are sent",
      got: "none",
      fix: "add alerts.contactPoints and alerts.routes, or remove the mute timings: pulumi config rm --path 'observability:alerts.muteTimings'",
    }),
  ];
}

const at = (index: number): string => `alerts.muteTimings[${index}]`;

const endlessProblems = (timing: MuteTiming, path: string): readonly Problem[] =>
  problemIf(
    PARTS.every((part) => !(part in timing)),
    {
      path,
      expected: `at least one of ${PARTS.join(", ")}`,
      got: "none, so the timing would always be active",
      fix: `in Pulumi.<stack>.yaml, set observability:${path}.times to [{ start: "02:00", end: "04:00" }]`,
    },
  );

/** Alertmanager accepts no time range that crosses midnight. */
function timeProblems(timing: MuteTiming, path: string): Problem[] {
  const times = (timing.times ?? []).map((time) => ({ start: time?.start ?? "", end: time?.end ?? "" }));
  const minutes = times.map(({ start, end }) => [minuteOfDay(start), minuteOfDay(end)] as const);
  return times.flatMap(({ start, end }, index): Problem[] => {
    const [from, to] = minutes[index] ?? [];
    if (from === undefined || to === undefined || from < to) return [];
    return [
      {
        path: `${path}[${index}].end`,
        expected: `a time later than start ${shown(start)} on the same day`,
        got: shown(end),
        fix: `in Pulumi.<stack>.yaml, set observability:${path} to ${flow(times.flatMap(untilMidnight))}`,
      },
    ];
  });
}

interface Time {
  readonly start: string;
  readonly end: string;
}

/** Splits a time range that crosses midnight in two. */
function untilMidnight({ start, end }: Time): readonly Time[] {
  if ((minuteOfDay(start) ?? 0) < (minuteOfDay(end) ?? 0)) return [{ start, end }];
  return [
    { start, end: "24:00" },
    { start: "00:00", end },
  ].filter((time) => time.start !== time.end);
}

const flow = (value: unknown): string => stringify(value, { collectionStyle: "flow", lineWidth: 0 }).trim();

function locationProblems({ location }: MuteTiming, path: string): readonly Problem[] {
  if (location === undefined || isTimeZone(location)) return [];
  const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
  return [
    {
      path,
      expected: "a time zone from the IANA database",
      got: shown(location),
      fix: didYouMean(location, zones, "use another, such as America/New_York"),
    },
  ];
}

function systemProblems({ systems = [] }: MuteTiming, path: string, { catalog }: Settings, all: Known): Problem[] {
  const published = known(catalog?.systems);
  return systems.flatMap((name, index): Problem[] => {
    if (name === undefined || published.includes(name)) return [];
    const exists = Object.hasOwn(all.systems, name);
    return [
      {
        path: `${path}[${index}]`,
        expected: `a system from catalog.systems (${published.join(", ") || "none is published"})`,
        got: exists ? `"${name}", which is not published` : shown(name),
        fix: exists ? `add ${name} to catalog.systems, or remove it` : didYouMean(name, published, "remove it"),
      },
    ];
  });
}
