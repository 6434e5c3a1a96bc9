import * as pulumi from "@pulumi/pulumi";
import { defaultThresholds } from "../model/catalog/rules.ts";
import { BOOTSTRAP_TOKEN, type Config } from "../model/config/index.ts";
import { parseConfig } from "../model/check/parse.ts";
import { describeProblems } from "../model/problem.ts";
import type { Known, RawConfig } from "../model/check/raw-config.ts";
import { withUnreadDirectory } from "../model/check/catalog.ts";
import { textAt } from "../model/check/input.ts";
import type { Systems } from "../model/catalog/problems/own-systems.ts";
import { loadCatalog, type Catalog } from "./own-catalog.ts";

const NAMESPACE = "observability:";

/** The checked configuration and the secrets that it names. */
export interface Settings extends Config {
  /** The one token made by hand. */
  readonly bootstrapToken: pulumi.Output<string>;
  /** Secret configuration value by key. */
  readonly secret: (key: string) => pulumi.Output<string>;
}

/**
 * Reads and checks the whole configuration of the stack, and the directory of systems that it names. The only reader of
 * Pulumi configuration.
 * @returns the settings, and every system there is by its name
 * @throws pulumi.RunError with every problem at once, before any resource is registered.
 */
export async function readSettings(
  builtIn: Systems,
): Promise<{ readonly config: Settings; readonly catalog: Systems }> {
  const raw = rawConfig();
  const catalog = await catalogOf(raw, builtIn);
  const parsed = parseConfig(raw, knownFrom(raw, catalog));
  const problems = [...("problems" in parsed ? parsed.problems : []), ...catalog.problems];
  if ("problems" in parsed || problems.length > 0) {
    throw new pulumi.RunError(describeProblems(`observability config of stack ${pulumi.getStack()}`, problems));
  }
  const config = new pulumi.Config("observability");
  const secret = (key: string) => config.requireSecret(key);
  return {
    config: { ...parsed.config, bootstrapToken: secret(BOOTSTRAP_TOKEN), secret },
    catalog: catalog.systems,
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
 * A directory that is no text, or encrypted, is told as such and not looked for. Relative to the program's folder, in which
 * Pulumi runs it, like the kubeconfig and charts.
 */
async function catalogOf({ values, secrets }: RawConfig, builtIn: Systems): Promise<Catalog> {
  const directory = secrets.has("catalog") ? "" : (textAt(values, "catalog", "directory") ?? "");
  if (directory === "") return { systems: builtIn, problems: [] };
  return loadCatalog(builtIn, directory, process.cwd());
}

function knownFrom({ values }: RawConfig, { systems, problems }: Catalog): Known {
  const thresholds = Object.entries(systems).map(
    ([name, system]) => [name, Object.keys(defaultThresholds([system]))] as const,
  );
  const known = { systems: Object.fromEntries(thresholds) };
  return problems.length > 0 ? withUnreadDirectory(values, known) : known;
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
