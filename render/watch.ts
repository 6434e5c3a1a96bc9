import type { Side, Watch } from "../model/catalog.ts";
import { storedLabel, storedName, type Metric } from "../model/metrics.ts";
import { distinct, events, extreme, share, type Scope } from "./promql.ts";

/** One query whose values a watch compares with its threshold. */
export interface Watched {
  readonly expr: string;
  /** Name of its series: text with `{{label}}`. */
  readonly legend: string;
}

/** What a watch compares: one query, or one for each of its counters. */
export function watched(scope: Scope, watch: Watch): readonly Watched[] {
  const queries = compared(scope, watch);
  const labels = watch.by.map((label) => `{{${storedLabel(label)}}}`);
  const named = queries.length > 1 || labels.length === 0;
  return queries.map(({ expr, metric }) => ({
    expr,
    legend: [...(named ? [storedName(metric)] : []), ...labels].join(" "),
  }));
}

function compared(scope: Scope, watch: Watch): readonly { readonly expr: string; readonly metric: Metric }[] {
  switch (watch.kind) {
    case "increase":
      return watch.events.map((counter) => ({
        expr: events(scope, counter, watch.window, watch.by),
        metric: counter.metric,
      }));
    case "gauge":
      return [{ expr: extreme(scope, watch), metric: watch.gauge.metric }];
    case "ratio":
      return [{ expr: share(scope, watch), metric: watch.part.metric }];
    case "distinct":
      return [{ expr: distinct(scope, watch), metric: watch.series.metric }];
  }
}

/** Operator of PromQL that is true where a value is wrong. */
export const operator = (watch: Watch): string => OPERATORS["is" in watch ? watch.is : "above"];

const OPERATORS: Readonly<Record<Side, string>> = { above: ">", below: "<", other: "!=" };
