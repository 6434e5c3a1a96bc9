import * as pulumi from "@pulumi/pulumi";
import { defaultThresholds } from "../model/catalog/rules.ts";
import { BACKEND_SECRETS, tokenOverlap } from "../model/backends/index.ts";
import { effective, type EffectiveSystem } from "../model/catalog/effective.ts";
import { secretKeysOf } from "../model/check/secrets.ts";
import { configSchema, type Config } from "../model/config/index.ts";
import { parseConfig } from "../model/check/parse.ts";
import { describeProblems } from "../model/problem.ts";
import type { Known, RawConfig } from "../model/check/raw-config.ts";
import { withUnreadDirectory } from "../model/check/catalog.ts";
import { readable } from "../model/check/readable.ts";
import type { Systems } from "../model/catalog/problems/own-systems.ts";
import { loadCatalog, type Catalog } from "./own-catalog.ts";

const NAMESPACE = "observability:";

/** The checked configuration, and what it refers to. */
export interface Settings {
  readonly config: Config;
  /** All systems by name. */
  readonly catalog: Systems;
  /** The published systems, with the changes made by the settings. */
  readonly systems: readonly EffectiveSystem[];
  /** Secrets of the backend by key. They are created by hand, and only the backend can read them. */
  readonly backendSecret: (key: string) => pulumi.Output<string>;
  /** Secrets of contact points by key. */
  readonly contactPointSecret: (key: string) => pulumi.Output<string>;
}

/**
 * Reads and checks the whole configuration of the stack, and the directory of systems that it refers to. Nothing else reads
 * Pulumi configuration.
 * @throws pulumi.RunError with every problem at once, before any resource is registered.
 */
export async function readSettings(builtIn: Systems): Promise<Settings> {
  const raw = rawConfig();
  const catalog = await catalogOf(raw, builtIn);
  const parsed = parseConfig(raw, knownFrom(raw, catalog));
  const problems = [...("problems" in parsed ? parsed.problems : []), ...catalog.problems];
  if ("problems" in parsed || problems.length > 0) {
    throw new pulumi.RunError(describeProblems(`observability config of stack ${pulumi.getStack()}`, problems));
  }
  const { config } = parsed;
  const published = config.catalog.systems.flatMap((name) => catalog.systems[name] ?? []);
  return {
    config,
    catalog: catalog.systems,
    systems: effective(published, { ...config.alerts, tokenOverlap: tokenOverlap(config.backend) }),
    backendSecret: secretsNamed(BACKEND_SECRETS),
    contactPointSecret: secretsNamed(secretKeysOf(raw.values).filter((key) => !BACKEND_SECRETS.includes(key))),
  };
}

/** A reader of these secrets only. */
function secretsNamed(keys: readonly string[]): (key: string) => pulumi.Output<string> {
  const config = new pulumi.Config("observability");
  return (key) => {
    if (!keys.includes(key)) throw new Error(`secret "${key}": expected one of ${keys.join(", ")}`);
    return config.requireSecret(key);
  };
}

function rawConfig(): RawConfig {
  const values = Object.fromEntries(
    Object.entries(pulumi.runtime.allConfig())
      .filter(([key]) => key.startsWith(NAMESPACE))
      .map(([key, text]) => [key.slice(NAMESPACE.length), structured(text)]),
  );
  return { values, secrets: new Set(Object.keys(values).filter((key) => isStoredAsSecret(NAMESPACE + key))) };
}

/**
 * Loads the catalog. A directory that is not a string, or is encrypted, is reported elsewhere and not looked for. The path is
 * relative to the program's folder, in which Pulumi runs it, like those of the kubeconfig and charts.
 */
async function catalogOf({ values, secrets }: RawConfig, builtIn: Systems): Promise<Catalog> {
  const directory = secrets.has("catalog") ? "" : (readable(configSchema, values)?.catalog?.directory ?? "");
  if (directory === "") return { systems: builtIn, problems: [] };
  return loadCatalog(builtIn, directory, process.cwd());
}

function knownFrom({ values }: RawConfig, { systems, problems }: Catalog): Known {
  const thresholds = Object.entries(systems).map(
    ([name, system]) => [name, Object.keys(defaultThresholds([system]))] as const,
  );
  const known = { systems: Object.fromEntries(thresholds) };
  return problems.length > 0 ? withUnreadDirectory(readable(configSchema, values) ?? {}, known) : known;
}

/** The engine passes objects and lists as JSON text. */
function structured(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The program gets the names of encrypted keys as a JSON list in this variable, which the SDK does not expose. */
function isStoredAsSecret(key: string): boolean {
  const keys: unknown = JSON.parse(process.env["PULUMI_CONFIG_SECRET_KEYS"] ?? "[]");
  return Array.isArray(keys) && keys.includes(key);
}
