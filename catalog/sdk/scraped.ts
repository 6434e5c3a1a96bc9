import {
  defineMetric,
  type Metric,
  type MetricType,
  type ScrapeSource,
  type Unit,
} from "../../model/catalog/metrics.ts";

type Declare<Shared extends string> = <const Label extends string = never>(
  name: string,
  unit: Unit,
  labels: readonly Label[],
  description: string,
) => Metric<Label | Shared>;

/** Declares metrics scraped from one source by the name it exposes; `shared` are labels that all of them have. */
export function scrapedFrom<const Shared extends string = never>(source: ScrapeSource, shared: readonly Shared[] = []) {
  const declare =
    (type: MetricType): Declare<Shared> =>
    (name, unit, labels, description) =>
      defineMetric({ name, unit, type, labels: [...shared, ...labels], ingestion: "scrape", source, description });
  return {
    gauge: declare("gauge"),
    counter: declare("counter"),
    histogram: declare("histogram"),
    /** The one series every scrape leaves. */
    up: declare("gauge")("up", "1", [], "1 where a target was scraped, 0 where it could not be."),
  };
}
