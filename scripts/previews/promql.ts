import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { withoutMacros } from "../../testing/promql.ts";
import { IDENTITY, labelValues } from "./vocabulary.ts";

export type Labels = Readonly<Record<string, string>>;

/** More than fit in a legend, fewer than a cluster has. */
const MOST_OF_A_SELECTOR = 5;
const MOST_OF_A_QUERY = 12;

/**
 * Returns the label sets that a PromQL expression can produce, without the labels that aggregations drop. Derived from its
 * syntax tree. `wanted` are the labels that distinguish series without an aggregation. Undefined if the text is not PromQL.
 */
export function resultLabels(expr: string, wanted: readonly string[]): readonly Labels[] | undefined {
  const text = withoutMacros(expr);
  const { topNode } = parser.parse(text);
  let sound = true;
  topNode.cursor().iterate(({ type }) => {
    if (type.isError) sound = false;
  });
  const [root] = childrenOf(topNode);
  if (!sound || root === undefined) return undefined;
  return new Evaluation(text).of(root, wanted)?.slice(0, MOST_OF_A_QUERY) ?? [{}];
}

function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

type Sets = readonly Labels[];

/** Evaluates one syntax tree. */
class Evaluation {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Undefined for scalars and strings. */
  of(node: SyntaxNode, wanted: readonly string[]): Sets | undefined {
    switch (node.name) {
      case "VectorSelector":
        return combinations(wanted, this.textOf(node)).slice(0, MOST_OF_A_SELECTOR);
      case "AggregateExpr":
        return this.aggregation(node, wanted);
      case "FunctionCall":
        return this.call(node, wanted);
      case "BinaryExpr":
        return this.binary(node, wanted);
      case "NumberDurationLiteral":
      case "StringLiteral":
        return undefined;
      default:
        return this.firstVector(childrenOf(node), wanted);
    }
  }

  private firstVector(nodes: readonly SyntaxNode[], wanted: readonly string[]): Sets | undefined {
    for (const node of nodes) {
      const sets = this.of(node, wanted);
      if (sets !== undefined) return sets;
    }
    return undefined;
  }

  private aggregation(node: SyntaxNode, wanted: readonly string[]): Sets | undefined {
    const body = node.getChild("FunctionCallBody");
    if (body === null) return undefined;
    const operator = this.textOf(node.firstChild ?? node);
    const modifier = node.getChild("AggregateModifier");
    const labels = modifier?.getChild("GroupingLabels")?.getChildren("LabelName").map(this.textOf) ?? [];
    if (/^(topk|bottomk|limitk)$/.test(operator)) {
      return this.of(body, wanted)?.slice(0, Number(this.textOf(body.firstChild ?? body)) || undefined);
    }
    const kept = modifier?.getChild("By")
      ? labels
      : modifier === null
        ? []
        : wanted.filter((one) => !labels.includes(one));
    const seen = kept.filter((label) => label !== "le");
    return unique(this.of(body, seen)?.map((set) => pick(set, seen)) ?? []);
  }

  private call(node: SyntaxNode, wanted: readonly string[]): Sets | undefined {
    const body = node.getChild("FunctionCallBody");
    const name = this.textOf(node.firstChild ?? node);
    if (body === null) return name === "time" ? undefined : [{}];
    if (name === "vector" || name.startsWith("absent")) return [{}];
    if (name !== "label_replace") return this.of(body, wanted);
    const [target = "", replacement = "", source = "", pattern = ""] = body
      .getChildren("StringLiteral")
      .map((one) => this.textOf(one).slice(1, -1).replaceAll("\\\\", "\\"));
    const inner = this.of(body, source === "" ? wanted : [...new Set([...wanted, source])]);
    return inner?.map((set) => {
      const found = new RegExp(`^(?:${pattern})$`).exec(set[source] ?? "");
      if (found === null) return set;
      return {
        ...set,
        [target]: replacement.replace(/\$\{?(\d+)\}?/g, (_, index: string) => found[Number(index)] ?? ""),
      };
    });
  }

  private binary(node: SyntaxNode, wanted: readonly string[]): Sets | undefined {
    const [left, right] = [node.firstChild, node.lastChild];
    if (left === null || right === null) return undefined;
    const [first, second] = [this.of(left, wanted), this.of(right, wanted)];
    if (node.getChild("Or")) return unique([...(first ?? []), ...(second ?? [])]);
    return node.getChild("MatchingModifierClause")?.getChild("GroupRight") ? second : (first ?? second);
  }

  private readonly textOf = ({ from, to }: SyntaxNode): string => this.text.slice(from, to);
}

const pick = (set: Labels, labels: readonly string[]): Labels =>
  Object.fromEntries(labels.flatMap((label) => (set[label] === undefined ? [] : [[label, set[label]]])));

const unique = (sets: Sets): Sets => [...new Map(sets.map((set) => [JSON.stringify(set), set])).values()];

/** Combines the labels' values that the matchers in an expression allow. Labels of the same object vary together. */
export function combinations(labels: readonly string[], expr: string): Sets {
  const all = [...new Set(labels)];
  const things = Math.max(
    ...all.filter((label) => IDENTITY.has(label)).map((label) => labelValues(label, expr).length),
    1,
  );
  const others = all.filter((label) => !IDENTITY.has(label)).map((label) => labelValues(label, expr).length);
  const count = others.reduce((product, size) => product * size, things);
  return Array.from({ length: Math.min(count, MOST_OF_A_QUERY) }, (_, index) => {
    let rest = Math.floor(index / things);
    const set = all.map((label) => {
      const values = labelValues(label, expr);
      if (IDENTITY.has(label)) return [label, values[(index % things) % values.length] ?? ""] as const;
      const value = values[rest % values.length] ?? "";
      rest = Math.floor(rest / values.length);
      return [label, value] as const;
    });
    return Object.fromEntries(set);
  });
}
