import { isWatch, panelKey, type AlertRule, type Service, type Watch } from "../../model/catalog.ts";
import { watched } from "../watch.ts";
import { GRID_COLUMNS, type Section } from "./layout.ts";
import { timeseries, type Panel } from "./panels.ts";
import { UNITS, type UnitId } from "./style.ts";

const PER_LINE = 3;

/** What rules compare, one panel each, for rules that no other panel of the board shows. */
export function watchSection(service: Service): readonly Section[] {
  const rules = service.alerts.filter(({ panel }) => typeof panel !== "string");
  const panels = rules.flatMap((rule, index) => rulePanel(service, rule, width(index, rules.length)));
  return panels.length === 0 ? [] : [{ key: "watch", title: "What alerts watch", panels }];
}

function rulePanel(service: Service, rule: AlertRule, columns: number): readonly Panel[] {
  const { condition, panel, description } = rule;
  if (typeof panel === "string" || !isWatch(condition)) return [];
  return [
    timeseries({
      key: panelKey(rule),
      title: panel.title,
      description,
      width: columns,
      unit: unitOf(condition),
      noValue: condition.kind === "increase" ? "none" : "no data",
      queries: watched({ service }, condition),
    }),
  ];
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
