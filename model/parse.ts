import { configSchema, type Config } from "./config.ts";
import { crossFieldProblems } from "./cross-field.ts";
import type { Problem } from "./problem.ts";
import { encryptionProblems, secretKeysOf, secretProblems } from "./secrets.ts";
import { shapeProblems } from "./shape.ts";

/** What the engine hands to the program, without the namespace `observability:`. */
export interface RawConfig {
  /** Value of each key; structured ones as objects. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys that are stored encrypted. */
  readonly secrets: ReadonlySet<string>;
}

/** What the program knows and the schema cannot. */
export interface Known {
  /** For each system of the catalog the ids of its rules whose threshold can be set. */
  readonly systems: Readonly<Record<string, readonly string[]>>;
}

export type Parsed = { readonly config: Config } | { readonly problems: readonly Problem[] };

/** Checks everything at once: shape, secrets, rules between fields. Each path is told once. */
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

const topOf = (path: string): string => path.split(/[.[]/, 1).join();

const firstOfEachPath = (problems: readonly Problem[]): Problem[] =>
  problems.filter(({ path }, index) => problems.findIndex((other) => other.path === path) === index);

function withoutSecrets({ values }: RawConfig): Record<string, unknown> {
  const secret = new Set(secretKeysOf(values));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secret.has(key)));
}
