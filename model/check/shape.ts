import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { BACKEND_SECRETS } from "../backends/index.ts";
import { configSchema } from "../config/index.ts";
import { shown, type Problem } from "../problem.ts";
import { keysOf, literalsOf, schemaAt, unwrap, valueAt } from "./schema-walk.ts";

/** Turns schema issues into problems. `secrets` are the keys that are stored encrypted. */
export function shapeProblems(
  issues: readonly z.core.$ZodIssue[],
  settings: unknown,
  secrets: ReadonlySet<string>,
): Problem[] {
  return issues.flatMap(meantOption).flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) =>
        issue.path.length === 0 && secrets.has(key) ? unusedSecret(key) : unknownKey([...issue.path], key, settings),
      );
    }
    const path = issue.code === "invalid_key" ? issue.path.slice(0, -1) : issue.path;
    return [problemAt(path, settings)];
  });
}

/** The issues inside a union's value, if the value can only be meant as one of the options. */
function meantOption(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const [meant, ...others] = issue.errors.filter((errors) => errors.every(({ path }) => path.length > 0));
  if (meant === undefined || others.length > 0) return [issue];
  return meant.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

function problemAt(path: readonly PropertyKey[], settings: unknown): Problem {
  const schema = schemaAt(configSchema, path, settings);
  const meta = schema && unwrap(schema).meta;
  const literals = literalsAt(path, settings);
  const expected = literals.length > 0 ? oneOf(literals) : (meta?.expected ?? "a different value");
  const example = literals[0] ?? meta?.example;
  const key = `observability:${dotted(path)}`;
  const value = valueAt(settings, path);
  return {
    path: dotted(path),
    expected,
    got: meta?.concealed ? kindOf(value) : shown(value),
    fix:
      example !== undefined && !/[{[]/.test(example)
        ? `pulumi config set --path ${FRACTION.test(example) ? "--type float " : ""}'${key}' ${example}`
        : `in Pulumi.<stack>.yaml, set ${key} to ${example ?? expected}`,
  };
}

/** Needs `--type float`: without it, `pulumi config set` stores a fraction as a string. */
const FRACTION = /^\d+\.\d+$/;

/** Possible values of a member that distinguishes the options of a union. */
function literalsAt(path: readonly PropertyKey[], settings: unknown): readonly string[] {
  const last = path.at(-1);
  const parent = schemaAt(configSchema, path.slice(0, -1), settings);
  return last !== undefined && parent ? literalsOf(parent, last) : [];
}

function unknownKey(path: readonly PropertyKey[], key: string, settings: unknown): Problem {
  const schema = schemaAt(configSchema, path, settings);
  const known = schema ? keysOf(schema, valueAt(settings, path)) : [];
  // The key belongs to another option of the union than the one that reported it.
  if (known.includes(key)) return problemAt(path, settings);
  const keys = path.length === 0 ? [...known, ...BACKEND_SECRETS] : known;
  const near = keys.length > 0 ? closest(key, [...keys]) : "";
  const alike = distance(near, key) <= Math.max(2, key.length / 3);
  const full = dotted([...path, key]);
  return {
    path: full,
    expected: oneOf(keys),
    got: "an unknown key",
    fix: alike ? `did you mean "${near}"? Rename it` : `remove it: pulumi config rm --path 'observability:${full}'`,
  };
}

function unusedSecret(key: string): Problem {
  return {
    path: key,
    expected: `a secret that is in use: ${BACKEND_SECRETS.join(", ")} or the secret of a contact point`,
    got: "a secret that nothing uses",
    fix: `use it in alerts.contactPoints, or remove it: pulumi config rm observability:${key}`,
  };
}

const oneOf = (words: readonly string[]): string => (words.length > 1 ? "one of " : "") + words.join(", ");

/** Formats a path for `pulumi config --path`: `applications[0].namespace` or `labels["a.b"]`. */
function dotted(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    const name = String(key);
    if (!/^[\w-]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text ? `${text}.${name}` : name;
  }, "");
}

/** The type of a value. Shown instead of the value if that may be a secret. */
function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (value === "") return "an empty string";
  if (Array.isArray(value)) return "a list";
  return { string: "a different string", object: "a different object" }[typeof value as string] ?? `a ${typeof value}`;
}
