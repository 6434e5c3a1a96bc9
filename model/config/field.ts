import { z } from "zod";
import { parseDuration } from "../duration.ts";

/** What a field says of itself: used in error messages and in `docs/configuration.md`. */
export interface FieldMeta {
  /** What it is and what it changes. */
  readonly description: string;
  /** The shape of a good value, as it stands after "expected". */
  readonly expected?: string;
  /** A good value, as it would be written in YAML. */
  readonly example?: string;
  /** What is written here by mistake may be a secret: messages tell its kind, never the value. */
  readonly concealed?: boolean;
}

/** A schema and what it says of itself. */
export const field = <T extends z.ZodType>(schema: T, meta: FieldMeta): T => schema.meta({ ...meta });

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
/** @param length at most as long, where suffixes follow. */
export const dnsLabel = (length = 63) => z.string().regex(DNS_LABEL).max(length);
export const DNS_LABEL_EXPECTED = "a DNS label (a-z, 0-9, -, at most 63 characters)";

/** An http(s) URL without a slash at the end: paths are appended to it. */
export const baseUrl = () => z.url({ protocol: /^https?$/ }).overwrite((url) => url.replace(/\/+$/, ""));

/** A text such as `1h30m`, which becomes a Duration. */
export const duration = (leastSeconds = 1) =>
  z.string().transform((text, { issues }) => {
    const parsed = parseDuration(text);
    if (parsed !== undefined && parsed.seconds >= leastSeconds) return parsed;
    issues.push({ code: "custom", input: text });
    return z.NEVER;
  });
export const DURATION_EXPECTED = "a Go duration in h, m and s, longer than 0";
