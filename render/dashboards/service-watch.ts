import { isWatch, panelKey, type Service, type Watch } from "../../model/catalog.ts";
import { watched } from "../watch.ts";
import { GRID_COLUMNS, type Section } from "./layout.ts";
import { timeseries } from "./panels.ts";
import { UNITS, type UnitId } from "./style.ts";

const PER_LINE = 3;

/** What rules compare, one panel each, for rules that no other panel of the board shows. */
export function watchSection(service: Service): readonly Section[] {
  const rules = service.alerts.flatMap((rule) =>
    typeof rule.panel === "object" && "title" in rule.panel && isWatch(rule.condition)
      ? [{ rule, title: rule.panel.title, watch: rule.condition }]
      : [],
  );
  const panels = rules.map(({ rule, title, watch }, index) =>
    timeseries({
      key: panelKey(rule),
      title,
      description: rule.description,
      width: width(index, rules.length),
      unit: unitOf(watch),
      noValue: watch.kind === "increase" ? "none" : "no data",
      queries: watched({ service }, watch),
    }),
  );
  return panels.length === 0 ? [] : [{ key: "watch", title: "What alerts watch", panels }];
}

/** A third of a line; panels of the last one share it. */
function width(index: number, panels: number): number {
  const rest = panels % PER_LINE;
  return GRID_COLUMNS / (index >= panels - rest ? rest : PER_LINE);
}

function unitOf(watch: Watch): UnitId {
  if (watch.kind === "ratio") return UNITS.ratio;
  const seconds = watch.kind === "increase" && watch.events.every(({ metric }) => metric.unit === "s");
  return seconds ? UNITS.seconds : UNITS.count;
}
