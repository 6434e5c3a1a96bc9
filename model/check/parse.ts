import { backendProblems } from "../backends/index.ts";
import { configSchema, type Config } from "../config/index.ts";
import type { Problem } from "../problem.ts";
import { alertProblems } from "./alerts.ts";
import { applicationProblems } from "./applications.ts";
import { catalogProblems } from "./catalog.ts";
import { collectorProblems } from "./collector.ts";
import type { Known, RawConfig } from "./raw-config.ts";
import { readable } from "./readable.ts";
import { encryptionProblems, secretKeysOf, secretProblems } from "./secrets.ts";
import { shapeProblems } from "./shape.ts";

export type Parsed = { readonly config: Config } | { readonly problems: readonly Problem[] };

/** Checks everything at once: shape, secrets and rules between fields. Reports each path once. */
export function parseConfig(raw: RawConfig, known: Known): Parsed {
  const settings = withoutSecrets(raw);
  const result = configSchema.safeParse(settings, { reportInput: true });
  const encrypted = encryptionProblems(raw);
  const others = [
    ...shapeProblems(result.error?.issues ?? [], settings, raw.secrets),
    ...secretProblems(raw),
    ...crossFieldProblems(settings, known),
  ].filter(({ path }) => !encrypted.some((setting) => setting.path === topOf(path)));
  const problems = firstOfEachPath([...encrypted, ...others]);
  return result.data && problems.length === 0 ? { config: result.data } : { problems };
}

/** Checks rules between fields on the readable parts of the settings, so that all problems are reported at once. */
function crossFieldProblems(values: Readonly<Record<string, unknown>>, known: Known): Problem[] {
  const settings = readable(configSchema, values) ?? {};
  return [
    ...backendProblems(values["backend"]),
    ...applicationProblems(settings),
    ...collectorProblems(configSchema.shape.collector.safeParse(values["collector"]).data),
    ...catalogProblems(settings, known),
    ...alertProblems(settings, known),
  ];
}

const topOf = (path: string): string => path.split(/[.[]/, 1).join();

const firstOfEachPath = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);

function withoutSecrets({ values }: RawConfig): Record<string, unknown> {
  const secret = new Set(secretKeysOf(values));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secret.has(key)));
}
