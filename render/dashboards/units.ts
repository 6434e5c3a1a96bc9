import { readings, type Measure, type Reading } from "../../model/catalog/measure.ts";
import type { Metric } from "../../model/catalog/metrics.ts";
import { UNITS, type UnitId } from "./style.ts";

/** The unit of what a measure computes. */
export function unitOf(measure: Measure): UnitId {
  switch (measure.kind) {
    case "ratio":
    case "share": {
      const part = unitOf(measure.part);
      return part === unitOf(measure.whole) ? UNITS.ratio : part;
    }
    case "sum":
      return unitOf(measure.of[0]);
    case "times":
    case "earlier":
    case "top":
      return unitOf(measure.of);
    default:
      return ofReading(measure);
  }
}

function ofReading(reading: Reading): UnitId {
  const { metric } = reading.of;
  switch (reading.kind) {
    case "rate":
    case "buckets":
      return metric.type !== "histogram" && metric.unit === "By" ? UNITS.bytesPerSecond : UNITS.perSecond;
    case "increase":
    case "rare":
      return metric.type === "histogram" ? UNITS.count : ofMetric(metric);
    case "gauge":
      return reading.fold === "count" ? UNITS.count : ofMetric(metric);
    case "quantile":
    case "mean":
      return ofMetric(metric);
    case "age":
      return UNITS.seconds;
    case "changes":
    case "slope":
    case "distinct":
      return UNITS.count;
  }
}

const ofMetric = ({ unit }: Pick<Metric, "unit">): UnitId =>
  unit === "s" ? UNITS.seconds : unit === "By" ? UNITS.bytes : UNITS.count;

/** True if there may be nothing to draw because no such event ever happened. */
export const countsEvents = (measure: Measure): boolean =>
  readings(measure).every(({ kind }) => kind === "rare" || kind === "increase");
