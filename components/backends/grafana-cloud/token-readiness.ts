import * as pulumi from "@pulumi/pulumi";
import { AbortError } from "p-retry";
import type { WriteEndpoint } from "./stack.ts";
import { lateError, reasonOf } from "../errors.ts";
import { patiently } from "../retry.ts";

/** Endpoints to try a new token on. */
export interface WriteProbe {
  /** Name of the access policy, for messages. */
  readonly policy: string;
  /** How long the endpoints may refuse the token. */
  readonly timeoutSeconds: number;
  readonly endpoints: readonly (WriteEndpoint & { readonly kind: "otlp" | "profiles" })[];
}

/** Requests that write nothing. They are refused with 401 until the data plane knows the token. */
const EMPTY_WRITES = {
  otlp: { path: "/v1/metrics", body: '{"resourceMetrics":[]}' },
  profiles: { path: "/push.v1.PusherService/Push", body: '{"series":[]}' },
} as const;

/**
 * The token, once no endpoint answers 401 any longer. Grafana Cloud's data plane learns of a new token up to ten minutes later
 * than its API. A preview sends no requests.
 */
export function acceptedToken(
  token: pulumi.Output<string>,
  region: pulumi.Output<string>,
  probe: WriteProbe,
): pulumi.Output<string> {
  const endpoints = pulumi.all(
    probe.endpoints.map(({ kind, url, username }) =>
      pulumi.all([url, username]).apply(([u, n]) => ({ kind, url: u, username: n })),
    ),
  );
  return pulumi.all([token, region, endpoints]).apply(async ([value, where, targets]) => {
    if (pulumi.runtime.isDryRun()) return value;
    await Promise.all(
      targets.map(({ kind, url, username }) => waitUntilAccepted(kind, url, username, value, where, probe)),
    );
    return value;
  });
}

async function waitUntilAccepted(
  kind: "otlp" | "profiles",
  url: string,
  username: string,
  token: string,
  region: string,
  { policy, timeoutSeconds }: WriteProbe,
): Promise<void> {
  const { path, body } = EMPTY_WRITES[kind];
  const endpoint = url + path;
  const headers = {
    authorization: `Basic ${Buffer.from(`${username}:${token}`).toString("base64")}`,
    "content-type": "application/json",
  };
  const attempt = async () => {
    const { status } = await fetch(endpoint, { method: "POST", headers, body, signal: AbortSignal.timeout(10_000) });
    if (status === 403) throw new AbortError("403: the policy lacks the scope to write here");
    if (status === 401 || status >= 500 || status === 429) throw new Error(`${status}`);
  };
  try {
    await patiently(attempt, timeoutSeconds, `${endpoint} to accept the new token of policy ${policy}`);
  } catch (error) {
    throw lateError(
      `token of access policy "${policy}" (region ${region}): expected ${endpoint} to accept it within ` +
        `${timeoutSeconds} s, last answer: ${reasonOf(error)}\n` +
        "  fix: run `pulumi up --refresh`, which replaces a revoked token and restores changed scopes. If Grafana Cloud is only slow, " +
        "raise observability:backend.tokens.readinessTimeout. Nothing is lost: the collector keeps its current token",
    );
  }
}
