import type { Service } from "../../../model/catalog/service.ts";
import { scopeLabels } from "../../../model/catalog/metrics.ts";
import type { Key } from "../panels/index.ts";
import { serviceBoardUid } from "../../../model/catalog/uids.ts";

/**
 * A table's column of services: ids in place of jobs, each of which leads to the board of its service. A service that is
 * called in its job as in the catalog needs no entry of its own.
 */
export function serviceKey(services: readonly Service[]): Key {
  const named = services.flatMap((service) => jobsOf(service).map((job) => [job, service.id] as const));
  return {
    label: "job",
    title: "Service",
    names: Object.fromEntries(named.filter(([job, id]) => job.replace(ANY_JOB, "$1") !== id)),
    pattern: { matches: ANY_JOB, text: "$1" },
    link: {
      title: "Board of the service",
      url: `/d/${serviceBoardUid({ id: "${__value.text}" })}?\${__url_time_range}`,
    },
  };
}

/** Team and name of the service. */
const ANY_JOB = /^[^/]+\/(.+)$/;

/** As what its series are stored: its own may be scraped and sent, and some are of others' making. */
const jobsOf = (service: Service): readonly string[] => [
  ...new Set(service.metrics.flatMap((metric) => scopeLabels(service, metric)["job"] ?? [])),
];
