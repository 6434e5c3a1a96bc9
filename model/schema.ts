import { z } from "zod";
import type { FieldMeta } from "./config.ts";

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

/** Schema of one member of `schema` for this `value` (which decides between the options of a union). */
function child(schema: z.core.$ZodType, key: PropertyKey, value: unknown): z.core.$ZodType | undefined {
  const inner = unwrap(schema).schema;
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  const option = inner instanceof z.ZodUnion ? optionOf(inner, value) : inner;
  return option && membersOf(option)[String(key)];
}

/** The option of a union whose literal members agree with `value`; the first that has all its keys otherwise. */
export function optionOf(union: z.ZodUnion, value: unknown): z.core.$ZodType | undefined {
  const given = value as Record<string, unknown>;
  return union.options.find((option) =>
    Object.entries(membersOf(option)).every(
      ([key, member]) => !(member instanceof z.ZodLiteral) || member.values.has(given?.[key] as string),
    ),
  );
}

/** Schema at a path below `root`, or undefined where the path leads nowhere. */
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
