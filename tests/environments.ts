import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { defaultThresholds } from "../model/catalog/rules.ts";
import type { Config } from "../model/config/index.ts";
import { parseConfig } from "../model/check/parse.ts";
import { describeProblems } from "../model/problem.ts";
import { secretKeysOf } from "../model/check/secrets.ts";
import { systems } from "../catalog/index.ts";
import type { CollectorInput } from "../render/collector.ts";

export type RawSettings = Record<string, unknown>;

/** Environments that are committed, with what they generate. */
export const ENVIRONMENTS = ["dev", "prod", "local"] as const;

/** The committed settings of an environment, without the namespace `observability:`. */
export function settingsOf(environment: string): RawSettings {
  const file = parse(readFileSync(new URL(`../Pulumi.${environment}.yaml`, import.meta.url), "utf8")) as {
    config: RawSettings;
  };
  return Object.fromEntries(
    Object.entries(file.config)
      .filter(([key]) => key.startsWith("observability:"))
      .map(([key, value]) => [key.slice("observability:".length), value]),
  );
}

/** Settings with other values at some paths, e.g. `backend.stack` or `applications.0.profiles`. */
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

/** The checked configuration that settings make. Throws with every problem. */
export function configOf(settings: RawSettings): Config {
  const secrets = secretKeysOf(settings);
  const thresholds = Object.entries(systems).map(
    ([name, system]) => [name, Object.keys(defaultThresholds([system]))] as const,
  );
  const values = { ...settings, ...Object.fromEntries(secrets.map((key) => [key, "secret"])) };
  const parsed = parseConfig({ values, secrets: new Set(secrets) }, { systems: Object.fromEntries(thresholds) });
  if ("problems" in parsed) throw new Error(describeProblems("settings", parsed.problems));
  return parsed.config;
}

/** What the collector of a committed environment is made from; `collector` replaces its settings. */
export function collectorInput(environment: string, collector?: RawSettings): CollectorInput {
  const settings = settingsOf(environment);
  const config = configOf(collector === undefined ? settings : { ...settings, collector });
  return { ...config, systems: Object.values(systems) };
}
