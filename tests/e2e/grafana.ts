import assert from "node:assert/strict";
import { bootstrapToken } from "../../local/services.ts";
import { parseDuration } from "../../model/duration.ts";
import type { TokenExpiry } from "../../render/alerts/expression.ts";
import type { GrafanaRule } from "../../render/alerts/grafana.ts";
import type { Environment } from "./environment.ts";

/** The parts of a stack in the cloud API that tests use. */
export interface StackDetails {
  readonly id: number;
  readonly hpInstanceId: number;
}

/** Reads the stack from the cloud API. */
export async function stackDetails({ world, services }: Environment, slug: string): Promise<StackDetails> {
  const url = `${services.grafanaCloud.url}/api/instances/${slug}`;
  return (await getJson(url, await bootstrapToken(world))) as StackDetails;
}

/** Reads the instance API with the program's own service-account token. */
export async function instanceApi(environment: Environment): Promise<(path: string) => Promise<unknown>> {
  const { grafanaUrl } = await environment.outputs();
  const token = await serviceAccountToken(environment);
  return (path) => getJson(`${String(grafanaUrl)}/api${path}`, token);
}

/** Returns the expiry of each writer's token in Grafana Cloud, in alphabetical order. Each writer must have one token. */
export async function tokenExpiry({ cloud }: Pick<Environment, "cloud">): Promise<TokenExpiry> {
  const tokens = (await cloud.tokens()).filter(({ kind }) => kind === "access-policy");
  const entries = tokens.map(({ owner, expiresAt }) => [
    owner.replace(/^.*-/, ""),
    Math.floor(Date.parse(expiresAt ?? "") / 1000),
  ]);
  const expiry = Object.fromEntries(entries.sort()) as TokenExpiry;
  assert.equal(Object.keys(expiry).length, tokens.length);
  return expiry;
}

/** Returns the service-account token in the state. */
export async function serviceAccountToken({ resources }: Pick<Environment, "resources">): Promise<string> {
  const tokens = (await resources()).filter(({ type }) => type.endsWith(":StackServiceAccountRotatingToken"));
  assert.equal(tokens.length, 1);
  const { plaintext } = tokens[0]?.outputs?.["key"] as { plaintext: string };
  return JSON.parse(plaintext) as string;
}

async function getJson(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(response.status, 200, `GET ${url}`);
  return response.json();
}

/** An alert rule as the instance API shows it. */
export interface ProvisionedRule {
  readonly uid: string;
  readonly title: string;
  readonly condition: string;
  readonly for: string;
  readonly keep_firing_for?: string;
  readonly noDataState: string;
  readonly execErrState: string;
  readonly missingSeriesEvalsToResolve: number;
  readonly isPaused: boolean;
  readonly provenance: string;
  readonly labels: unknown;
  readonly annotations: unknown;
  readonly data: readonly Record<string, unknown>[];
}

/** Converts a rendered rule to the shape of `provisionedRule`, so that both can be compared as a whole. */
export const renderedRule = ({ name, for: pending, keepFiringFor, datas, ...rule }: GrafanaRule) => ({
  ...rule,
  title: name,
  forSeconds: parseDuration(pending)?.seconds,
  keepFiringSeconds: parseDuration(keepFiringFor ?? "0s")?.seconds,
  isPaused: false,
  provenance: "api",
  data: datas.map(({ model, queryType = "", ...node }) => ({
    ...node,
    queryType,
    model: JSON.parse(model) as unknown,
  })),
});

/** Returns a rule of the instance API without the fields that Grafana adds. */
export const provisionedRule = ({ for: pending, keep_firing_for, ...rule }: ProvisionedRule) => {
  const { uid, title, condition, noDataState, execErrState, missingSeriesEvalsToResolve } = rule;
  const { isPaused, provenance, labels, annotations, data } = rule;
  const text = { uid, title, condition, noDataState, execErrState, missingSeriesEvalsToResolve, isPaused, provenance };
  const durations = {
    forSeconds: parseDuration(pending)?.seconds,
    keepFiringSeconds: parseDuration(keep_firing_for ?? "0s")?.seconds,
  };
  return { ...text, ...durations, labels, annotations, data };
};
