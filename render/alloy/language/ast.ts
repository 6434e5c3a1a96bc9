/**
 * The part of Alloy's configuration language that this program uses, as data.
 * Only print.ts creates text, so nothing here needs escaping.
 */

/** A value to the right of `=`. Plain strings, numbers, booleans and arrays represent themselves. */
export type Value = string | number | boolean | null | readonly Value[] | Expression;

export type Expression = RawString | Quantity | ObjectLiteral | Reference | Call | Late;

/** A string in backticks if possible, so that expressions of other languages stay readable; else a quoted string. */
export interface RawString {
  readonly kind: "raw";
  readonly text: string;
}

/** A number with a unit. Alloy writes durations and sizes as strings such as `"30s"` and `"16MiB"`. */
export interface Quantity {
  readonly kind: "quantity";
  readonly amount: number;
  readonly unit: "ms" | "s" | "m" | "MiB";
}

export interface ObjectLiteral {
  readonly kind: "object";
  readonly fields: Readonly<Record<string, Value>>;
}

/** An export of another component, for example `otelcol.auth.basic.cloud.handler`. */
export interface Reference {
  readonly kind: "reference";
  readonly component: string;
  readonly label: string;
  readonly field: string;
}

/** A call of a standard library function, for example `array.concat(a, b)`. */
export interface Call {
  readonly kind: "call";
  readonly name: string;
  readonly arguments: readonly Value[];
}

/** The name of a text that is known only when the configuration is printed: the address of a backend. */
export interface Late {
  readonly kind: "late";
  readonly name: string;
}

/** `name "label" { attributes, then inner blocks }`. Attributes keep their insertion order. */
export interface Block {
  readonly name: string;
  readonly label?: string;
  /** Purpose of the block, for readers of the running configuration. Printed above it. */
  readonly comment?: string;
  readonly attributes: Readonly<Record<string, Value>>;
  readonly blocks: readonly Block[];
}

export const raw = (text: string): RawString => ({ kind: "raw", text });
export const seconds = (amount: number): Quantity => ({ kind: "quantity", amount, unit: "s" });
export const milliseconds = (amount: number): Quantity => ({ kind: "quantity", amount, unit: "ms" });
export const minutes = (amount: number): Quantity => ({ kind: "quantity", amount, unit: "m" });
export const mebibytes = (amount: number): Quantity => ({ kind: "quantity", amount, unit: "MiB" });
export const object = (fields: ObjectLiteral["fields"]): ObjectLiteral => ({ kind: "object", fields });
export const late = (name: string): Late => ({ kind: "late", name });
export const call = (name: string, ...args: readonly Value[]): Call => ({ kind: "call", name, arguments: args });

/** Creates an inner block, for example `client { … }`. */
export function block(name: string, attributes: Block["attributes"] = {}, blocks: readonly Block[] = []): Block {
  return { name, attributes, blocks };
}
