import { parser as logqlParser } from "@grafana/lezer-logql";
import { parser as traceqlParser } from "@grafana/lezer-traceql";
import type { SyntaxNode } from "@lezer/common";
import { parser as promqlParser } from "@prometheus-io/lezer-promql";

/** What a PromQL expression reads. */
export interface Reads {
  readonly metrics: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels it aggregates by. */
  readonly groups: readonly string[];
}

const PARSERS = { promql: promqlParser, logql: logqlParser, traceql: traceqlParser };
export type Language = keyof typeof PARSERS;

/** Puts plain values in place of Grafana's macros outside of quotes; the grammars do not know them. */
export const withoutMacros = (text: string): string =>
  text.replaceAll("$__rate_interval", "5m").replaceAll("$__auto", "5m").replaceAll("$__interval", "1m");

/** Places where an expression does not follow the grammar of its language. */
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

/** Metrics and labels of a PromQL expression, by its syntax tree. */
export function reads(text: string): Reads {
  const source = withoutMacros(text);
  const textOf = ({ from, to }: { readonly from: number; readonly to: number }) => source.slice(from, to);
  const metrics: Reads["metrics"][number][] = [];
  const groups: string[] = [];
  promqlParser.parse(source).iterate({
    enter: ({ name, node }) => {
      if (name === "GroupingLabels") groups.push(...node.getChildren("LabelName").map(textOf));
      if (name === "VectorSelector") metrics.push({ name: nameOf(node, textOf), labels: labelsOf(node, textOf) });
    },
  });
  return { metrics, groups };
}

type TextOf = (node: SyntaxNode) => string;

function nameOf(selector: SyntaxNode, textOf: TextOf): string {
  const name = selector.getChild("Identifier");
  return name ? textOf(name) : "";
}

const labelsOf = (selector: SyntaxNode, textOf: TextOf): readonly string[] =>
  (selector.getChild("LabelMatchers")?.getChildren("UnquotedLabelMatcher") ?? [])
    .flatMap((matcher) => matcher.getChildren("LabelName"))
    .map(textOf);
