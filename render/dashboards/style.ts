import type { PanelUnit } from "../../model/catalog/board.ts";

/**
 * Okabe-Ito colours, which people who cannot distinguish red from green can tell apart. Colour never carries meaning alone:
 * every series has a legend and every stat a title. Grafana's own colour-blind palette needs a feature flag, and versions
 * that do not know it do not show the dashboard at all.
 */
export const COLOURS = {
  blue: "#0072B2",
  sky: "#56B4E9",
  green: "#009E73",
  orange: "#E69F00",
  vermilion: "#D55E00",
  purple: "#CC79A7",
  grey: "#999999",
} as const;

export type Colour = (typeof COLOURS)[keyof typeof COLOURS];

/** Colours by the meaning of a series' name, for series that are named by labels. The last match wins. */
export const MEANINGS: readonly (readonly [string, Colour])[] = [
  ["/success|succeeded|approve|accept|completed|enqueued|healthy|running|\\bok\\b|\\bbuy\\b/i", COLOURS.blue],
  ["/warn|skip|pending|modif|retr|throttl|\\bhold\\b|\\bmedium\\b/i", COLOURS.orange],
  [
    "/fail|error|reject|denied|critical|fatal|timeout|refused|dropped|unhealthy|\\bsell\\b|\\bhigh\\b/i",
    COLOURS.vermilion,
  ],
];

/** Colours of log levels as Loki detects them. */
export const LEVEL_COLOURS = {
  critical: COLOURS.vermilion,
  fatal: COLOURS.vermilion,
  error: COLOURS.vermilion,
  warn: COLOURS.orange,
  info: COLOURS.blue,
  debug: COLOURS.grey,
  unknown: COLOURS.grey,
} as const satisfies Readonly<Record<string, Colour>>;

/** Heights in grid rows. Grafana's grid has 24 columns; a row is 30 pixels. */
export const HEIGHTS = {
  stat: 4,
  lowChart: 5,
  gauge: 5,
  chart: 8,
  volume: 6,
  list: 10,
  traces: 8,
  flameGraph: 14,
} as const;

/** Grafana unit ids. */
export const UNITS = {
  count: "short",
  cores: "suffix:cores",
  requestsPerSecond: "reqps",
  perSecond: "cps",
  perMinute: "cpm",
  ratio: "percentunit",
  seconds: "s",
  bytes: "bytes",
  bytesPerSecond: "binBps",
  dollars: "currencyUSD",
  yesNo: "bool_yes_no",
} as const satisfies Readonly<Record<PanelUnit | "requestsPerSecond", string>>;

export type UnitId = (typeof UNITS)[keyof typeof UNITS];
