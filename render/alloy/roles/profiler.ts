import { exporters } from "../features/exporters.ts";
import { ebpfProfiles } from "../features/profile-scraping.ts";
import { profilesExporter } from "../features/profiles.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { destinationOf, type CollectorPlan } from "../plan.ts";
import { defineRole, type Role } from "./role.ts";
import { scrapedPath } from "./scraped-path.ts";

/** Space for the profiler's own metrics. */
const QUEUE_BYTES = 64 * 1024 ** 2;

/** Profiles chosen namespaces through the kernel, in a separate privileged pod. Undefined unless eBPF profiles are enabled. */
export function profilerRole(plan: CollectorPlan): Role | undefined {
  const destination = destinationOf(plan, "profiles");
  if (plan.settings.profiles.ebpf === undefined || destination === undefined) return undefined;
  return defineRole("profiler", [
    ebpfProfiles(plan),
    profilesExporter(destination, plan),
    selfMetrics(plan, "profiler"),
    ...scrapedPath(plan),
    ...exporters(plan, { volumeBytes: QUEUE_BYTES, whenFull: "block" }, ["metrics"]),
  ]);
}
