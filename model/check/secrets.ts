import { BACKEND_SECRETS, secretsOfBackend } from "../backends/index.ts";
import { configSchema } from "../config/index.ts";
import { SECRET_KEY } from "../config/alerts.ts";
import type { RawConfig } from "./raw-config.ts";
import type { Problem } from "../problem.ts";
import { known } from "./input.ts";
import { readable } from "./readable.ts";
import { membersOf } from "./schema-walk.ts";

/** Whether a key holds a part of the configuration itself, so that it cannot hold a secret. */
const isSetting = (key: string): boolean => Object.hasOwn(membersOf(configSchema), key);

/** Keys of `values` that hold secrets: those of the backend, and what contact points name. */
export function secretKeysOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const named = known(secretsOfContactPoints(values)).filter(canHoldSecret);
  return [...secretsOfBackend(values["backend"]), ...new Set(named)];
}

/** The secret that each contact point names. */
const secretsOfContactPoints = (values: Readonly<Record<string, unknown>>): readonly (string | undefined)[] =>
  (readable(configSchema.shape.alerts, values["alerts"])?.contactPoints ?? []).map((point) =>
    point !== undefined && "secret" in point ? point.secret : undefined,
  );

const canHoldSecret = (key: string): boolean =>
  SECRET_KEY.test(key) && !BACKEND_SECRETS.includes(key) && !isSetting(key);

/** Secrets that are missing or in clear, and names that cannot hold one. */
export const secretProblems = (raw: RawConfig): Problem[] => [
  ...secretKeysOf(raw.values).flatMap((key) => valueProblems(key, raw)),
  ...nameProblems(raw.values),
];

/** Settings that are encrypted, in whole or in part: their values could end in outputs and messages in clear. */
export const encryptionProblems = ({ values, secrets }: RawConfig): Problem[] =>
  Object.keys(values)
    .filter((key) => isSetting(key) && secrets.has(key))
    .map((key) => ({
      path: key,
      expected: "a value in clear, because secrets have keys of their own",
      got: "an encrypted value",
      fix: `pulumi config rm observability:${key}, then write it in clear in Pulumi.<stack>.yaml`,
    }));

function valueProblems(key: string, { values, secrets }: RawConfig): Problem[] {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  const fix = `pulumi config set --secret observability:${key}`;
  const problem = (got: string, then = ""): Problem[] => [{ path: key, expected: "a secret", got, fix: fix + then }];
  if (value === undefined) return problem("nothing");
  if (!secrets.has(key)) return problem("a value stored in clear", " (and revoke the one that was stored in clear)");
  if (value === "") return problem("an empty value");
  if (typeof value === "string" && /\s/.test(value)) return problem("a value with white space in it");
  return [];
}

function nameProblems(values: Readonly<Record<string, unknown>>): Problem[] {
  return secretsOfContactPoints(values).flatMap((key, index): Problem[] => {
    if (key === undefined || (!BACKEND_SECRETS.includes(key) && !isSetting(key))) return [];
    const path = `alerts.contactPoints[${index}].secret`;
    return [
      {
        path,
        expected: "the name of a key of its own",
        got: BACKEND_SECRETS.includes(key) ? `"${key}", the bootstrap token` : `"${key}", a part of this configuration`,
        fix: `pulumi config set --path 'observability:${path}' oncallSecret`,
      },
    ];
  });
}
