import { z } from "zod";
import type { Duration } from "../duration.ts";
import { membersOf, meantAs, unwrap } from "./schema-walk.ts";

/**
 * The readable part of settings: invalid values are undefined, and valid values beside them are present, with their defaults.
 * Rules between fields are therefore typed, and report their problems even if something else is invalid.
 */
export type Readable<T> = T extends string | number | boolean | Duration
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Readable<Item> | undefined)[]
    : { readonly [Key in keyof T]?: Readable<T[Key]> | undefined };

/** Reads the valid part of a value. A key whose value is invalid is present, but undefined. */
export function readable<Schema extends z.core.$ZodType>(
  schema: Schema,
  value: unknown,
): Readable<z.core.output<Schema>> | undefined {
  return read(schema, value) as Readable<z.core.output<Schema>> | undefined;
}

function read(schema: z.core.$ZodType, value: unknown): unknown {
  const inner = unwrap(schema).schema;
  if (Array.isArray(value) && inner instanceof z.ZodArray) return value.map((item) => read(inner.element, item));
  if (isObject(value) && inner instanceof z.ZodRecord) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(inner.valueType, item)]));
  }
  const members = isObject(value) ? membersOfAny(meantAs(schema, value)) : [];
  if (!isObject(value) || members.length === 0) return z.safeParse(schema, value).data;
  return Object.fromEntries(
    members.flatMap(([key, member]) => {
      const item = read(member, value[key]);
      return item === undefined && value[key] === undefined ? [] : [[key, item]];
    }),
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Members of all object schemas that the value may be meant as. If they share a name, the first one wins. */
const membersOfAny = (schemas: readonly z.core.$ZodType[]): readonly (readonly [string, z.core.$ZodType])[] =>
  Object.entries(Object.assign({}, ...schemas.map(membersOf).reverse()) as Record<string, z.core.$ZodType>);
