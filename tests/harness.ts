import * as pulumi from "@pulumi/pulumi";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { BOOTSTRAP_TOKEN } from "../model/config.ts";
import { secretKeysOf } from "../model/secrets.ts";
import { CANARY, mocks } from "./mocks.ts";

/** A resource as the program registered it. `inputs` still hold their secret envelopes. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  /** Nearest parent's type, e.g. `observability:index:AlloyCollector`. */
  readonly parent: string;
  readonly inputs: Record<string, unknown>;
}

export interface Deployment {
  readonly resources: readonly Registered[];
  readonly outputs: Record<string, unknown>;
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET;

/** The value with each secret envelope, at any depth, replaced by `replacement(value)`. */
export function mapSecrets(value: unknown, replacement: (secret: unknown) => unknown): unknown {
  if (isSecret(value)) return replacement((value as { value: unknown }).value);
  if (Array.isArray(value)) return value.map((item) => mapSecrets(item, replacement));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSecrets(item, replacement)]));
}

export type RawSettings = Record<string, unknown>;

/** The committed settings of an environment, without the namespace `observability:`. */
export function settingsOf(environment: string): RawSettings {
  const file = parse(readFileSync(new URL(`../Pulumi.${environment}.yaml`, import.meta.url), "utf8")) as {
    config: RawSettings;
  };
  return Object.fromEntries(
    Object.entries(file.config)
      .filter(([key]) => key.startsWith("observability:"))
      .map(([key, value]) => [key.slice("observability:".length), value]),
  );
}

export interface Options {
  readonly stack?: string;
  /** As in a preview. @default true */
  readonly preview?: boolean;
  /** Answer of every HTTP endpoint to the program. @default 200 */
  readonly http?: (url: string) => number;
}

let runs = 0;

/** Runs the whole program, `index.ts`, against mocks until nothing is pending any more. */
export async function deploy(
  settings: RawSettings,
  { stack = "test", preview = true, http }: Options = {},
): Promise<Deployment> {
  const secretKeys = secretKeysOf(settings);
  const secrets = Object.fromEntries(secretKeys.map((key) => [key, `${CANARY}-${key}`]));
  return withFetch(http ?? (() => 200), () => run({ ...settings, ...secrets }, secretKeys, stack, preview));
}

/** As `deploy`, with the values and the secret keys as given: for configuration that is wrong. */
export async function deployRaw(
  values: RawSettings,
  secretKeys: readonly string[] = [BOOTSTRAP_TOKEN],
): Promise<Deployment> {
  return withFetch(
    () => 200,
    () => run(values, secretKeys, "test", true),
  );
}

async function run(
  values: RawSettings,
  secretKeys: readonly string[],
  stack: string,
  preview: boolean,
): Promise<Deployment> {
  const registered: Omit<Registered, "parent">[] = [];
  const recorded: pulumi.runtime.Mocks = {
    ...mocks,
    newResource: (args) => {
      registered.push({ type: args.type, name: args.name, inputs: args.inputs as Record<string, unknown> });
      return mocks.newResource(args);
    },
  };
  await pulumi.runtime.setMocks(recorded, "observability", stack, preview, "organization");
  const keys = secretKeys.map((key) => `observability:${key}`);
  const config = Object.entries(values).map(([key, value]) => [
    `observability:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>, keys);
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(keys);
  runs += 1;
  let outputs: Record<string, unknown> = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    outputs = { ...((await import(`../index.ts?run=${runs}`)) as Record<string, unknown>) };
    return outputs;
  });
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor; // typed as the gRPC client that it stands for
  await pulumi.runtime.disconnect();
  const urns = [...monitor.getRegisteredResources().keys()];
  return { resources: registered.map((resource) => ({ ...resource, parent: parentOf(resource, urns) })), outputs };
}

/** A URN ends in `<parent's type>$<type>::<name>`. */
function parentOf({ type, name }: Omit<Registered, "parent">, urns: readonly string[]): string {
  const [, , parents = ""] = urns.find((urn) => urn.endsWith(`${type}::${name}`))?.split("::") ?? [];
  return parents.split("$").at(-2) ?? "";
}

async function withFetch<T>(http: (url: string) => number, body: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch;
  globalThis.fetch = (input) => Promise.resolve(new Response(null, { status: http(String(input)) }));
  try {
    return await body();
  } finally {
    globalThis.fetch = real;
  }
}
