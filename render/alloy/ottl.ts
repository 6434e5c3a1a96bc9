import { raw } from "./ast.ts";
import type { RawString } from "./ast.ts";
import { quote } from "./quote.ts";

/** The OTTL statement that sets a resource attribute, whatever the application sent. OTTL strings are quoted as Go's. */
export function setResourceAttribute(attribute: string, value: string): RawString {
  return raw(`set(attributes[${quote(attribute)}], ${quote(value)})`);
}
