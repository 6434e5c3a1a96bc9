import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { systems } from "../catalog/index.ts";
import { parseConfig } from "../model/check/parse.ts";
import { secretKeysOf } from "../model/check/secrets.ts";
import { defaultThresholds } from "../model/catalog/rules.ts";
import type { Config } from "../model/config/index.ts";
import { describeProblems } from "../model/problem.ts";

export type RawSettings = Record<string, unknown>;

/** The committed settings of an environment, without the prefix `observability:`. */
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

/** The checked configuration for some settings. Throws an error that lists every problem. */
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
