import type { Service } from "../../model/catalog/service.ts";
import { scopeLabels, storedLabel, storedName, type Metric } from "../../model/catalog/metrics.ts";
import { habit } from "./habits.ts";
import type { SyntheticSeries } from "./history.ts";
import { valuesOf } from "./vocabulary.ts";

/** Returns the series of some services' metrics, all of them by default, while everything is healthy. */
export function healthyWorld(
  services: readonly Service[],
  wanted: (metric: Metric) => boolean = () => true,
): readonly SyntheticSeries[] {
  const all = services.flatMap((service) =>
    service.metrics.filter(wanted).flatMap((metric) => seriesOf(service, metric)),
  );
  // Several services can declare metrics that the collector scrapes for itself, but each such series exists only once.
  return [...new Map(all.map((one) => [`${storedName(one.metric)} ${JSON.stringify(one.labels)}`, one])).values()];
}

function seriesOf(service: Service, metric: Metric): readonly SyntheticSeries[] {
  const combinations = metric.labels.reduce<readonly Record<string, string>[]>(
    (all, label) =>
      all.flatMap((labels) => valuesOf(metric, label).map((value) => ({ ...labels, [storedLabel(label)]: value }))),
    [{}],
  );
  const identity = metric.ingestion === "usage" ? {} : { ...scopeLabels(service, metric), instance: "pod-1" };
  return combinations.map((own) => ({
    metric,
    service: service.id,
    labels: { ...identity, ...own },
    ...habit(metric, own, combinations.length),
  }));
}
