import type { Case } from "./case.ts";

/** Hours of evenly spread events: the windows of the SLOs look back for days. */
export const MINUTES = 400;
export const grows = (by: number) => `0+${by}x${MINUTES}`;

/** Events of which those of half an hour fail; at `RECOVERED_AT` no window of a slow burn that has to agree sees them any more. */
export const RECOVERED = { good: "0+100x700", bad: "0x60 0+50x30 1500x600" };
export const RECOVERED_AT = "500m";

export interface EventSlo {
  readonly name: string;
  readonly title: string;
  readonly job: string;
  /** Series of so many good and bad events a minute. */
  readonly events: (good: string, bad: string) => Readonly<Record<string, string>>;
  /** Of a thousand events a minute, those that fail: burn fast, burn slowly, and are within the budget. */
  readonly fast: number;
  readonly slow: number;
  readonly kept: number;
}

/** One in a thousand, as the alerts tell it. */
const percent = (perThousand: number) => `${perThousand / 10}%`;

/** Every way in which a promise about events can be kept and broken. */
export function eventSloCases({ name, title, job, events: series, fast, slow, kept }: EventSlo): readonly Case[] {
  const labels = { job };
  const [burnsFast, burnsSlowly] = [`${name}BudgetFastBurn`, `${name}BudgetSlowBurn`];
  const both = (bad: number) => series(grows(1000 - bad), grows(bad));
  return [
    {
      name: `${title}: the budget burns fast`,
      labels,
      series: both(fast),
      at: "90m",
      firing: {
        [burnsFast]: `${title}: ${percent(fast)} fail, the error budget is gone within days`,
        [burnsSlowly]: `${title}: ${percent(fast)} fail, a tenth of the error budget goes in days`,
      },
      quiet: [],
    },
    {
      name: `${title}: the budget burns slowly`,
      labels,
      series: both(slow),
      at: "300m",
      firing: { [burnsSlowly]: `${title}: ${percent(slow)} fail, a tenth of the error budget goes in days` },
      quiet: [burnsFast],
    },
    {
      name: `${title}: some fail, within the budget`,
      labels,
      series: both(kept),
      at: "300m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: two of four fail at night, low traffic`,
      labels,
      series: series("0x60 2x300", "0x60 2x300"),
      at: "70m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: half an hour of failures ended two hours ago, it recovers`,
      labels,
      series: series(grows(100), "0x60 0+50x30 1500x300"),
      at: "230m",
      firing: {},
      quiet: [burnsFast],
    },
    {
      name: `${title}: half an hour of failures ended seven hours ago, the budget recovers`,
      labels,
      series: series(RECOVERED.good, RECOVERED.bad),
      at: RECOVERED_AT,
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: none has ever failed, series missing`,
      labels,
      series: Object.fromEntries(Object.entries(series(grows(10), "_x400")).slice(0, 1)),
      at: "300m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
  ];
}
