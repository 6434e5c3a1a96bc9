import { BACKEND_SECRETS, secretsOfBackend } from "../backends/index.ts";
import { configSchema } from "../config/index.ts";
import { SECRET_KEY } from "../config/alerts.ts";
import type { RawConfig } from "./raw-config.ts";
import type { Problem } from "../problem.ts";
import { known } from "./input.ts";
import { readable } from "./readable.ts";
import { membersOf } from "./schema-walk.ts";

/** Whether a key is a setting, and therefore cannot hold a secret. */
const isSetting = (key: string): boolean => Object.hasOwn(membersOf(configSchema), key);

/** Keys of `values` that hold secrets: those of the backend, and those that contact points refer to. */
export function secretKeysOf(values: Readonly<Record<string, unknown>>): readonly string[] {
  const named = known(secretsOfContactPoints(values)).filter(canHoldSecret);
  return [...secretsOfBackend(values["backend"]), ...new Set(named)];
}

/** The secret key that each contact point refers to. */
const secretsOfContactPoints = (values: Readonly<Record<string, unknown>>): readonly (string | undefined)[] =>
  (readable(configSchema.shape.alerts, values["alerts"])?.contactPoints ?? []).map((point) =>
    point !== undefined && "secret" in point ? point.secret : undefined,
  );

const canHoldSecret = (key: string): boolean =>
  SECRET_KEY.test(key) && !BACKEND_SECRETS.includes(key) && !isSetting(key);

/** Secrets that are missing or stored in plaintext, and keys that cannot hold a secret. */
export const secretProblems = (raw: RawConfig): Problem[] => [
  ...secretKeysOf(raw.values).flatMap((key) => valueProblems(key, raw)),
  ...nameProblems(raw.values),
];

/** Settings that are fully or partly encrypted. Their values could appear in outputs and messages in plaintext. */
export const encryptionProblems = ({ values, secrets }: RawConfig): Problem[] =>
  Object.keys(values)
    .filter((key) => isSetting(key) && secrets.has(key))
    .map((key) => ({
      path: key,
      expected: "a plaintext value, because secrets have separate keys",
      got: "an encrypted value",
      fix: `pulumi config rm observability:${key}, then add it to Pulumi.<stack>.yaml in plaintext`,
    }));

function valueProblems(key: string, { values, secrets }: RawConfig): Problem[] {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  const fix = `pulumi config set --secret observability:${key}`;
  const problem = (got: string, then = ""): Problem[] => [{ path: key, expected: "a secret", got, fix: fix + then }];
  if (value === undefined) return problem("nothing");
  if (!secrets.has(key)) return problem("a plaintext value", " (and revoke the secret that was stored in plaintext)");
  if (value === "") return problem("an empty value");
  if (typeof value === "string" && /\s/.test(value)) return problem("a value that contains white space");
  return [];
}

function nameProblems(values: Readonly<Record<string, unknown>>): Problem[] {
  return secretsOfContactPoints(values).flatMap((key, index): Problem[] => {
    if (key === undefined || (!BACKEND_SECRETS.includes(key) && !isSetting(key))) return [];
    const path = `alerts.contactPoints[${index}].secret`;
    return [
      {
        path,
        expected: "the name of a separate secret key",
        got: BACKEND_SECRETS.includes(key)
          ? `"${key}", which holds the bootstrap token`
          : `"${key}", which is a setting`,
        fix: `pulumi config set --path 'observability:${path}' oncallSecret`,
      },
    ];
  });
}
