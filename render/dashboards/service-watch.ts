import { panelKey, type Service } from "../../model/catalog.ts";
import { readings, type Comparison } from "../../model/measure.ts";
import { compared } from "../measure.ts";
import { GRID_COLUMNS, type Section } from "./layout.ts";
import { timeseries } from "./panels/index.ts";
import { UNITS, type UnitId } from "./style.ts";

const PER_LINE = 3;

/** What rules compare, one panel each, for rules that no other panel of the board shows. */
export function watchSection(service: Service): readonly Section[] {
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
      unit: unitOf(comparison),
      noValue: counts(comparison) ? "none" : "no data",
      queries: compared({ service }, comparison),
    }),
  );
  return panels.length === 0 ? [] : [{ key: "watch", title: "What alerts watch", panels }];
}

/** A third of a line; panels of the last one share it. */
function width(index: number, panels: number): number {
  const rest = panels % PER_LINE;
  return GRID_COLUMNS / (index >= panels - rest ? rest : PER_LINE);
}

/** True where there may be nothing to draw because nothing of it ever happened. */
const counts = ({ values }: Comparison): boolean => values.every(({ kind }) => kind === "rare" || kind === "increase");

function unitOf({ values }: Comparison): UnitId {
  if (values.every(({ kind }) => kind === "ratio" || kind === "share")) return UNITS.ratio;
  const seconds = values.flatMap(readings).every(({ of }) => of.metric.unit === "s");
  return seconds ? UNITS.seconds : UNITS.count;
}
