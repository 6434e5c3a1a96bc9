import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { component, exported } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import { collectedSignals, type CollectorPlan, type RoleName } from "../plan.ts";
import { set } from "../language/relabel.ts";
import { podName, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/** What a pod of the collector says of itself: whether it takes, holds, sends and drops, and which configuration it runs. */
export const selfMetrics = (plan: CollectorPlan, role: RoleName): Feature => ({
  blocks: !collectedSignals(plan).includes("metrics")
    ? []
    : [
        component("prometheus.exporter.self", "default", { comment: "What this pod says of itself." }),
        relabel(
          "self",
          exported("prometheus.exporter.self", "default", "targets"),
          [
            set("job", SCRAPE_JOBS.collector),
            set("cluster", plan.cluster),
            set("namespace", plan.namespace),
            set("pod", podName),
            set("instance", podName),
            set("role", role),
          ],
          "Under the pod's name.",
        ),
        ...scrape({
          label: "self",
          comment: "Metrics of the collector.",
          targets: relabelled("self"),
          interval: "60s",
          clustered: false, // each pod its own: as a clustered target it would be scraped elsewhere
          keep: plan.keepLists.collector,
        }),
      ],
});
