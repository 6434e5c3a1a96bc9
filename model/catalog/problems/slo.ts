import { problem } from "./measure.ts";
import { isCumulative, type Metric } from "../metrics.ts";
import type { Problem } from "../../problem.ts";
import type { Series } from "../series.ts";
import type { Indicator, Slo } from "../slo.ts";

/** Every series that an SLO is based on. */
export const indicatorSeries = ({ indicator }: Pick<Slo, "indicator">): readonly Series[] =>
  indicator.kind === "events" ? [indicator.all, indicator.failed] : [indicator.of];

/** All problems of an SLO. */
export function sloProblems(path: string, { objective, indicator }: Slo): readonly Problem[] {
  const { named, fits } = WANTED[indicator.kind];
  return [
    ...(objective > 0 && objective < 1
      ? []
      : problem(
          `${path}.objective`,
          "a share between 0 and 1, such as 0.99",
          String(objective),
          "choose a share between 0 and 1; 1 leaves no error budget",
        )),
    ...indicatorSeries({ indicator })
      .filter(({ metric }) => !fits(metric))
      .flatMap(({ metric }) =>
        problem(`${path}.indicator`, named, `${metric.type} ${metric.name}`, "name another metric"),
      ),
  ];
}

const WANTED: Readonly<
  Record<Indicator["kind"], { readonly named: string; readonly fits: (metric: Metric) => boolean }>
> = {
  events: { named: "a counter", fits: isCumulative },
  latency: { named: "a histogram", fits: ({ type }) => type === "histogram" },
  freshness: { named: "a gauge", fits: (metric) => !isCumulative(metric) },
};
