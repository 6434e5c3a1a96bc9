import type { Block, Expression, Late, Quantity, Value } from "./ast.ts";
import { isPrintable, quote } from "./quote.ts";

/** Longer lists are printed with one element per line. `alloy fmt` keeps both forms. */
const LINE_WIDTH = 100;

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const PLAIN_KEY = /^[ !#-[\]-~]+$/;
const KEYWORDS: ReadonlySet<string> = new Set(["true", "false", "null"]);

/**
 * Returns the Alloy configuration text for the blocks, exactly as `alloy fmt` formats it.
 * @param known texts of late values by name
 * @throws if a late value is missing
 */
export function printConfig(blocks: readonly Block[], known: Readonly<Record<string, string>> = {}): string {
  return `${blocks.map((block) => printBlock(resolved(block, known), 0)).join("\n\n")}\n`;
}

/** Returns the block with its late values filled in. */
function resolved(block: Block, known: Readonly<Record<string, string>>): Block {
  const fill = ([name, value]: [string, Value]): [string, Value] => [
    name,
    isLate(value) ? textOf(value, known) : value,
  ];
  return {
    ...block,
    attributes: Object.fromEntries(Object.entries(block.attributes).map(fill)),
    blocks: block.blocks.map((inner) => resolved(inner, known)),
  };
}

const isLate = (value: Value): value is Late =>
  typeof value === "object" && value !== null && "kind" in value && value.kind === "late";

function textOf({ name }: Late, known: Readonly<Record<string, string>>): string {
  const text = known[name];
  if (text === undefined) throw new Error(`late value "${name}": expected a text, got nothing`);
  return text;
}

function printBlock(block: Block, depth: number): string {
  const head = [dotted(block.name), ...(block.label === undefined ? [] : [`"${identifier(block.label)}"`])].join(" ");
  const body = [
    printFields(block.attributes, depth + 1, identifier, ""),
    ...block.blocks.map((b) => printBlock(b, depth + 1)),
  ];
  const text = body.filter((part) => part !== "").join("\n\n");
  const comment = (block.comment ?? "").split("\n").filter((line) => line !== "");
  return [
    ...comment.map((line) => `${indent(depth)}// ${line}`),
    text === "" ? `${indent(depth)}${head} { }` : `${indent(depth)}${head} {\n${text}\n${indent(depth)}}`,
  ].join("\n");
}

/**
 * Prints `name = value` lines with the `=` aligned in each run. A run ends after a value that spans several lines,
 * because the formatter aligns only consecutive lines.
 */
function printFields(
  fields: Readonly<Record<string, Value>>,
  depth: number,
  printName: (name: string) => string,
  separator: "" | ",",
): string {
  const lines: string[] = [];
  let run: { name: string; value: string }[] = [];
  const endRun = () => {
    const width = Math.max(0, ...run.map(({ name }) => columns(name)));
    for (const { name, value } of run) {
      lines.push(`${indent(depth)}${name}${" ".repeat(width - columns(name))} = ${value}${separator}`);
    }
    run = [];
  };
  for (const [key, field] of Object.entries(fields)) {
    const value = printValue(field, depth);
    run.push({ name: printName(key), value });
    if (value.includes("\n")) endRun();
  }
  endRun();
  return lines.join("\n");
}

function printValue(value: Value, depth: number): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return printNumber(value);
  if (isList(value)) return printList(value, depth);
  return printExpression(value, depth);
}

function printExpression(expression: Expression, depth: number): string {
  switch (expression.kind) {
    case "raw":
      return printRaw(expression.text);
    case "quantity":
      return quote(printQuantity(expression));
    case "object": {
      const fields = printFields(expression.fields, depth + 1, objectKey, ",");
      return fields === "" ? "{}" : `{\n${fields}\n${indent(depth)}}`;
    }
    case "reference":
      return [dotted(expression.component), identifier(expression.label), identifier(expression.field)].join(".");
    case "late":
      throw new Error(`late value "${expression.name}" is not an attribute of a block`);
    case "call":
      return `${dotted(expression.name)}(${expression.arguments.map((value) => printValue(value, depth)).join(", ")})`;
  }
}

function printList(items: readonly Value[], depth: number): string {
  const inline = `[${items.map((item) => printValue(item, depth)).join(", ")}]`;
  if (!inline.includes("\n") && inline.length <= LINE_WIDTH) return inline;
  const lines = items.map((item) => `${indent(depth + 1)}${printValue(item, depth + 1)},`);
  return `[\n${lines.join("\n")}\n${indent(depth)}]`;
}

/** Uses quotes if needed: the formatter mangles tabs and line ends inside backticks, and backticks cannot be escaped there. */
function printRaw(text: string): string {
  return isPrintable(text) && !text.includes("`") ? `\`${text}\`` : quote(text);
}

function printNumber(value: number): string {
  if (!Number.isFinite(value))
    throw new Error(`number in an Alloy configuration: expected a finite number, got ${value}`);
  return String(value);
}

function printQuantity({ amount, unit }: Quantity): string {
  if (!Number.isSafeInteger(amount) || amount < 0) {
    throw new Error(`quantity in an Alloy configuration: expected a whole number of ${unit}, got ${amount}`);
  }
  return `${amount}${unit}`;
}

/** Alloy does not interpret escapes in a quoted key. */
function objectKey(key: string): string {
  if (IDENTIFIER.test(key) && !KEYWORDS.has(key)) return key;
  if (PLAIN_KEY.test(key)) return `"${key}"`;
  throw new Error(`key of an Alloy object: expected printable ASCII without quotes or backslashes, got ${quote(key)}`);
}

function dotted(name: string): string {
  return name.split(".").map(identifier).join(".");
}

function identifier(name: string): string {
  if (IDENTIFIER.test(name) && !KEYWORDS.has(name)) return name;
  throw new Error(`name in an Alloy configuration: expected letters, digits and "_", got ${quote(name)}`);
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: Expression | readonly Value[]): value is readonly Value[] => Array.isArray(value);
const indent = (depth: number): string => "\t".repeat(depth);
// The formatter measures in code points.
const columns = (text: string): number => Array.from(text).length;
