import type { BoardQuery } from "../../../model/catalog/board.ts";
import { rate, times, type Measure } from "../../../model/catalog/measure.ts";
import type { ServiceIdentity } from "../../../model/catalog/metrics.ts";
import type { Series } from "../../../model/catalog/series.ts";
import { backend } from "../backend.ts";
import { worker } from "../worker.ts";

/** Where pipelines run: in the workers, and in the backend when somebody starts one by hand. */
export const RUNNERS = [worker, backend];

/** One query for each of them, named after it; `legend` is what tells its series apart. */
export const byRunner = (measure: (service: ServiceIdentity) => Measure, legend?: string): readonly BoardQuery[] =>
  [
    { service: worker, name: "workers" },
    { service: backend, name: "backend" },
  ].map(({ service, name }) => ({
    value: measure(service),
    legend: legend === undefined ? name : `${legend}, ${name}`,
  }));

export const perMinute = (of: Series, by: readonly string[] = []): Measure => times(rate(of, { by }), 60);
