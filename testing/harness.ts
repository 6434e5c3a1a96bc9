import * as pulumi from "@pulumi/pulumi";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { BOOTSTRAP_TOKEN } from "../model/backends/grafana-cloud.ts";
import { secretKeysOf } from "../model/check/secrets.ts";
import type { RawSettings } from "../startup/stack-file.ts";
import { CANARY, mocks } from "./mocks.ts";
import { nameOf, recordRegistrations, type Registered } from "./registrations.ts";

interface Call {
  readonly token: string;
  readonly provider: string;
  readonly inputs: Record<string, unknown>;
}

export interface Deployment {
  readonly resources: readonly Registered[];
  /** Called functions with their explicit provider and arguments. */
  readonly calls: readonly Call[];
  readonly outputs: Record<string, unknown>;
}

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && (value as Record<string, unknown>)[SIGNATURE] === SECRET;

/** Replaces each secret envelope in a value, at any depth, by `replacement(value)`. */
export function mapSecrets(value: unknown, replacement: (secret: unknown) => unknown): unknown {
  if (isSecret(value)) return replacement((value as { value: unknown }).value);
  if (Array.isArray(value)) return value.map((item) => mapSecrets(item, replacement));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapSecrets(item, replacement)]));
}

export interface Options {
  readonly stack?: string;
  /** Run as in a preview. @default true */
  readonly preview?: boolean;
  /** Status that every HTTP endpoint returns to the program. @default 200 */
  readonly http?: (url: string) => number;
  /** Responses of the providers. @default all computed values */
  readonly providers?: pulumi.runtime.Mocks;
  /** Keys of secrets; each gets a canary as its value. @default - those that the settings name */
  readonly secretKeys?: readonly string[];
  /** Added to the program's module address to load another copy of it. @default - none */
  readonly mark?: string;
}

/** Runs the whole program, `index.ts`, against mocks until nothing is pending. */
export async function deploy(settings: RawSettings, options: Options = {}): Promise<Deployment> {
  const { secretKeys = secretKeysOf(settings) } = options;
  const secrets = Object.fromEntries(secretKeys.map((key) => [key, `${CANARY}-${key}`]));
  const { error, ...deployment } = await run({ ...settings, ...secrets }, secretKeys, options);
  if (error !== undefined) throw error;
  return deployment;
}

/** Runs the program with values that it must reject. Returns the error, and the resources registered before it. */
export async function refusal(
  values: RawSettings,
  secretKeys: readonly string[] = [BOOTSTRAP_TOKEN],
  options: Options = {},
): Promise<{ readonly error: unknown; readonly resources: readonly Registered[] }> {
  const { error, resources } = await run(values, secretKeys, options);
  if (error === undefined) throw new Error("expected the program to fail, but it succeeded");
  return { error, resources: resources.filter(({ type }) => type !== "pulumi:pulumi:Stack") };
}

let runs = 0;

async function run(
  values: RawSettings,
  secretKeys: readonly string[],
  { stack = "test", preview = true, http = () => 200, providers = mocks, mark = "" }: Options,
): Promise<Deployment & { readonly error?: unknown }> {
  const calls: Call[] = [];
  const recording: pulumi.runtime.Mocks = {
    ...providers,
    call: (args) => {
      const { token, provider = "", inputs } = args;
      calls.push({ token, provider: nameOf(provider), inputs: inputs as Record<string, unknown> });
      return providers.call(args);
    },
  };
  await pulumi.runtime.setMocks(recording, "observability", stack, preview, "organization");
  const resources = recordRegistrations();
  setConfig(values, secretKeys);
  runs += 1;
  let outputs: Record<string, unknown> = {};
  const program = async () => {
    ({ default: outputs } = (await import(`../index.ts?run=${runs}&${mark}`)) as { default: Record<string, unknown> });
    return outputs;
  };
  const error = await withFetch(http, () => withHome(() => failureOf(program)));
  return { resources, calls, outputs, error };
}

/**
 * Runs a program against the current mocks until nothing is pending.
 * @returns its error; else the error of a promise that is not awaited, because the SDK leaves some behind.
 */
export async function failureOf(program: () => Promise<Record<string, unknown>>): Promise<unknown> {
  const reasons: unknown[] = [];
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  process.on("unhandledRejection", (reason) => reasons.push(reason));
  try {
    await pulumi.runtime.runInPulumiStack(program).finally(() => pulumi.runtime.disconnect());
  } catch (reason) {
    reasons.unshift(reason);
  }
  await setImmediate(); // rejections are reported after the promises that are due now
  process.removeAllListeners("unhandledRejection");
  for (const listener of listeners) process.on("unhandledRejection", listener);
  return reasons[0];
}

function setConfig(values: RawSettings, secretKeys: readonly string[]): void {
  const keys = secretKeys.map((key) => `observability:${key}`);
  const config = Object.entries(values).map(([key, value]) => [
    `observability:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(config) as Record<string, string>, keys);
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(keys);
}

async function withFetch<T>(http: (url: string) => number, body: () => Promise<T>): Promise<T> {
  const real = globalThis.fetch;
  globalThis.fetch = (input) =>
    Promise.resolve(new Response(null, { status: http(input instanceof Request ? input.url : input.toString()) }));
  try {
    return await body();
  } finally {
    globalThis.fetch = real;
  }
}

/** Uses the kubeconfig in `testing/home` instead of the user's. */
async function withHome<T>(body: () => Promise<T>): Promise<T> {
  const before = { HOME: process.env["HOME"], KUBECONFIG: process.env["KUBECONFIG"] };
  process.env["HOME"] = fileURLToPath(new URL("home", import.meta.url));
  delete process.env["KUBECONFIG"];
  try {
    return await body();
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

/** Returns the value of an output once it is known. */
export const valueOf = <T>(output: pulumi.Input<T>): Promise<pulumi.Unwrap<T>> =>
  new Promise((resolve) => pulumi.output(output).apply(resolve));
