import { type Service } from "../../../model/catalog/service.ts";
import { panelKey } from "../../../model/catalog/alert-rule.ts";
import { labelsOf, readings, type Comparison, type Measure } from "../../../model/catalog/measure.ts";
import { storedLabel, storedName } from "../../../model/catalog/metrics.ts";
import { measured } from "../../queries/measure.ts";
import { signalOf } from "../data-sources.ts";
import { GRID_COLUMNS, type Section } from "../layout.ts";
import type { Levels } from "../drawn-thresholds.ts";
import { state, timeseries, type Query } from "../panels/index.ts";
import { UNITS, type UnitId } from "../style.ts";
import { countsEvents, unitOf } from "../units.ts";

const PER_LINE = 3;

/** One panel for each rule that no other panel of the dashboard shows, with the values that the rule compares. */
export function watchSection(service: Service, levels: Levels): readonly Section[] {
  const rules = service.alerts.flatMap((rule) =>
    typeof rule.panel === "object" && "title" in rule.panel && rule.condition.kind === "comparison"
      ? [{ rule, title: rule.panel.title, comparison: rule.condition }]
      : [],
  );
  const panels = rules.map(({ rule, title, comparison }, index) => {
    const frame = {
      key: panelKey(rule),
      title,
      description: rule.description,
      width: width(index, rules.length),
      noValue: emptyText(comparison),
      signal: signalOf(comparison.values.flatMap(readings).map(({ of }) => of)),
      queries: queries(service, title, comparison),
    };
    return isFlag(comparison)
      ? state({ ...frame, unit: UNITS.yesNo })
      : timeseries({ ...frame, unit: unit(comparison), thresholds: levels(panelKey(rule)) });
  });
  return panels.length === 0 ? [] : [{ key: "watch", title: "Alert conditions", panels }];
}

/** True for gauges that are 1 while all is well: a line shows less than phases. */
const isFlag = ({ values, is, threshold }: Comparison): boolean =>
  is === "below" &&
  threshold === 1 &&
  values.every(
    (value) => value.kind === "gauge" && value.fold !== "count" && value.fold !== "sum" && value.of.metric.unit === "1",
  );

/** Queries named by their labels and, if there are several, by what distinguishes their metrics. */
function queries(service: Service, title: string, comparison: Comparison): readonly Query[] {
  const differing = differences(comparison.values.map(nameOf));
  return comparison.values.map((value, index) => {
    const labels = labelsOf(value).map((label) => `{{${storedLabel(label)}}}`);
    const legend = [differing[index] ?? "", ...labels].filter(Boolean).join(" ");
    const expr = measured({ service }, value);
    return { expr, legend: legend === "" ? title : legend, exemplars: value.kind === "quantile" };
  });
}

const nameOf = (measure: Measure): string => {
  const [first] = readings(measure);
  return first === undefined ? measure.kind : storedName(first.of.metric).replace(/_total$/, "");
};

/** The words of each name, without those that all names begin or end with. */
function differences(names: readonly string[]): readonly string[] {
  const words = names.map((name) => name.split("_"));
  const alike = (at: number) => new Set(words.map((one) => one.at(at))).size === 1;
  const shortest = Math.min(...words.map(({ length }) => length));
  let [start, end] = [0, 0];
  while (start < shortest && alike(start)) start += 1;
  while (end < shortest - start && alike(-1 - end)) end += 1;
  return words.map((one) => one.slice(start, one.length - end).join(" "));
}

/** A third of a line; the panels of the last line share it. */
function width(index: number, panels: number): number {
  const rest = panels % PER_LINE;
  return GRID_COLUMNS / (index >= panels - rest ? rest : PER_LINE);
}

/** Values of one rule are compared with one number, so they have one unit. */
const unit = ({ values: [first] }: Comparison): UnitId => (first === undefined ? UNITS.count : unitOf(first));

function emptyText({ values, is }: Comparison): string {
  const only = values.flatMap(readings).every(({ kind, of }) => kind === "gauge" && Object.keys(of.where).length > 0);
  if (values.every(countsEvents) || (only && is === "above")) return "none"; // series for a state that nothing is in
  return values.flatMap(readings).some(({ of }) => of.metric.optional) ? "not reported" : "no data";
}
