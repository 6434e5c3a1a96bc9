/*
 * Grafana's dark theme, which is its default: colours must be judged on the background where users see them.
 */

export const THEME = {
  canvas: "#111217",
  panel: "#181b1f",
  raised: "#22252b",
  border: "#2a2d33",
  grid: "#2a2c32",
  text: "#ccccdc",
  secondary: "#9a9ba6",
  link: "#6e9fff",
} as const;

/** The first font is Grafana's own; the others have similar widths. */
export const FONT = "Inter, Helvetica, Arial, sans-serif";
export const MONOSPACE = "Roboto Mono, Liberation Mono, DejaVu Sans Mono, monospace";

const NAMED: Readonly<Record<string, string>> = {
  green: "#73BF69",
  "dark-green": "#37872D",
  "semi-dark-green": "#56A64B",
  "light-green": "#96D98D",
  "super-light-green": "#C8F2C2",
  yellow: "#FADE2A",
  "dark-yellow": "#E0B400",
  "semi-dark-yellow": "#F2CC0C",
  "light-yellow": "#FFEE52",
  "super-light-yellow": "#FFF899",
  red: "#F2495C",
  "dark-red": "#C4162A",
  "semi-dark-red": "#E02F44",
  "light-red": "#FF7383",
  "super-light-red": "#FFA6B0",
  blue: "#5794F2",
  "dark-blue": "#1F60C4",
  "semi-dark-blue": "#3274D9",
  "light-blue": "#8AB8FF",
  "super-light-blue": "#C0D8FF",
  orange: "#FF9830",
  "dark-orange": "#FA6400",
  "semi-dark-orange": "#FF780A",
  "light-orange": "#FFB357",
  "super-light-orange": "#FFCB7D",
  purple: "#B877D9",
  "dark-purple": "#8F3BB8",
  "semi-dark-purple": "#A352CC",
  "light-purple": "#CA95E5",
  "super-light-purple": "#DEB6F2",
  gray: "#808080",
  white: "#ffffff",
  black: "#000000",
  text: THEME.text,
  transparent: "none",
};

/** Grafana's `palette-classic`. */
const CLASSIC = [
  "#73BF69",
  "#F2CC0C",
  "#8AB8FF",
  "#FF780A",
  "#F2495C",
  "#5794F2",
  "#B877D9",
  "#705DA0",
  "#37872D",
  "#FADE2A",
  "#447EBC",
  "#C15C17",
  "#890F02",
  "#0A437C",
  "#6D1F62",
  "#584477",
];

/** Represents `palette-colorblind`, whose colours are those of Wong and Tol. */
const COLOUR_BLIND = [
  "#0072B2",
  "#E69F00",
  "#009E73",
  "#CC79A7",
  "#56B4E9",
  "#D55E00",
  "#F0E442",
  "#999999",
  "#88CCEE",
];

/** Colours of continuous scales from low to high. */
const SCALES: Readonly<Record<string, readonly string[]>> = {
  viridis: ["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"],
  cividis: ["#00224e", "#434e6c", "#7d7c78", "#bcae6c", "#fee838"],
  plasma: ["#0d0887", "#7e03a8", "#cc4778", "#f89540", "#f0f921"],
  magma: ["#000004", "#51127c", "#b73779", "#fc8961", "#fcfdbf"],
  inferno: ["#000004", "#57106e", "#bc3754", "#f98e09", "#fcffa4"],
  turbo: ["#30123b", "#28bceb", "#a4fc3c", "#fb7e21", "#7a0403"],
  blues: ["#0b1d33", "#08519c", "#4292c6", "#9ecae1", "#deebf7"],
  oranges: ["#2b1408", "#8c2d04", "#e6550d", "#fdae6b", "#feedde"],
  greens: ["#0b2411", "#006d2c", "#41ab5d", "#a1d99b", "#e5f5e0"],
  spectral: ["#5e4fa2", "#66c2a5", "#ffffbf", "#f46d43", "#9e0142"],
  gryird: ["#73BF69", "#FADE2A", "#F2495C"],
  rdyigr: ["#F2495C", "#FADE2A", "#73BF69"],
  gryrd: ["#73BF69", "#FADE2A", "#F2495C"],
  rdylgr: ["#F2495C", "#FADE2A", "#73BF69"],
  blylrd: ["#3274D9", "#FADE2A", "#F2495C"],
  ylrd: ["#FADE2A", "#F2495C"],
  blpu: ["#3274D9", "#A352CC"],
  ylbl: ["#FADE2A", "#3274D9"],
  greys: ["#22252b", "#d0d0d8"],
  reds: ["#2b0b0e", "#F2495C"],
  purples: ["#1f0f2b", "#B877D9"],
};

/** Returns the hex value of a panel's colour: `#0072B2`, `red`, `dark-green`. Throws on names that Grafana would draw in grey. */
export function hex(name: string): string {
  if (name.startsWith("#")) return name;
  const colour = NAMED[name];
  if (colour === undefined) throw new Error(`colour "${name}": expected #rrggbb or a colour name of Grafana`);
  return colour;
}

/** Returns the colour of the series at `index` in a palette mode; undefined if the mode is not a palette. */
export function paletteColour(mode: string, index: number): string | undefined {
  const palette =
    mode === "palette-colorblind" ? COLOUR_BLIND : mode.startsWith("palette-classic") ? CLASSIC : undefined;
  return palette?.[index % palette.length];
}

/** Returns the colours of a continuous scale, `continuous-<name>` or a heat map's `<Name>`; undefined for other modes. */
export function scaleColours(name: string): readonly string[] | undefined {
  return SCALES[name.replace(/^continuous-/, "").toLowerCase()];
}

/** Interpolates the colours of a scale; `share` is from 0 to 1. */
export function mix(colours: readonly string[], share: number): string {
  const position = Math.min(Math.max(share, 0), 1) * (colours.length - 1);
  const low = Math.min(Math.floor(position), colours.length - 1);
  const [from, to] = [colours[low] ?? "#000000", colours[low + 1] ?? colours[low] ?? "#000000"];
  const channel = (at: number): string => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(at, at + 2), 16));
    return Math.round((a ?? 0) + ((b ?? 0) - (a ?? 0)) * (position - low))
      .toString(16)
      .padStart(2, "0");
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

/** Returns black or white, whichever is readable on the colour. */
export function inkOn(colour: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return (red ?? 0) * 0.299 + (green ?? 0) * 0.587 + (blue ?? 0) * 0.114 > 140 ? "#111217" : "#ffffff";
}
