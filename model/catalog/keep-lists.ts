import type { System } from "./system.ts";
import { storedSeries, type ScrapeSource } from "./metrics.ts";

/** Sources that the collector scrapes itself; everything that applications expose on `/metrics` is kept. */
export type KeptSource = Exclude<ScrapeSource, "annotations">;

/**
 * Names of the series that the given systems read, by scrape source: sorted, without duplicates. Everything else that a
 * source exposes may be dropped. An empty list means that no system reads the source, so it need not be scraped at all.
 */
export function keepLists(systems: readonly System[]): Readonly<Record<KeptSource, readonly string[]>> {
  const metrics = systems.flatMap(({ services }) => services).flatMap((service) => service.metrics);
  const keptOf = (source: KeptSource): readonly string[] =>
    [...new Set(metrics.filter((metric) => metric.source === source).flatMap(storedSeries))].sort();
  return {
    kubelet: keptOf("kubelet"),
    cadvisor: keptOf("cadvisor"),
    "kube-state-metrics": keptOf("kube-state-metrics"),
    "api-server": keptOf("api-server"),
    host: keptOf("host"),
    collector: keptOf("collector"),
  };
}
