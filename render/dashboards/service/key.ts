import type { Service } from "../../../model/catalog/service.ts";
import { scopeLabels } from "../../../model/catalog/metrics.ts";
import type { Key } from "../panels/index.ts";
import { serviceBoardUid } from "../../../model/catalog/uids.ts";

/**
 * A table's column of services: ids instead of jobs, each with a link to the dashboard of its service. A service whose job
 * has the same name as its catalog id needs no separate entry.
 */
export function serviceKey(services: readonly Service[]): Key {
  const named = services.flatMap((service) => jobsOf(service).map((job) => [job, service.id] as const));
  return {
    label: "job",
    title: "Service",
    names: Object.fromEntries(named.filter(([job, id]) => job.replace(ANY_JOB, "$1") !== id)),
    pattern: { matches: ANY_JOB, text: "$1" },
    link: {
      title: "Service dashboard",
      url: `/d/${serviceBoardUid({ id: "${__value.text}" })}?\${__url_time_range}`,
    },
  };
}

/** Team and name of the service. */
const ANY_JOB = /^[^/]+\/(.+)$/;

/** Jobs under which its series are stored: its own may be scraped and sent, and some come from other sources. */
const jobsOf = (service: Service): readonly string[] => [
  ...new Set(service.metrics.flatMap((metric) => scopeLabels(service, metric)["job"] ?? [])),
];
