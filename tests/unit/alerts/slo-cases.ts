import type { Case } from "./case.ts";

/** Hours of evenly spread events: the windows of the SLOs look back over days. */
export const MINUTES = 400;
export const grows = (by: number) => `0+${by}x${MINUTES}`;

/** Events that fail for half an hour. At `RECOVERED_AT`, no required window of a slow burn still includes the failures. */
export const RECOVERED = { good: "0+100x700", bad: "0x60 0+50x30 1500x600" };
export const RECOVERED_AT = "500m";

export interface EventSlo {
  readonly name: string;
  readonly title: string;
  readonly job: string;
  /** Series with the given numbers of good and bad events a minute. */
  readonly events: (good: string, bad: string) => Readonly<Record<string, string>>;
  /** Failures per thousand events a minute that burn the budget fast, burn it slowly, and stay within it. */
  readonly fast: number;
  readonly slow: number;
  readonly kept: number;
}

/** Parts per thousand, as the alerts show them. */
const percent = (perThousand: number) => `${perThousand / 10}%`;

/** Every way in which an SLO on events can be met and missed. */
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
        [burnsFast]: `${title}: ${percent(fast)} failing, the error budget runs out within days`,
        [burnsSlowly]: `${title}: ${percent(fast)} failing, a tenth of the error budget burns within days`,
      },
      quiet: [],
    },
    {
      name: `${title}: the budget burns slowly`,
      labels,
      series: both(slow),
      at: "300m",
      firing: { [burnsSlowly]: `${title}: ${percent(slow)} failing, a tenth of the error budget burns within days` },
      quiet: [burnsFast],
    },
    {
      name: `${title}: some events fail, within the budget`,
      labels,
      series: both(kept),
      at: "300m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: two of four events fail at night, low traffic`,
      labels,
      series: series("0x60 2x300", "0x60 2x300"),
      at: "70m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: it recovers two hours after half an hour of failures`,
      labels,
      series: series(grows(100), "0x60 0+50x30 1500x300"),
      at: "230m",
      firing: {},
      quiet: [burnsFast],
    },
    {
      name: `${title}: the budget recovers seven hours after half an hour of failures`,
      labels,
      series: series(RECOVERED.good, RECOVERED.bad),
      at: RECOVERED_AT,
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
    {
      name: `${title}: no event has ever failed, series missing`,
      labels,
      series: Object.fromEntries(Object.entries(series(grows(10), "_x400")).slice(0, 1)),
      at: "300m",
      firing: {},
      quiet: [burnsFast, burnsSlowly],
    },
  ];
}
