import { type BoardQuery, type Measure, rate, type Series, type ServiceIdentity, times } from "observability/catalog";
import { backend } from "../services/backend.ts";
import { worker } from "../services/worker.ts";

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
