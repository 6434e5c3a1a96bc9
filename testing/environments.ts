import { systems } from "../catalog/index.ts";
import { GRAFANA_CLOUD_DESTINATIONS } from "../model/backends/grafana-cloud.ts";
import { configOf, settingsOf, type RawSettings } from "../startup/stack-file.ts";
import type { CollectorInput } from "../render/collector.ts";

/** Committed environments, whose generated files are committed too. */
export const ENVIRONMENTS = ["dev", "prod", "local"] as const;

/** Returns settings with other values at some paths, for example `backend.stack` or `applications.0.profiles`. */
export function withChanges(settings: RawSettings, changes: Readonly<Record<string, unknown>>): RawSettings {
  const changed = structuredClone(settings);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const parent = keys.reduce((target, key) => (target[key] ??= {}) as RawSettings, changed);
    parent[last] = value;
  }
  return changed;
}

/** Returns the input of a committed environment's collector; `collector` replaces its settings. */
export function collectorInput(environment: string, collector?: RawSettings): CollectorInput {
  const settings = settingsOf(environment);
  const config = configOf(collector === undefined ? settings : { ...settings, collector });
  const destinations = Object.values(GRAFANA_CLOUD_DESTINATIONS);
  return { ...config, systems: Object.values(systems), destinations };
}
