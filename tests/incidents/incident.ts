import type { System } from "../../model/catalog/system.ts";
import { rulesOf } from "../../model/catalog/rules.ts";
import { conditionSeries } from "../../model/catalog/problems/condition.ts";
import { storedName } from "../../model/catalog/metrics.ts";
import { healthyWorld } from "../../testing/synthetic/world.ts";
import { START } from "../../testing/synthetic/history.ts";
import { usualLogs, type Happening, type Timeline } from "./timeline.ts";

/** Something that goes wrong, and the alerts that must fire for it. */
export interface Incident {
  readonly name: string;
  /** Systems whose rules are evaluated, including those that must stay quiet. */
  readonly systems: readonly System[];
  /** Length of the timeline. @default 180 */
  readonly minutes?: number;
  /** Minute at which it starts. @default 60 */
  readonly at?: number;
  readonly happenings: readonly Happening[];
  /** Alerts that must fire, by name, and within how many minutes. */
  readonly fires: Readonly<Record<string, number>>;
  /** Alerts that may also fire, as consequences. All others must stay quiet. */
  readonly may?: readonly string[];
}

export const BEGIN = 60;
export const LENGTH = 180;
/** Later than any timeline ends. */
export const EVER = 1_000_000;

const TOKEN_DAYS = 60;

/** A timeline of healthy systems, narrowed to what their rules read. */
export function usual(systems: readonly System[], minutes: number): Timeline {
  const services = systems.flatMap((system) => system.services);
  const read = new Set(
    services
      .flatMap(rulesOf)
      .flatMap(({ condition }) => conditionSeries(condition))
      .map(({ metric }) => storedName(metric)),
  );
  return {
    minutes,
    series: healthyWorld(services, (metric) => read.has(storedName(metric))),
    logs: usualLogs(services),
    tokens: { collector: START + TOKEN_DAYS * 86_400 },
  };
}

export const happened = (timeline: Timeline, happenings: readonly Happening[]): Timeline =>
  happenings.reduce((before, happening) => happening(before), timeline);
