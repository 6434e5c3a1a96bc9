import { z } from "zod";
import { parseDuration } from "../duration.ts";

/** Description of a field, for error messages and `docs/configuration.md`. */
export interface FieldMeta {
  /** What the field is and what it changes. */
  readonly description: string;
  /** Shape of a valid value, as a noun phrase after "expected". */
  readonly expected?: string;
  /** A valid value, as written in YAML. */
  readonly example?: string;
  /** A value written here by mistake may be a secret: messages show its type, never the value. */
  readonly concealed?: boolean;
}

/** Attaches its description to a schema. */
export const field = <T extends z.ZodType>(schema: T, meta: FieldMeta): T => schema.meta({ ...meta });

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** @param length maximum length; shorter than 63 if suffixes are appended. */
export const dnsLabel = (length = 63) => z.string().regex(DNS_LABEL).max(length);
export const DNS_LABEL_EXPECTED = "a DNS label (a-z, 0-9, -, at most 63 characters)";

/** An http(s) URL. Trailing slashes are removed, because paths are appended to it. */
export const baseUrl = () => z.url({ protocol: /^https?$/ }).overwrite((url) => url.replace(/\/+$/, ""));

/** A string such as `1h30m`, parsed into a Duration. */
export const duration = (leastSeconds = 1) =>
  z.string().transform((text, { issues }) => {
    const parsed = parseDuration(text);
    if (parsed !== undefined && parsed.seconds >= leastSeconds) return parsed;
    issues.push({ code: "custom", input: text });
    return z.NEVER;
  });
export const DURATION_EXPECTED = "a Go duration in h, m and s, longer than 0";
