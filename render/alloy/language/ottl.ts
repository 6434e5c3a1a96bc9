import { raw } from "./ast.ts";
import type { RawString } from "./ast.ts";
import { quote } from "./quote.ts";

/** Conditions on resource attributes: each must have the given value or, for null, must not exist. */
type Where = Readonly<Record<string, string | null>>;

/** Returns a resource attribute; valid in every context of a statement. */
const resourceAttribute = (name: string): string => `resource.attributes[${quote(name)}]`;

/** Returns the OTTL statement that sets a resource attribute, even if the application set it. OTTL quotes strings like Go. */
export function setResourceAttribute(name: string, value: string, where: Where = {}): RawString {
  const conditions = Object.entries(where).map(
    ([key, expected]) => `${resourceAttribute(key)} == ${expected === null ? "nil" : quote(expected)}`,
  );
  const condition = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  return raw(`set(${resourceAttribute(name)}, ${quote(value)})${condition}`);
}

/** Deletes the attributes whose whole name matches the pattern (RE2). */
export const deleteMatchingAttributes = (pattern: string): RawString =>
  raw(`delete_matching_keys(resource.attributes, ${quote(`^(${pattern})$`)})`);
