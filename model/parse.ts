import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { BOOTSTRAP_TOKEN, configSchema, type Config } from "./config.ts";
import { crossFieldProblems } from "./cross-field.ts";
import type { Problem } from "./problem.ts";
import { keysOf, literalsOf, schemaAt, unwrap, valueAt } from "./schema.ts";

/** What the engine hands to the program, without the namespace `observability:`. */
export interface RawConfig {
  /** Value of each key; structured ones as objects. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys that are stored encrypted. */
  readonly secrets: ReadonlySet<string>;
}

/** What the program knows and the schema cannot. */
export interface Known {
  /** Names of the systems in the catalog. */
  readonly systems: readonly string[];
  /** Ids of the rules whose threshold can be set. */
  readonly rules: readonly string[];
}

export type Parsed = { readonly config: Config } | { readonly problems: readonly Problem[] };

/** Checks everything at once: shape, cross-field rules, secrets. */
export function parseConfig(raw: RawConfig, known: Known): Parsed {
  const settings = withoutSecrets(raw);
  const result = configSchema.safeParse(settings, { reportInput: true });
  const shape = result.error?.issues.flatMap((issue) => problemsOf(issue, settings)) ?? [];
  const problems = [...shape, ...secretProblems(raw), ...crossFieldProblems(settings, known)];
  if (result.data && problems.length === 0) return { config: result.data };
  return { problems };
}

/** Keys of `values` that hold secrets: the bootstrap token and what contact points name. */
export function secretKeysOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const points = valueAt(values, ["alerts", "contactPoints"]);
  const named = Array.isArray(points) ? points.map((point) => valueAt(point, ["secret"])) : [];
  return [BOOTSTRAP_TOKEN, ...new Set(named.filter((key) => typeof key === "string"))];
}

function withoutSecrets({ values }: RawConfig): Record<string, unknown> {
  const secret = new Set(secretKeysOf(values));
  return Object.fromEntries(Object.entries(values).filter(([key]) => !secret.has(key)));
}

function secretProblems({ values, secrets }: RawConfig): Problem[] {
  return secretKeysOf(values).flatMap((key): Problem[] => {
    const fix = `pulumi config set --secret observability:${key}`;
    if (values[key] === undefined) return [{ path: key, expected: "a secret", got: "nothing", fix }];
    if (!secrets.has(key))
      return [
        {
          path: key,
          expected: "a secret",
          got: "a value stored in clear",
          fix: `${fix} (and revoke the one that was stored in clear)`,
        },
      ];
    return [];
  });
}

function problemsOf(issue: z.core.$ZodIssue, settings: unknown): Problem[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path], key, settings));
  if (issue.code === "invalid_key") return [problemAt(issue.path.slice(0, -1), settings)];
  return [problemAt(issue.path, settings)];
}

function problemAt(path: readonly PropertyKey[], settings: unknown): Problem {
  const schema = schemaAt(configSchema, path, settings);
  const meta = schema && unwrap(schema).meta;
  const literals = literalsAt(path, settings);
  const expected =
    meta?.expected ?? (literals.length > 0 ? oneOf(literals) : `a value such as ${meta?.example ?? "…"}`);
  const example = literals[0] ?? meta?.example;
  const key = `observability:${dotted(path)}`;
  return {
    path: dotted(path) || "observability",
    expected,
    got: shown(valueAt(settings, path)),
    fix:
      example !== undefined && !/[{[]/.test(example)
        ? `pulumi config set --path '${key}' ${example}`
        : `write in Pulumi.<stack>.yaml below ${key}: ${example ?? expected}`,
  };
}

/** What a member that tells the options of a union apart may be. */
function literalsAt(path: readonly PropertyKey[], settings: unknown): readonly string[] {
  const last = path.at(-1);
  const parent = schemaAt(configSchema, path.slice(0, -1), settings);
  return last !== undefined && parent ? literalsOf(parent, last) : [];
}

function unknownKey(path: readonly PropertyKey[], key: string, settings: unknown): Problem {
  const schema = schemaAt(configSchema, path, settings);
  const keys = schema ? keysOf(schema, valueAt(settings, path)) : [];
  const near = keys.length > 0 ? closest(key, [...keys]) : "";
  const alike = distance(near, key) <= Math.max(2, key.length / 3);
  const full = dotted([...path, key]);
  return {
    path: full,
    expected: oneOf(keys),
    got: `the unknown key "${key}"`,
    fix: alike ? `did you mean "${near}"? Rename it` : `remove it: pulumi config rm --path 'observability:${full}'`,
  };
}

const oneOf = (words: readonly string[]): string => `one of ${words.join(", ")}`;

/** `applications[0].namespace`, as `pulumi config --path` wants it. */
function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === "number" ? `${text}[${key}]` : text ? `${text}.${String(key)}` : String(key)),
    "",
  );
}

/** A value as YAML would show it, shortened. */
function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
