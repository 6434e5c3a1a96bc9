import { isRecord, numberOr, stringOr, type FieldStyle } from "./json.ts";

/** Where a value is drawn on an axis of even steps, and back. */
export interface Scale {
  readonly type: "value" | "log";
  readonly place: (value: number) => number;
  readonly value: (place: number) => number;
  /** Distance of ticks, in places. @default - as ECharts divides */
  readonly interval?: number;
}

/** The scale a panel asks for; a symlog one is linear up to its threshold, a step for each power above it. */
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
