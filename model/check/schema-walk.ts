import { z } from "zod";
import type { FieldMeta } from "../config/field.ts";

/** The schema below wrappers (`optional`, `default`, `prefault`), with the first metadata met on the way. */
export function unwrap(schema: z.core.$ZodType): { schema: z.core.$ZodType; meta: FieldMeta | undefined } {
  let meta = metaOf(schema);
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault) {
    inner = inner.unwrap();
    meta ??= metaOf(inner);
  }
  return { schema: inner, meta };
}

function metaOf(schema: z.core.$ZodType): FieldMeta | undefined {
  return z.globalRegistry.get(schema) as FieldMeta | undefined;
}

/** Members of an object schema, in order of declaration. */
export function membersOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> {
  const inner = unwrap(schema).schema;
  return inner instanceof z.ZodObject ? inner.shape : {};
}

/** The object schemas that `value` may be meant as: for a union, the options whose literal members agree with it, or all if none does. */
export function meantAs(schema: z.core.$ZodType, value: unknown): readonly z.core.$ZodType[] {
  const inner = unwrap(schema).schema;
  if (!(inner instanceof z.ZodUnion)) return [inner];
  const agreeing = inner.options.filter((option) =>
    Object.entries(membersOf(option)).every(
      ([key, member]) => !(member instanceof z.ZodLiteral) || member.values.has(valueAt(value, [key]) as string),
    ),
  );
  return agreeing.length > 0 ? agreeing : inner.options;
}

/** Keys that an object in place of `value` may have. */
export function keysOf(schema: z.core.$ZodType, value: unknown): readonly string[] {
  return [...new Set(meantAs(schema, value).flatMap((option) => Object.keys(membersOf(option))))];
}

/** Literals that distinguish the options of a union, such as `create` and `adopt` for the member `mode`. */
export function literalsOf(schema: z.core.$ZodType, key: PropertyKey): readonly string[] {
  return meantAs(schema, undefined).flatMap((option) => {
    const member = membersOf(option)[String(key)];
    return member instanceof z.ZodLiteral ? [...member.values].map(String) : [];
  });
}

function child(schema: z.core.$ZodType, key: PropertyKey, value: unknown): z.core.$ZodType | undefined {
  const inner = unwrap(schema).schema;
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  return meantAs(inner, value)
    .map((option) => membersOf(option)[String(key)])
    .find((member) => member !== undefined);
}

/** Schema at a path below `root`, or undefined if there is none. */
export function schemaAt(
  root: z.core.$ZodType,
  path: readonly PropertyKey[],
  value: unknown,
): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = root;
  let at = value;
  for (const key of path) {
    schema = schema && child(schema, key, at);
    at = valueAt(at, [key]);
  }
  return schema;
}

/** Value at a path, or undefined. */
export function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}
