import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { component, exported } from "../language/components.ts";
import type { Feature } from "./feature.ts";
import { collectedSignals, type CollectorPlan, type RoleName } from "../plan.ts";
import { set } from "../language/relabel.ts";
import { podName, relabel, relabelled } from "./discovery.ts";
import { scrape } from "./scraping.ts";

/** Collects a pod's own metrics: whether it receives, holds, sends and drops telemetry, and which configuration it runs. */
export const selfMetrics = (plan: CollectorPlan, role: RoleName): Feature => ({
  blocks: !collectedSignals(plan).includes("metrics")
    ? []
    : [
        component("prometheus.exporter.self", "default", { comment: "Exposes this pod's own metrics." }),
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
          "Sets the job, the cluster, the namespace, the pod's name and its role.",
        ),
        ...scrape({
          label: "self",
          comment: "Scrapes the pod's own metrics.",
          targets: relabelled("self"),
          interval: "60s",
          clustered: false, // each pod scrapes itself: as a clustered target, it would be scraped by another pod
          keep: plan.keepLists.collector,
        }),
      ],
});
