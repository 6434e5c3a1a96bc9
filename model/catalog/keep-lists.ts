import type { System } from "./system.ts";
import { storedSeries, type ScrapeSource } from "./metrics.ts";

/** Where the collector scrapes on its own account; what applications expose on `/metrics` is kept whole. */
export type KeptSource = Exclude<ScrapeSource, "annotations">;

/**
 * Names of the series that some systems read, by the source they are scraped from: sorted, each once. All else a source
 * exposes may be dropped. An empty list: nobody reads that source, so it need not be scraped at all.
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
