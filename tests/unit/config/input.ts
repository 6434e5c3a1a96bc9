import assert from "node:assert/strict";
import { it } from "mocha";
import { parseConfig } from "../../../model/check/parse.ts";
import type { Known, RawConfig } from "../../../model/check/raw-config.ts";
import { describeProblems } from "../../../model/problem.ts";
import { canFollow, mended } from "./fixes.ts";

/** A small valid configuration, with the values of its secrets. */
export const GOOD = {
  environment: "dev",
  cluster: { name: "petrosa-dev", context: "petrosa-dev" },
  backend: { kind: "grafana-cloud", stack: { mode: "create", slug: "petrosadev", region: "prod-sa-east-1" } },
  applications: [{ namespace: "petrosa-apps", team: "petrosa" }],
  catalog: { systems: ["tradeengine"] },
  alerts: {
    contactPoints: [{ name: "oncall", type: "slack", secret: "slackWebhookUrl" }],
    routes: { critical: "oncall", warning: "oncall", info: "oncall" },
    runbookUrl: "https://git.example.com/runbooks",
  },
  grafanaCloudToken: "glc_hidden",
  slackWebhookUrl: "https://hooks.example.com/hidden",
} as const;

export const KNOWN: Known = { systems: { tradeengine: ["tradeengine-http-errors"], ledger: ["ledger-lag"] } };

/** New values by path, such as `cluster.name` or `applications.0.team`. Undefined removes a key. */
export type Changes = Readonly<Record<string, unknown>>;

export function changed(changes: Changes, encrypted: readonly string[] = []): RawConfig {
  const values: Record<string, unknown> = structuredClone(GOOD);
  for (const [path, value] of Object.entries(changes)) set(values, path.split("."), value);
  return { values, secrets: new Set(["grafanaCloudToken", "slackWebhookUrl", ...encrypted]) };
}

/** The configuration with its defaults. Throws if it is refused. */
export function accepted(changes: Changes = {}, encrypted: readonly string[] = []) {
  const parsed = parseConfig(changed(changes, encrypted), KNOWN);
  if ("problems" in parsed) throw new Error(describeProblems("config", parsed.problems));
  return parsed.config;
}

/** The lines of the message about a configuration, without its title. Empty if the configuration is accepted. */
export function told(raw: RawConfig): readonly string[] {
  const parsed = parseConfig(raw, KNOWN);
  if (!("problems" in parsed)) return [];
  const [, ...lines] = describeProblems("config", parsed.problems).split("\n");
  return lines.map((line) => line.trim());
}

function set(target: Record<string, unknown>, [key = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length > 0) set((target[key] ??= {}) as Record<string, unknown>, rest, value);
  else if (value === undefined) Reflect.deleteProperty(target, key);
  else target[key] = value;
}

/**
 * Checks that a configuration is refused with exactly these lines, and that no fixed path is reported again after the fixes
 * that a program can apply.
 * @param title completes "refuses …"
 */
export function refuses(title: string, changes: Changes, lines: readonly string[]): void {
  it(`refuses ${title}`, () => {
    const raw = changed(changes);
    assert.deepEqual(told(raw), lines);
    const fixed = lines.filter((_, index) => canFollow(lines[index + 1] ?? "")).map(pathOf);
    const still = told(mended(raw, lines)).map(pathOf);
    assert.deepEqual(
      fixed.filter((path) => still.includes(path)),
      [],
      "paths that are reported again after their fix",
    );
  });
}

const pathOf = (line: string): string => line.split(": expected")[0] ?? "";
