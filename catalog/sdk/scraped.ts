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

/** Declares metrics scraped from one source by the names it exposes. `shared` lists the labels that all of them have. */
export function scrapedFrom<const Shared extends string = never>(source: ScrapeSource, shared: readonly Shared[] = []) {
  const declare =
    (type: MetricType): Declare<Shared> =>
    (name, unit, labels, description) =>
      defineMetric({ name, unit, type, labels: [...shared, ...labels], ingestion: "scrape", source, description });
  return {
    gauge: declare("gauge"),
    counter: declare("counter"),
    histogram: declare("histogram"),
    /** The series that every scrape produces. */
    up: declare("gauge")("up", "1", [], "1 if the target was scraped, 0 if it could not be."),
  };
}
