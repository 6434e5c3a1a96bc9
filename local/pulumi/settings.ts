import { parse, stringify } from "yaml";

/** Settings under `observability:`, nested as in the configuration schema. */
export interface Settings {
  readonly [key: string]: unknown;
}

interface StackFile {
  readonly encryptionsalt?: string;
  readonly config?: Settings;
}

const isObject = (value: unknown): value is Settings =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function merge(base: unknown, over: unknown): unknown {
  if (!isObject(base) || !isObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value);
  return merged;
}

/**
 * Returns the stack file that Pulumi uses: the committed one, the settings of this machine, and what Pulumi wrote in the last
 * run (encryption salt, encrypted secrets). The committed file is never changed.
 */
export function stackSettings(committed: string, namespace: string, additions: Settings, previous = ""): string {
  const base = (parse(committed) ?? {}) as StackFile;
  const last = (parse(previous) ?? {}) as StackFile;
  const config: Record<string, unknown> = { ...base.config };
  for (const [key, value] of Object.entries(additions)) {
    config[`${namespace}:${key}`] = merge(config[`${namespace}:${key}`], value);
  }
  for (const [key, value] of Object.entries(last.config ?? {})) {
    if (isObject(value) && "secure" in value) config[key] = value;
  }
  const salt = last.encryptionsalt ?? base.encryptionsalt;
  return stringify({ ...base, ...(salt === undefined ? {} : { encryptionsalt: salt }), config });
}
