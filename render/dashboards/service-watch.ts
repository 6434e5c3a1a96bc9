import { panelKey, type Service } from "../../model/catalog.ts";
import { readings, type Comparison } from "../../model/measure.ts";
import { compared } from "../measure.ts";
import { signalOf } from "./data-sources.ts";
import { GRID_COLUMNS, type Section } from "./layout.ts";
import type { Levels } from "./levels.ts";
import { timeseries } from "./panels/index.ts";
import { UNITS, type UnitId } from "./style.ts";
import { countsEvents, unitOf } from "./units.ts";

const PER_LINE = 3;

/** What rules compare, one panel each, for rules that no other panel of the board shows. */
export function watchSection(service: Service, levels: Levels): readonly Section[] {
  const rules = service.alerts.flatMap((rule) =>
    typeof rule.panel === "object" && "title" in rule.panel && rule.condition.kind === "comparison"
      ? [{ rule, title: rule.panel.title, comparison: rule.condition }]
      : [],
  );
  const panels = rules.map(({ rule, title, comparison }, index) =>
    timeseries({
      key: panelKey(rule),
      title,
      description: rule.description,
      width: width(index, rules.length),
      unit: unit(comparison),
      noValue: emptyText(comparison),
      signal: signalOf(comparison.values.flatMap(readings).map(({ of }) => of)),
      thresholds: levels(panelKey(rule)),
      queries: compared({ service }, comparison).map((query, index) => ({
        ...query,
        exemplars: comparison.values[index]?.kind === "quantile",
      })),
    }),
  );
  return panels.length === 0 ? [] : [{ key: "watch", title: "What alerts watch", panels }];
}

/** A third of a line; panels of the last one share it. */
function width(index: number, panels: number): number {
  const rest = panels % PER_LINE;
  return GRID_COLUMNS / (index >= panels - rest ? rest : PER_LINE);
}

/** Values of one rule are compared with one number, so they have one unit. */
const unit = ({ values: [first] }: Comparison): UnitId => (first === undefined ? UNITS.count : unitOf(first));

function emptyText({ values, is }: Comparison): string {
  const only = values.flatMap(readings).every(({ kind, of }) => kind === "gauge" && Object.keys(of.where).length > 0);
  if (values.every(countsEvents) || (only && is === "above")) return "none"; // series of a state that nothing is in
  return values.flatMap(readings).some(({ of }) => of.metric.optional) ? "not reported" : "no data";
}
