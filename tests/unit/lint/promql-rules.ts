import type { SyntaxNode } from "@lezer/common";
import { isCumulative } from "../../../model/catalog/metrics.ts";
import { SHORTEST_WINDOW_SECONDS } from "../../../model/catalog/problems/condition.ts";
import { syntaxErrors } from "../../../testing/promql.ts";
import { phantoms } from "../promql/phantoms.ts";
import { typeErrors } from "../promql/types.ts";
import { operands, resultLabels } from "./result-labels.ts";
import { complain, type LintRule } from "./rule.ts";
import type { PromqlSubject } from "./subjects.ts";

type PromqlRule = LintRule<PromqlSubject>;

export const promqlRules: readonly PromqlRule[] = [
  {
    name: "target-promql",
    from: "dashboard-linter",
    demands: "Queries follow the grammar and the types of PromQL: no `rate` of an instant vector.",
    check: ({ text }) => {
      const errors = syntaxErrors("promql", text);
      return errors.length > 0 ? errors : typeErrors(text);
    },
  },
  {
    name: "metric-declared",
    from: "own",
    demands:
      "Queries, including guards on other services, read only metrics, labels and services that the catalog declares.",
    check: ({ text, declared }) => phantoms(declared, text),
  },
  {
    name: "selector-scope",
    from: "own",
    demands: "Every selector names its service by `job` (instead of `target-job` and `target-instance`).",
    check: ({ expression, declared }) =>
      expression
        .selectors()
        .filter(({ name }) => declared.get(name)?.every(({ metric }) => metric.ingestion !== "usage"))
        .flatMap(({ name, matchers }) => complain(!matchers.some(({ label }) => label === "job"), `${name}: no job`)),
  },
  {
    name: "target-rate-interval",
    from: "dashboard-linter",
    demands:
      "On dashboards, windows are `$__rate_interval`, `$__range` in queries that run once, `$__interval` in bars whose step is four exports, or fixed and at least four exports long. In rules, they are fixed.",
    check: ({ expression, onBoard, instant, stepSeconds }) =>
      expression.windows().flatMap((window) => windowProblems(window, { onBoard, instant, stepSeconds })),
  },
  {
    name: "promql/rate",
    from: "pint",
    demands: "`rate` and `increase` are applied only to counters, according to the types of the catalog.",
    check: ({ expression, declared }) =>
      expression
        .all("FunctionCall")
        .filter((call) => RATES.test(expression.textOf(call)))
        .flatMap((call) => expression.selectors(call))
        .flatMap(({ name }) => complain(!cumulative(declared, name), `rate of ${name}, which is not a counter`)),
  },
  {
    name: "target-counter-agg",
    from: "dashboard-linter",
    demands: "A counter is read only through its growth (`promql/counter` of pint).",
    check: nakedCounters,
  },
  {
    name: "promql/regexp",
    from: "pint",
    demands:
      "No regular expression where a value is enough, and no anchors, because every expression is anchored anyway.",
    check: ({ expression }) =>
      expression
        .selectors()
        .flatMap(({ matchers }) => matchers)
        .flatMap(({ label, operator, value }) => regexpProblems(label, operator, value)),
  },
  {
    name: "promql/nan",
    from: "pint",
    demands: "No division inside an aggregation whose divisor may be 0.",
    check: ({ expression }) =>
      expression
        .all("AggregateExpr")
        .flatMap((whole) => expression.all("BinaryExpr", whole))
        .filter((node) => node.getChild("Div") !== null && mayBeZero(expression.textOf(node.lastChild ?? node)))
        .map((node) => `may divide by 0: ${expression.textOf(node)}`),
  },
  {
    name: "promql/vector_matching",
    from: "pint",
    demands: "Both sides of an operator have the same labels, or `on` names the labels that they match on.",
    check: ({ expression }) => expression.all("BinaryExpr").flatMap((node) => matchingProblems(expression, node)),
  },
  {
    name: "quantile-keeps-le",
    from: "own",
    demands: "A quantile is computed from buckets that keep their bounds.",
    check: ({ expression }) =>
      expression
        .all("FunctionCall")
        .filter((call) => expression.textOf(call).startsWith("histogram_quantile"))
        .flatMap((call) => expression.all("AggregateExpr", call))
        .flatMap((node) => {
          const labels = resultLabels(expression, node);
          return complain(typeof labels === "object" && !labels.has("le"), expression.textOf(node));
        }),
  },
];

const RATES = /^(rate|irate|increase)\b/;

function windowProblems(
  window: string,
  { onBoard, instant, stepSeconds }: Pick<PromqlSubject, "onBoard" | "instant" | "stepSeconds">,
): readonly string[] {
  if (!window.startsWith("$")) {
    return complain(seconds(window) < SHORTEST_WINDOW_SECONDS, `${window} is shorter than four exports`);
  }
  const allowed =
    onBoard &&
    (window === "$__rate_interval" ||
      (window === "$__range" && instant) ||
      (window === "$__interval" && stepSeconds >= SHORTEST_WINDOW_SECONDS));
  return complain(!allowed, `${window} is not allowed here`);
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

const seconds = (window: string): number =>
  [...window.matchAll(/(\d+)([smhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * (SECONDS[unit ?? ""] ?? 0),
    0,
  );

const cumulative = (declared: PromqlSubject["declared"], name: string): boolean =>
  (declared.get(name) ?? []).every(({ metric }) => isCumulative(metric));

/** Counters that appear within a window are read directly, in addition to their growth. */
function nakedCounters({ expression, declared }: PromqlSubject): readonly string[] {
  return expression.all("VectorSelector").flatMap((node) => {
    const [selector] = expression.selectors(node);
    const name = selector?.name ?? "";
    if (!declared.has(name) || !cumulative(declared, name) || node.parent?.name === "MatrixSelector") return [];
    const whole = enclosingAggregate(node);
    const text = whole === undefined ? "" : expression.textOf(whole);
    const fine = /^count\b/.test(text) || (text.includes("unless") && text.includes(`increase(${name}`));
    return complain(!fine, `${name} is a counter`);
  });
}

function enclosingAggregate(node: SyntaxNode): SyntaxNode | undefined {
  for (let outer = node.parent; outer !== null; outer = outer.parent) if (outer.name === "AggregateExpr") return outer;
  return undefined;
}

export function regexpProblems(label: string, operator: string, value: string): readonly string[] {
  if (!operator.includes("~") || value.includes("$__") || /\$\{?[a-z]/.test(value)) return [];
  return [
    ...complain(!/[.*+?()|[\]{}\\]/.test(value), `${label}${operator}"${value}" is not a pattern`),
    ...complain(/^\^|(?<!\\)\$$/.test(value), `${label}${operator}"${value}" is anchored anyway`),
  ];
}

const mayBeZero = (divisor: string): boolean => !/^[\d.e]+$/.test(divisor) && !/> 0\)$/.test(divisor);

function matchingProblems(expression: PromqlSubject["expression"], node: SyntaxNode): readonly string[] {
  if (node.getChild("MatchingModifierClause") || node.getChild("Or")) return [];
  const sides = operands(node);
  if (sides === undefined) return [];
  const [left, right] = sides.map((side) => resultLabels(expression, side));
  if (typeof left !== "object" || typeof right !== "object") return [];
  const same = left.size === right.size && [...left].every((label) => right.has(label));
  return complain(!same, `[${[...left].join()}] does not match [${[...right].join()}] in ${expression.textOf(node)}`);
}
