import { styleOf } from "./fields.ts";
import { stringOr, type Panel, type Target } from "./json.ts";
import { randomOf } from "./random.ts";
import { shapeOf, type Shape } from "./shape.ts";
import { combinations, resultLabels, type Labels } from "./promql.ts";
import { labelValues, weightOf } from "./vocabulary.ts";

/** Result of a query in a picture. */
export interface Series {
  readonly name: string;
  readonly refId: string;
  readonly labels: Labels;
  /** Evenly distributed over the time range, newest last. */
  readonly values: readonly number[];
  readonly exemplars: boolean;
}

/** Matchers that select an owner. They are ignored, because a name like "trade-executor" does not describe the metric. */
const WHOSE = /\b(job|namespace|service_name|service_namespace|cluster|container|instance|pod)\s*=~?\s*"[^"]*",?/g;

/** Returns the series of a panel's queries, each with `points` values. The result is deterministic. */
export const seriesOf = (panel: Panel, points: number): readonly Series[] =>
  panel.targets
    .filter(({ hide }) => hide !== true)
    .flatMap((target) => seriesOfTarget(panel, target, points))
    .map((one) => ({ ...one, name: renamed(panel, one.name) }));

/** Applies renames, the only transformation that charts support. */
const renamed = (panel: Panel, name: string): string =>
  panel.transformations
    .filter(({ id }) => id === "renameByRegex")
    .reduce((before, { options }) => {
      const { regex, renamePattern } = options;
      return before.replace(new RegExp(stringOr(regex, "$^")), stringOr(renamePattern, "$&"));
    }, name);

/** Returns the series of one query. `field` is the column whose unit they have, if it differs from the series' name. */
export function seriesOfTarget(panel: Panel, target: Target, points: number, field?: string): readonly Series[] {
  const expr = target.expr ?? target.query ?? "";
  const sets = labelSets(expr, target.legendFormat);
  return sets.map((labels) => {
    const name = nameOf(target.legendFormat, labels, expr);
    const style = styleOf(panel, { name: field ?? name, refId: target.refId, type: "number" });
    const about = {
      title: [panel.title, field ?? "", (target.legendFormat ?? "").replace(/\{\{.*?\}\}/g, "")].join(" "),
      query: expr.replace(WHOSE, ""),
    };
    const weight = Object.values(labels).reduce((product, value) => product * weightIn(value, labels, expr), 1);
    const seed = `${panel.id} ${target.refId} ${name} ${Object.values(labels).join(" ")}`;
    return {
      name,
      refId: target.refId,
      labels,
      values: course(scaledBy(shapeOf(style, about), weight), `${panel.id}`, seed, points),
      exemplars: target.exemplar === true,
    };
  });
}

/** Returns the share of one label value. If all values are failures, because the query selects them, they are not rare. */
function weightIn(value: string, labels: Labels, expr: string): number {
  const label = Object.keys(labels).find((key) => labels[key] === value) ?? "";
  const all = labelValues(label, expr);
  const place = Math.max(all.indexOf(value), 0);
  return all.every((one) => weightOf(one, 0) < 1) ? weightOf("", place) : weightOf(value, place);
}

/** Divides counts and sizes among the series; shares, flags and times are about the same for each. */
const scaledBy = (shape: Shape, weight: number): Shape => {
  if (shape.swing === 0) return shape;
  return { ...shape, base: shape.base * (shape.max === Infinity ? weight : 0.85 + 0.15 * Math.min(weight, 1)) };
};

/** Returns a slow wave, a random walk and a little noise around the base. */
function course(shape: Shape, panelSeed: string, seed: string, points: number): readonly number[] {
  const random = randomOf(seed);
  const phase = randomOf(panelSeed)() * 6.28 + random() * 0.6;
  let wander = 0;
  return Array.from({ length: points }, (_, index) => {
    wander = wander * 0.85 + (random() - 0.5) * 0.5;
    const wave = Math.sin(phase + (index / points) * 4) * 0.6 + wander + (random() - 0.5) * 0.25;
    const value = shape.base * (1 + shape.swing * wave);
    const bounded = Math.min(Math.max(value, shape.min), shape.max);
    return shape.integer ? Math.round(bounded) : Number(bounded.toPrecision(5));
  });
}

/** Returns the label sets of a query: for PromQL from its syntax tree, for LogQL from its `by` labels. */
function labelSets(expr: string, legend: string | undefined): readonly Labels[] {
  const wanted = legendLabels(legend);
  const [, counted = ""] = /\bby\s*\(([^)]*)\)/.exec(expr) ?? [];
  const labels = counted.split(",").map((label) => label.trim());
  return resultLabels(expr, wanted) ?? combinations([...labels, ...wanted].filter(Boolean), expr).slice(0, 5);
}

const legendLabels = (legend = ""): readonly string[] =>
  [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = ""]) => label);

/** Returns the name that Grafana shows: the filled-in template, else all labels, else the expression. */
function nameOf(legend: string | undefined, labels: Labels, expr: string): string {
  if (legend !== undefined && legend !== "" && legend !== "__auto") {
    return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? "");
  }
  const [only, ...others] = Object.values(labels);
  if (legend === "__auto" && only !== undefined && others.length === 0) return only;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return pairs.length === 0 ? expr : `{${pairs.join(", ")}}`;
}
