import type { SyntaxNode } from "@lezer/common";
import type { Expression } from "../../../testing/promql.ts";

/** The labels of a part of an expression: those named, any, or no labels because it is a number. */
export type Labels = ReadonlySet<string> | "any" | "number";

const SET_OPERATORS = ["And", "Or", "Unless"];

/** Labels of the values that an expression returns. */
export function resultLabels(expression: Expression, node: SyntaxNode): Labels {
  switch (node.name) {
    case "PromQL":
    case "ParenExpr":
    case "UnaryExpr":
    case "OffsetExpr":
    case "SubqueryExpr":
    case "FunctionCallBody":
      return firstOf(expression, node);
    case "NumberDurationLiteral":
    case "StringLiteral":
      return "number";
    case "AggregateExpr":
      return aggregated(expression, node);
    case "FunctionCall":
      return ofCall(expression, node);
    case "BinaryExpr":
      return ofOperator(expression, node);
    default:
      return "any";
  }
}

/** The operands of an operator. */
export function operands(node: SyntaxNode): readonly [SyntaxNode, SyntaxNode] | undefined {
  const { firstChild, lastChild } = node;
  return firstChild === null || lastChild === null ? undefined : [firstChild, lastChild];
}

function firstOf(expression: Expression, node: SyntaxNode): Labels {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    const labels = resultLabels(expression, child);
    if (child.name !== "UnaryOp" && labels !== "number") return labels;
  }
  return node.firstChild === null ? "any" : "number";
}

function aggregated(expression: Expression, node: SyntaxNode): Labels {
  const modifier = node.getChild("AggregateModifier");
  if (modifier?.getChild("By")) {
    const names = modifier.getChild("GroupingLabels")?.getChildren("LabelName") ?? [];
    return new Set(names.map(expression.textOf));
  }
  if (modifier) return "any";
  const selects = /^(topk|bottomk|limitk)/.test(expression.textOf(node));
  return selects ? firstOf(expression, node.getChild("FunctionCallBody") ?? node) : new Set();
}

function ofCall(expression: Expression, node: SyntaxNode): Labels {
  const text = expression.textOf(node);
  if (/^(time|scalar|pi)\b/.test(text)) return "number";
  if (/^vector\b/.test(text)) return new Set();
  const inner = firstOf(expression, node.getChild("FunctionCallBody") ?? node);
  if (inner === "any" || inner === "number") return inner;
  const labels = new Set([...inner, ...expression.made(node)]);
  if (/^histogram_quantile/.test(text)) labels.delete("le");
  return labels;
}

function ofOperator(expression: Expression, node: SyntaxNode): Labels {
  const sides = operands(node);
  if (sides === undefined) return "any";
  const [left, right] = [resultLabels(expression, sides[0]), resultLabels(expression, sides[1])];
  if (left === "number") return right;
  if (right === "number" || SET_OPERATORS.some((name) => node.getChild(name))) return left;
  const on = node.getChild("MatchingModifierClause");
  if (!on?.getChild("On") || on.getChild("GroupLeft")) return left;
  return new Set(on.getChild("GroupingLabels")?.getChildren("LabelName").map(expression.textOf));
}
