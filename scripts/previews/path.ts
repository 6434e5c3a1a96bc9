type Point = readonly [x: number, y: number];

const POLYLINE = /^M[-\d.]+ [-\d.]+(?:L[-\d.]+ [-\d.]+)+Z?$/;

/**
 * Returns the same path in fewer bytes: in tenths of a pixel, each point relative to the previous one, without points in
 * the middle of a horizontal line. Paths with curves are returned unchanged.
 */
export function compactPath(d: string): string {
  if (!POLYLINE.test(d)) return d;
  const points = d
    .replace(/^M|Z$/g, "")
    .split("L")
    .map((pair) => pair.split(" ").map((number) => Math.round(Number(number) * 10)))
    .map(([x = 0, y = 0]): Point => [x, y]);
  const bends = points.filter(([, y], index) => points[index - 1]?.[1] !== y || points[index + 1]?.[1] !== y);
  const steps = bends.map(([x, y], index): Point => {
    const [beforeX, beforeY] = bends[index - 1] ?? [0, 0];
    return [x - beforeX, y - beforeY];
  });
  const [first = "", ...rest] = steps.map(([x, y]) => `${pixels(x)}${y < 0 ? "" : " "}${pixels(y)}`);
  return `M${first}${rest.map((step) => `l${step}`).join("")}${d.endsWith("Z") ? "Z" : ""}`;
}

const pixels = (tenths: number): string => String(tenths / 10).replace(/^(-?)0\./, "$1.");
