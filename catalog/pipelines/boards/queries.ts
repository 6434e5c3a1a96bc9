import { type BoardQuery, type Measure, rate, type Series, type ServiceIdentity, times } from "observability/catalog";
import { backend } from "../services/backend.ts";
import { worker } from "../services/worker.ts";

/** Where pipelines run: in the workers, and in the backend if a person starts one. */
export const RUNNERS = [worker, backend];

/** One query per runner, named after it. `legend` distinguishes its series. */
export const byRunner = (measure: (service: ServiceIdentity) => Measure, legend?: string): readonly BoardQuery[] =>
  [
    { service: worker, name: "workers" },
    { service: backend, name: "backend" },
  ].map(({ service, name }) => ({
    value: measure(service),
    legend: legend === undefined ? name : `${legend}, ${name}`,
  }));

export const perMinute = (of: Series, by: readonly string[] = []): Measure => times(rate(of, { by }), 60);
