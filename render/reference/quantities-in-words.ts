import type { Unit } from "../../model/catalog/metrics.ts";

/* Numbers and lists as people write them. */

export const code = (text: string): string => `\`${text}\``;

/** "a, b or c" */
export function listed(texts: readonly string[], word: "and" | "or"): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} ${word} ${last}`;
}

export const percent = (share: number): string => `${rounded(share * 100)} %`;

/** "95th percentile" */
export function percentile(quantile: number): string {
  if (quantile === 0.5) return "median";
  const number = rounded(quantile * 100);
  const ordinal = Number.isInteger(number) && Math.trunc((number % 100) / 10) !== 1 ? ORDINALS[number % 10] : undefined;
  return `${number}${ordinal ?? "th"} percentile`;
}

const ORDINALS: Readonly<Record<number, string>> = { 1: "st", 2: "nd", 3: "rd" };

/** Seconds: "50 ms", "0.5 s", "2 minutes", "22.5 days" */
export function duration(seconds: number): string {
  if (seconds !== 0 && Math.abs(seconds) < 0.1) return `${rounded(seconds * 1000)} ms`;
  const unit = LONG_UNITS.find(([, length]) => Math.abs(seconds) >= length && Number.isInteger((2 * seconds) / length));
  if (unit === undefined) return `${seconds} s`;
  const [name, length] = unit;
  return `${seconds / length} ${name}${seconds === length ? "" : "s"}`;
}

const LONG_UNITS: readonly (readonly [name: string, seconds: number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

/** A number with its unit. Counts (`{request}`) have none. */
export function quantity(value: number, unit: Unit | "per second" = "1"): string {
  if (value === 0 || unit === "1" || unit.startsWith("{")) return String(value);
  if (unit === "s") return duration(value);
  if (unit === "ms") return duration(value / 1000);
  return `${value} ${WRITTEN[unit] ?? unit}`;
}

const WRITTEN: Readonly<Record<string, string>> = { By: "bytes", KiBy: "KiB", MiBy: "MiB", GiBy: "GiB", us: "µs" };

/** Binary fractions print as 56.99999999999999. */
const rounded = (value: number): number => Number(value.toFixed(3));
