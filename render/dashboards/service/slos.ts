import type { EffectiveService } from "../../../model/catalog/effective.ts";
import { secondsIn } from "../../../model/duration.ts";
import { BURN_WINDOWS, SLO_PERIOD_DAYS, type BurnWindow, type Slo } from "../../../model/catalog/slo.ts";
import type { Scope } from "../../queries/promql.ts";
import { budgetLeft, burnRate, goodRatio } from "../../queries/slo.ts";
import type { Section } from "../layout.ts";
import { stat, timeseries, type Panel, type Threshold } from "../panels/index.ts";
import { COLOURS, HEIGHTS, UNITS, type Colour } from "../style.ts";

const DAY_SECONDS = 86_400;
const PERIOD = `${SLO_PERIOD_DAYS}d`;
/** Share of the budget below which there is little room for another incident. */
const LITTLE_LEFT = 0.25;

/** Levels of the error budget left; below them, it is used up. */
export const BUDGET: readonly Threshold[] = [
  { value: 0, colour: COLOURS.orange },
  { value: LITTLE_LEFT, colour: COLOURS.sky },
];

/** What each SLO has attained, how much of its budget is left and how fast it burns. No section without SLOs. */
export const sloSection = (service: EffectiveService): readonly Section[] => {
  const { slos = [] } = service;
  const panels = slos.flatMap((slo) => sloPanels(service, slo));
  return panels.length === 0 ? [] : [{ key: "slos", title: "Service levels", panels }];
};

/** One low line of panels per SLO: what was attained, what is left, how fast it burns. */
const sloPanels = (service: EffectiveService, slo: Slo): readonly Panel[] => {
  const scope: Scope = { service };
  const objective = percent(slo.objective);
  return [
    stat({
      key: `slo-${slo.id}-attained`,
      title: slo.title,
      description: `${slo.description} Attained in the last ${SLO_PERIOD_DAYS} days; the objective is ${objective}.`,
      width: 7,
      unit: UNITS.ratio,
      decimals: 2,
      once: true,
      named: true,
      noValue: NO_EVENTS,
      base: COLOURS.vermilion,
      thresholds: [{ value: slo.objective, colour: COLOURS.sky }],
      queries: [{ expr: goodRatio(scope, slo, PERIOD), legend: `objective ${objective}` }],
    }),
    stat({
      key: `slo-${slo.id}-budget`,
      title: "Error budget left",
      description: `Share that is left of the failures allowed in ${SLO_PERIOD_DAYS} days at an objective of ${objective}. Below 0, the objective is missed: reliability comes before features.`,
      width: 5,
      unit: UNITS.ratio,
      once: true,
      noValue: NO_EVENTS,
      base: COLOURS.vermilion,
      thresholds: BUDGET,
      queries: [{ expr: budgetLeft(scope, slo), legend: "left" }],
    }),
    burnPanel(service, slo),
  ];
};

const NO_EVENTS = "no events";

/** A line for each window that rules watch and, in the same colour, the level at which they fire. */
function burnPanel(service: EffectiveService, slo: Slo): Panel {
  const windows = burnWindows(service, slo);
  return timeseries({
    key: `slo-${slo.id}-burn`,
    title: `${slo.title}: burn rate`,
    description:
      "How many times faster than sustainable the error budget burns; a rate of 1 uses it up in exactly its period. An alert fires while a line, including its last minutes, is above the dashed line of its colour.",
    width: 12,
    height: HEIGHTS.lowChart, // several of them must not push the rest off the screen
    unit: UNITS.count,
    logarithmic: true, // levels of fast and slow rules are far apart
    noValue: NO_EVENTS,
    thresholds: windows.map(({ factor: value, colour }) => ({ value, colour })),
    queries: windows.map(({ window, colour }) => ({
      expr: burnRate({ service }, slo, window),
      legend: `last ${window}`,
      colour,
    })),
  });
}

/** Colours of the windows, shortest first. */
const WINDOW_COLOURS: readonly Colour[] = [COLOURS.vermilion, COLOURS.orange, COLOURS.purple, COLOURS.sky];

/** Long windows of an SLO's rules, and the burn rate at which each fires. */
const burnWindows = (service: EffectiveService, slo: Slo) =>
  service.rules
    .flatMap(({ condition }) => {
      if (condition.kind !== "burn-rate" || condition.slo.id !== slo.id) return [];
      const { speed, threshold } = condition;
      return BURN_WINDOWS[speed].map((one) => ({ window: one.long, factor: factorOf(one) * threshold }));
    })
    .map((one, index) => ({ ...one, colour: WINDOW_COLOURS[index] ?? COLOURS.grey }));

const factorOf = ({ long, budget }: BurnWindow): number =>
  Number(((budget * SLO_PERIOD_DAYS * DAY_SECONDS) / secondsIn(long)).toFixed(2));

/** 0.995 as `99.5 %`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;
