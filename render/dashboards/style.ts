/**
 * Okabe-Ito colours, told apart by people who do not tell red from green. Colour never carries meaning alone:
 * every series has a legend and every stat a title.
 */
export const COLOURS = {
  blue: "#0072B2",
  sky: "#56B4E9",
  green: "#009E73",
  orange: "#E69F00",
  vermilion: "#D55E00",
  grey: "#999999",
} as const;

export type Colour = (typeof COLOURS)[keyof typeof COLOURS];

/** Grid rows. Grafana's grid has 24 columns; a row is 30 pixels. */
export const HEIGHTS = { stat: 4, chart: 8, volume: 6, list: 10, flameGraph: 14 } as const;

/** Grafana unit ids. */
export const UNITS = {
  count: "short",
  requestsPerSecond: "reqps",
  ratio: "percentunit",
  seconds: "s",
} as const;

export type UnitId = (typeof UNITS)[keyof typeof UNITS];
