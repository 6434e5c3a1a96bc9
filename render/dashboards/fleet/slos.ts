import type { Service } from "../../../model/catalog/service.ts";
import { SLO_PERIOD_DAYS } from "../../../model/catalog/slo.ts";
import { budgetLeft, burnRate, goodRatio } from "../../queries/slo.ts";
import type { Board } from "../board.ts";
import { alertList, table, text, timeseries, type Key, type Panel } from "../panels/index.ts";
import { serviceKey } from "../service/key.ts";
import { COLOURS, UNITS } from "../style.ts";
import { BUDGET } from "../service/slos.ts";
import { FLEET } from "../../../model/catalog/uids.ts";
import { anyOfThese, ofSlos } from "./measures.ts";

const PERIOD = `${SLO_PERIOD_DAYS}d`;

/** All SLOs of all services. No dashboard if there are none. */
export const slosBoard = (services: readonly Service[], environment: string): readonly Board[] => {
  const panels = sloTable(services, "slos");
  if (panels.length === 0) return [];
  return [
    {
      uid: FLEET.slos,
      title: "Service levels",
      description: "Every SLO: what was attained, how much of its error budget is left and how fast it burns.",
      tags: ["slos"],
      services: [],
      variables: [],
      sections: [
        { key: "all", panels },
        { key: "burn", title: "Burn rates", panels: burnPanels(services) },
        { key: "alerts", title: "Alerts and how to read this", panels: explained(environment) },
      ],
    },
  ];
};

const keys = (services: readonly Service[]): readonly Key[] => [
  serviceKey(services),
  { label: "slo", title: "SLO" },
  { label: "objective", title: "Objective" },
];

/** Vermilion if the budget is used up, orange if it leaves little room for another incident. */
const BUDGET_LEVELS = { base: COLOURS.vermilion, levels: BUDGET } as const;

/** One row per SLO. No panel if there are none. */
export function sloTable(services: readonly Service[], key: string): readonly Panel[] {
  const ask = (question: Parameters<typeof ofSlos>[1]) => anyOfThese(ofSlos(services, question));
  const attained = ask((scope, slo) => goodRatio(scope, slo, PERIOD));
  if (attained === "") return [];
  return [
    table({
      key,
      title: `SLOs of the last ${SLO_PERIOD_DAYS} days`,
      description:
        "The SLO with the least budget left is on top. Below 0, the objective is missed, and reliability comes before features. A service links to its dashboard.",
      width: 24,
      rows: services.flatMap(({ slos = [] }) => slos).length,
      noValue: "no events",
      keys: keys(services),
      sort: { by: "Budget left", lowestFirst: true },
      columns: [
        { expr: attained, title: "Attained", unit: UNITS.ratio, decimals: 2 },
        { expr: ask(budgetLeft), title: "Budget left", unit: UNITS.ratio, ...BUDGET_LEVELS },
        { expr: ask((scope, slo) => burnRate(scope, slo, "1h")), title: "Burn rate, 1 hour", unit: UNITS.count },
      ],
    }),
  ];
}

const burnPanels = (services: readonly Service[]): readonly Panel[] =>
  ["1h", "6h"].map((window) =>
    timeseries({
      key: `burn-${window}`,
      title: `Fastest burn rates, last ${window}`,
      description:
        "How many times faster than sustainable error budgets burn, for the ten fastest. A rate of 1 uses a budget up in exactly its period. The service's dashboard shows at which rate alerts fire.",
      width: 12,
      unit: UNITS.count,
      noValue: "no events",
      names: serviceKey(services).pattern,
      queries: [
        {
          expr: `topk(10, ${anyOfThese(ofSlos(services, (scope, slo) => burnRate(scope, slo, window)))})`,
          legend: "{{job}}, {{slo}}",
        },
      ],
    }),
  );

const explained = (environment: string): readonly Panel[] => [
  alertList({
    key: "alerts",
    title: "Error budgets that burn too fast",
    description: "Firing and pending burn-rate alerts. Fast ones page; slow ones are for working hours.",
    width: 12,
    labels: `{environment="${environment}", alertname=~".+Budget(Fast|Slow)Burn"}`,
  }),
  text({
    key: "how-to-read",
    title: "How to read this",
    description: "What the numbers mean.",
    width: 12,
    markdown: [
      `An **objective** of 99 % allows 1 % of events to fail in ${SLO_PERIOD_DAYS} days: that is the **error budget**.`,
      "A **burn rate** of 1 uses it up in exactly that time, a rate of 14 in two days. Events count, not hours: a failure at night weighs as much as one at noon.",
    ].join("\n\n"),
  }),
];
