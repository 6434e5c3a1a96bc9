/*
 * Formats values like Grafana, by its unit ids and its rules for decimals. As in Grafana, an unknown unit follows the
 * number.
 */

type Format = (value: number, decimals: number | undefined) => string;

const DECIMAL_PREFIXES = ["n", "µ", "m", "", "k", "M", "G", "T", "P"];
const BINARY_PREFIXES = ["", "Ki", "Mi", "Gi", "Ti", "Pi"];
const SHORT_SCALES = ["", " K", " Mil", " Bil", " Tri"];
const COUNT_SCALES = ["", "K", "M", "B", "T"];

/** Three significant digits: 0.0423, 23.5, 120. */
const automaticDecimals = (value: number): number =>
  value % 1 === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));

const fixed = (value: number, decimals: number | undefined): string =>
  value.toFixed(Math.min(decimals ?? automaticDecimals(Number(value.toPrecision(12))), 12));

/** Divides by powers of `factor`; `zero` is the index of the unscaled unit in the suffixes. */
const scaled =
  (factor: number, suffixes: readonly string[], zero = 0): Format =>
  (value, decimals) => {
    const power = value === 0 ? 0 : Math.floor(Math.log(Math.abs(value)) / Math.log(factor) + 1e-9);
    const place = Math.min(Math.max(power + zero, 0), suffixes.length - 1);
    return fixed(value / factor ** (place - zero), decimals) + (suffixes[place] ?? "");
  };

const si = (symbol: string): Format =>
  scaled(
    1000,
    DECIMAL_PREFIXES.map((prefix) => ` ${prefix}${symbol}`),
    DECIMAL_PREFIXES.indexOf(""),
  );

const binary = (symbol: string): Format =>
  scaled(
    1024,
    BINARY_PREFIXES.map((prefix) => ` ${prefix}${symbol}`),
  );

const countOf = (symbol: string): Format => {
  const count = scaled(1000, COUNT_SCALES);
  return (value, decimals) => `${count(value, decimals)} ${symbol}`;
};

const currency = (symbol: string): Format => {
  const count = scaled(1000, COUNT_SCALES);
  return (value, decimals) => `${value < 0 ? "-" : ""}${symbol}${count(Math.abs(value), decimals)}`;
};

/** Units of time in seconds, each used up to the next one. */
const TIME_STEPS: readonly (readonly [number, string])[] = [
  [1e-9, " ns"],
  [1e-6, " µs"],
  [1e-3, " ms"],
  [1, " s"],
  [60, " mins"],
  [3600, " hours"],
  [86_400, " days"],
  [604_800, " weeks"],
  [31_536_000, " years"],
];

const time =
  (secondsPerUnit: number): Format =>
  (value, decimals) => {
    const seconds = value * secondsPerUnit;
    if (seconds === 0) return `0${TIME_STEPS.find(([size]) => size === secondsPerUnit)?.[1] ?? " s"}`;
    const [size, suffix] = TIME_STEPS.findLast(([step]) => Math.abs(seconds) >= step * 0.9999999) ?? [1e-9, " ns"];
    const count = fixed(seconds / size, decimals);
    return count + (Number(count) === 1 ? suffix.replace(/(min|hour|day|week|year)s$/, "$1") : suffix);
  };

const eitherOr =
  (yes: string, no: string): Format =>
  (value) =>
    value === 0 ? no : yes;

const FORMATS: Readonly<Record<string, Format>> = {
  none: fixed,
  short: scaled(1000, SHORT_SCALES),
  sishort: si(""),
  percent: (value, decimals) => `${fixed(value, decimals)}%`,
  percentunit: (value, decimals) => `${fixed(Number((value * 100).toPrecision(12)), decimals)}%`,
  locale: (value, decimals) => fixed(value, decimals).replace(/\B(?=(\d{3})+(?!\d))/g, ","),
  bytes: binary("B"),
  decbytes: si("B"),
  bits: binary("b"),
  decbits: si("b"),
  binBps: binary("B/s"),
  Bps: si("B/s"),
  bps: si("b/s"),
  hertz: si("Hz"),
  pps: si("p/s"),
  ns: time(1e-9),
  µs: time(1e-6),
  ms: time(1e-3),
  s: time(1),
  m: time(60),
  h: time(3600),
  d: time(86_400),
  dtdurations: time(1),
  dtdurationms: time(1e-3),
  reqps: countOf("req/s"),
  ops: countOf("ops/s"),
  cps: countOf("c/s"),
  rps: countOf("rd/s"),
  wps: countOf("wr/s"),
  iops: countOf("io/s"),
  eps: countOf("evt/s"),
  mps: countOf("msg/s"),
  recps: countOf("rec/s"),
  rowsps: countOf("rows/s"),
  cpm: countOf("c/m"),
  opm: countOf("ops/m"),
  reqpm: countOf("req/m"),
  currencyUSD: currency("$"),
  currencyEUR: currency("€"),
  currencyBTC: currency("฿"),
  bool: eitherOr("True", "False"),
  bool_yes_no: eitherOr("Yes", "No"),
  bool_on_off: eitherOr("On", "Off"),
  dateTimeAsIso: (value) => new Date(value).toISOString().slice(0, 19).replace("T", " "),
  dateTimeFromNow: () => "2 hours ago",
  string: (value) => String(value),
};

/** Formats a value in a unit, with Grafana's default decimals unless given. */
export function formatValue(value: number, unit = "none", decimals?: number | null): string {
  const [, kind, symbol] = /^(prefix|suffix|si|count|currency|time):(.*)$/.exec(unit) ?? [];
  if (kind === "prefix") return `${symbol}${fixed(value, decimals ?? undefined)}`;
  if (kind === "si") return si(symbol ?? "")(value, decimals ?? undefined);
  if (kind === "count") return countOf(symbol ?? "")(value, decimals ?? undefined);
  if (kind === "currency") return currency(symbol ?? "")(value, decimals ?? undefined);
  const format = FORMATS[unit];
  if (format !== undefined) return format(value, decimals ?? undefined);
  return `${fixed(value, decimals ?? undefined)} ${symbol ?? unit}`;
}

/** Formats a value without trailing zeros, as on an axis. */
export const formatTick = (value: number, unit?: string, decimals?: number | null): string =>
  formatValue(value, unit, decimals)
    .replace(/(\.\d*?)0+(?=\D|$)/, "$1")
    .replace(/\.(?=\D|$)/, "");

/** Whether a unit's axis ticks are at powers of two. */
export const isBinary = (unit: string | undefined): boolean => ["bytes", "bits", "binBps"].includes(unit ?? "");
