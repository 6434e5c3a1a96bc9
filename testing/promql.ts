import { parser as logqlParser } from "@grafana/lezer-logql";
import { parser as traceqlParser } from "@grafana/lezer-traceql";
import type { SyntaxNode } from "@lezer/common";
import { parser as promqlParser } from "@prometheus-io/lezer-promql";

const PARSERS = { promql: promqlParser, logql: logqlParser, traceql: traceqlParser };
export type Language = keyof typeof PARSERS;

/** Replaces Grafana's macros outside of quotes with plain values, because the grammars do not support macros. */
export const withoutMacros = (text: string): string =>
  text
    .replaceAll("$__rate_interval", "5m")
    .replaceAll("$__auto", "5m")
    .replaceAll("$__interval", "4m")
    .replaceAll("$__range", "1h");

/** Returns the places where an expression violates its language's grammar. */
export function syntaxErrors(language: Language, text: string): readonly string[] {
  const source = withoutMacros(text);
  const errors: string[] = [];
  PARSERS[language].parse(source).iterate({
    enter: ({ type, from, to }) => {
      if (type.isError) errors.push(`${source.slice(0, from)}<<<${source.slice(from, to)}>>>${source.slice(to)}`);
    },
  });
  return errors;
}

/** A condition on one label; its value is unquoted. */
export interface LabelMatcher {
  readonly label: string;
  readonly operator: "=" | "!=" | "=~" | "!~";
  readonly value: string;
}

/** A selector of a PromQL expression. */
export interface Selector {
  readonly name: string;
  readonly matchers: readonly LabelMatcher[];
}

/** The operand of an aggregation, or both operands of an operator that matches `on` or `ignoring` labels. */
export interface Aggregation {
  readonly by: readonly string[];
  readonly selectors: readonly Selector[];
  /** Labels that the expression itself creates. */
  readonly made: readonly string[];
}

/** Unusual durations that replace macros and identify them afterwards. */
const MACROS: readonly (readonly [string, string])[] = [
  ["$__rate_interval", "7777701s"],
  ["$__interval", "7777702s"],
  ["$__range", "7777703s"],
  ["$__auto", "7777704s"],
];

/** A syntax tree with its text. */
export class Expression {
  readonly source: string;
  readonly text: string;
  readonly top: SyntaxNode;

  constructor(text: string) {
    this.source = text;
    this.text = withoutMacros(text);
    this.top = promqlParser.parse(this.text).topNode;
  }

  textOf = ({ from, to }: Pick<SyntaxNode, "from" | "to">): string => this.text.slice(from, to);

  /** Returns every node of a kind, at or below another one. */
  all(kind: string, below: SyntaxNode = this.top): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    below.cursor().iterate(({ name, node }) => {
      if (name === kind) found.push(node);
    });
    return found;
  }

  /** Returns the windows of range vectors, with their original macros. Ignores the windows and steps of subqueries. */
  windows(): readonly string[] {
    const told = MACROS.reduce((text, [macro, duration]) => text.replaceAll(macro, duration), this.source);
    const windows: string[] = [];
    promqlParser.parse(told).iterate({
      enter: ({ name, node }) => {
        const duration = name === "MatrixSelector" ? node.getChild("DurationExpr") : null;
        if (duration) windows.push(told.slice(duration.from, duration.to));
      },
    });
    return windows.map((window) => MACROS.find(([, duration]) => duration === window)?.[0] ?? window);
  }

  selectors(below?: SyntaxNode): readonly Selector[] {
    return this.all("VectorSelector", below).map((node) => {
      const name = node.getChild("Identifier");
      const matchers = node.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [];
      return { name: name ? this.textOf(name) : "", matchers: matchers.map((one) => this.matcher(one)) };
    });
  }

  private matcher(node: SyntaxNode): LabelMatcher {
    const [label, operator, value] = ["LabelName", "MatchOp", "StringLiteral"].map((kind) => {
      const part = node.getChild(kind);
      return part ? this.textOf(part) : "";
    });
    return {
      label: label ?? "",
      operator: operator as LabelMatcher["operator"],
      value: unquoted(value ?? ""),
    };
  }

  /** Returns the labels that `label_replace` writes. */
  made(below?: SyntaxNode): readonly string[] {
    return this.all("FunctionCall", below)
      .filter((call) => this.textOf(call).startsWith("label_replace"))
      .flatMap((call) => call.getChild("FunctionCallBody")?.getChildren("StringLiteral").slice(0, 1) ?? [])
      .map((literal) => unquoted(this.textOf(literal)));
  }

  aggregations(): readonly Aggregation[] {
    return this.all("GroupingLabels").map((labels) => {
      const whole = enclosing(labels);
      return {
        by: labels.getChildren("LabelName").map(this.textOf),
        selectors: this.selectors(whole),
        made: this.made(whole),
      };
    });
  }
}

/** Returns the content of a string in double quotes. */
const unquoted = (literal: string): string =>
  literal.slice(1, -1).replaceAll(/\\(.)/gs, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));

/** Returns the aggregation or operator that grouping labels belong to. */
function enclosing(node: SyntaxNode): SyntaxNode {
  let outer = node;
  while (outer.parent !== null && !["AggregateExpr", "BinaryExpr"].includes(outer.name)) outer = outer.parent;
  return outer;
}

export const selectors = (text: string): readonly Selector[] => new Expression(text).selectors();
export const aggregations = (text: string): readonly Aggregation[] => new Expression(text).aggregations();

/** Returns the metrics and labels in a PromQL expression's syntax tree, and the labels it aggregates by. */
export function reads(text: string) {
  const expression = new Expression(text);
  return {
    metrics: expression.selectors().map(({ name, matchers }) => ({ name, labels: matchers.map(({ label }) => label) })),
    groups: expression.aggregations().flatMap(({ by }) => by),
  };
}
