import { isRecord, numberOr, stringOr, type FieldStyle } from "./json.ts";

/** Converts values to positions on an axis with even steps, and back. */
export interface Scale {
  readonly type: "value" | "log";
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
  /** Distance between ticks, in positions. @default - chosen by ECharts */
  readonly interval?: number;
}

/** Returns the scale that a panel sets. A symlog scale is linear up to its threshold, then has one step for each power. */
export function scaleOf(style: FieldStyle | undefined): Scale {
  const asked = style?.custom["scaleDistribution"];
  const { type, log, linearThreshold } = isRecord(asked) ? asked : {};
  if (stringOr(type, "linear") !== "symlog")
    return { type: type === "log" ? "log" : "value", place: (value) => value, value: (place) => place };
  const [base, linear] = [numberOr(log, 10), numberOr(linearThreshold, 1)];
  return {
    type: "value",
    place: (value) => (value <= linear ? value / linear : 1 + Math.log(value / linear) / Math.log(base)),
    value: (place) => (place <= 1 ? place * linear : linear * base ** (place - 1)),
    interval: 1,
  };
}
