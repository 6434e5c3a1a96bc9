import { parse } from "yaml";
import type { RawConfig } from "../../../model/check/raw-config.ts";

/** The configuration after the `fix:` lines that a program can apply: set, remove, write, encrypt. */
export function mended(raw: RawConfig, lines: readonly string[]): RawConfig {
  const values: Record<string, unknown> = structuredClone({ ...raw.values });
  const secrets = new Set(raw.secrets);
  for (const line of lines.filter((text) => text.startsWith("fix: "))) {
    const [, set, type, setPath, setValue] =
      /(pulumi config set) --path (?:--type (\w+) )?'observability:(.+)' (.+)$/.exec(line) ?? [];
    const [, rmPath] = /pulumi config rm --path 'observability:(.+)'$/.exec(line) ?? [];
    const [, yamlPath, yaml] = /in Pulumi\.<stack>\.yaml, set observability:(\S+) to (.+)$/.exec(line) ?? [];
    const [, secret] = /pulumi config set --secret observability:(\w+)/.exec(line) ?? [];
    if (set && setPath && setValue) put(values, keysOf(setPath), stored(setValue, type));
    if (rmPath) put(values, keysOf(rmPath), undefined);
    if (yamlPath && yaml) put(values, keysOf(yamlPath), parse(yaml));
    if (secret) {
      values[secret] = "hidden";
      secrets.add(secret);
    }
  }
  return { values, secrets };
}

/** Whether a program can apply the fix. The others need a decision, such as which of two duplicates to rename. */
export const canFollow = (line: string): boolean =>
  /pulumi config (set|rm) --(path|secret)|in Pulumi\.<stack>\.yaml, set/.test(line);

/** How the engine stores a value of `pulumi config set --path`: it recognises booleans and whole numbers, but not fractions. */
function stored(text: string, type = ""): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (/^(0|[1-9]\d*)$/.test(text) || type === "float") return Number(text);
  return text.replace(/^'(.*)'$/, "$1");
}

/** `labels["a.b"]` and `applications[0].team` as keys. */
const keysOf = (path: string): (string | number)[] =>
  [...path.matchAll(/\["(.*?)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name ?? "") : Number(index),
  );

function put(target: Record<string | number, unknown>, [key = "", ...rest]: (string | number)[], value: unknown): void {
  if (rest.length === 0) {
    if (value === undefined) Reflect.deleteProperty(target, key);
    else target[key] = value;
    return;
  }
  const inner = target[key];
  if (typeof inner !== "object" || inner === null) target[key] = typeof rest[0] === "number" ? [] : {};
  put(target[key] as Record<string | number, unknown>, rest, value);
}
