import type { Service } from "../../../model/catalog.ts";
import { COMMON_LABELS, storedLabel, storedSeries } from "../../../model/metrics.ts";
import { reads } from "./analyse.ts";

/** Metrics and labels a PromQL expression reads although the service declares no such thing. */
export function phantoms(service: Service, expression: string): readonly string[] {
  const declared = new Map(
    service.metrics.flatMap((metric) =>
      storedSeries(metric).map((name) => [name, metric.labels.map(storedLabel)] as const),
    ),
  );
  const { metrics, groups } = reads(expression);
  const labels = new Set(["le", ...COMMON_LABELS, ...metrics.flatMap(({ name }) => declared.get(name) ?? [])]);
  return [
    ...metrics.filter(({ name }) => !declared.has(name)).map(({ name }) => `metric ${name}`),
    ...metrics.flatMap(({ name, labels: used }) =>
      used
        .filter((label) => !COMMON_LABELS.includes(label) && !declared.get(name)?.includes(label))
        .map((label) => `label ${label} of ${name}`),
    ),
    ...groups.filter((label) => !labels.has(label)).map((label) => `group ${label}`),
  ];
}
