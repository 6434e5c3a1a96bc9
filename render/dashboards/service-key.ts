import type { Service } from "../../model/catalog.ts";
import { scopeLabels } from "../../model/metrics.ts";
import type { Series } from "../../model/series.ts";
import type { Key } from "./panels/index.ts";
import { serviceBoardUid } from "./uids.ts";

/** A table's column of services: ids in place of jobs, each of which leads to the board of its service. */
export function serviceKey(services: readonly Service[], series: readonly Series[]): Key {
  const names = services.flatMap((service) =>
    series.map(({ metric }) => [scopeLabels(service, metric)["job"] ?? "", service.id] as const),
  );
  return {
    label: "job",
    title: "Service",
    names: Object.fromEntries(names),
    link: {
      title: "Board of the service",
      url: `/d/${serviceBoardUid({ id: "${__value.text}" })}?\${__url_time_range}`,
    },
  };
}
