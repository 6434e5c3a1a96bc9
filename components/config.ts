import * as pulumi from "@pulumi/pulumi";
import { defaultThresholds, type System } from "../model/catalog.ts";
import { BOOTSTRAP_TOKEN, type Config } from "../model/config.ts";
import { parseConfig } from "../model/parse.ts";
import { describeProblems } from "../model/problem.ts";

const NAMESPACE = "observability:";

/** The checked configuration and the secrets that it names. */
export interface Settings extends Config {
  /** The one token made by hand. */
  readonly bootstrapToken: pulumi.Output<string>;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/**
 * Reads and checks the whole configuration of the stack. The only reader of Pulumi configuration.
 * @throws pulumi.RunError with every problem at once, before any resource is registered.
 */
export function readSettings(systems: Readonly<Record<string, System>>): Settings {
  const values = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(NAMESPACE))
      .map(([key, text]) => [key.slice(NAMESPACE.length), structured(text)]),
  );
  const config = new pulumi.Config("observability");
  const secrets = new Set(Object.keys(values).filter((key) => isStoredAsSecret(NAMESPACE + key)));
  const thresholds = Object.entries(systems).map(([name, system]) => [name, Object.keys(defaultThresholds([system]))]);
  const known = { systems: Object.fromEntries(thresholds) as Record<string, string[]> };
  const parsed = parseConfig({ values, secrets }, known);
  if ("problems" in parsed) {
    const subject = `observability config of stack ${pulumi.getStack()}`;
    throw new pulumi.RunError(describeProblems(subject, parsed.problems));
  }
  return {
    ...parsed.config,
    bootstrapToken: config.requireSecret(BOOTSTRAP_TOKEN),
    secret: (key) => config.requireSecret(key),
  };
}

/** The engine hands objects and lists over as JSON text. */
function structured(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The names of encrypted keys reach the program as a JSON list in this variable; the SDK keeps it to itself. */
function isStoredAsSecret(key: string): boolean {
  const keys: unknown = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]");
  return Array.isArray(keys) && keys.includes(key);
}
