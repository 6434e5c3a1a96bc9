import { raw } from "./ast.ts";
import type { RawString } from "./ast.ts";
import { quote } from "./quote.ts";

/** Conditions on resource attributes: the value has to be as given, or (null) there must be none. */
type Where = Readonly<Record<string, string | null>>;

/** A resource attribute, from whichever context a statement is in. */
const resourceAttribute = (name: string): string => `resource.attributes[${quote(name)}]`;

/** The OTTL statement that sets a resource attribute, whatever the application sent. OTTL strings are quoted as Go's. */
export function setResourceAttribute(name: string, value: string, where: Where = {}): RawString {
  const conditions = Object.entries(where).map(
    ([key, expected]) => `${resourceAttribute(key)} == ${expected === null ? "nil" : quote(expected)}`,
  );
  const condition = conditions.length === 0 ? "" : ` where ${conditions.join(" and ")}`;
  return raw(`set(${resourceAttribute(name)}, ${quote(value)})${condition}`);
}

/** Deletes the attributes whose whole name matches; RE2. */
export const deleteMatchingAttributes = (pattern: string): RawString =>
  raw(`delete_matching_keys(resource.attributes, ${quote(`^(${pattern})$`)})`);
