import { otlpExporter, otlpExporterInput } from "../features/otlp-exporter.ts";
import { ebpfProfiles } from "../features/profile-scraping.ts";
import { profilesExporter } from "../features/profiles.ts";
import { resourceAttributesInput, scrapedResources } from "../features/resource-attributes.ts";
import { scrapedMetrics } from "../features/scraping.ts";
import { selfMetrics } from "../features/self-metrics.ts";
import { backendOf } from "../plan.ts";
import type { CollectorPlan } from "../plan.ts";
import { defineRole } from "./role.ts";
import type { Role } from "./role.ts";

/** Room for what the profiler says of itself. */
const QUEUE_BYTES = 64 * 1024 ** 2;

/** Profiles chosen namespaces through the kernel, in a privileged pod of its own. Undefined unless eBPF profiles are on. */
export function profilerRole(plan: CollectorPlan): Role | undefined {
  if (plan.settings.profiles.ebpf === undefined) return undefined;
  return defineRole("profiler", [
    ebpfProfiles(plan),
    profilesExporter(backendOf(plan, "profiles"), plan),
    selfMetrics(plan, "profiler"),
    scrapedMetrics({ metrics: [resourceAttributesInput("scraped")] }),
    scrapedResources(plan, { metrics: [otlpExporterInput] }),
    otlpExporter(backendOf(plan, "otlp"), { volumeBytes: QUEUE_BYTES, whenFull: "block" }),
  ]);
}
