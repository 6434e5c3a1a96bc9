import { z } from "zod";
import type { Duration } from "../duration.ts";
import { membersOf, meantAs, unwrap } from "./schema-walk.ts";

/**
 * Settings as far as they can be read: what is wrong is undefined, and what is right beside it is there, with its defaults.
 * So rules between fields are typed, and say what they find although something else is wrong.
 */
export type Readable<T> = T extends string | number | boolean | Duration
  ? T
  : T extends readonly (infer Item)[]
    ? readonly (Readable<Item> | undefined)[]
    : { readonly [Key in keyof T]?: Readable<T[Key]> | undefined };

/** A key is there, although undefined, where something is written that cannot be read. */
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

/** Members of the objects that a value may be meant as, the first of a name. */
const membersOfAny = (schemas: readonly z.core.$ZodType[]): readonly (readonly [string, z.core.$ZodType])[] =>
  Object.entries(Object.assign({}, ...schemas.map(membersOf).reverse()) as Record<string, z.core.$ZodType>);
