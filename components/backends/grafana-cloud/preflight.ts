import type * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import type { GrafanaCloudConfig } from "../../../model/config/grafana-cloud.ts";
import { BOOTSTRAP_SCOPES, BOOTSTRAP_TOKEN } from "../../../model/backends/grafana-cloud.ts";
import { reasonOf } from "../errors.ts";
import type { Obstacle } from "../../../model/problem.ts";

type Backend = Pick<GrafanaCloudConfig, "apiUrl" | "stack">;

const ATTEMPT_TIMEOUT_MS = 5_000;
/** With growing pauses, about four seconds in total. */
const RETRIES = { retries: 3, minTimeout: 500, factor: 2 };

/**
 * Checks that Grafana Cloud answers, accepts the bootstrap token and has the stack to adopt. An API that answers but fails is
 * left to the provider, because the planned changes may not need it.
 */
export async function cloudProblems(
  { apiUrl, stack }: Backend,
  bootstrapToken: pulumi.Output<string>,
): Promise<Obstacle[]> {
  try {
    const { status } = await askForStack({ apiUrl, stack }, bootstrapToken);
    if (status === 401 || status === 403) return [refusedToken(apiUrl, status)];
    return status === 404 && stack.mode === "adopt" ? [missingStack(stack.slug)] : [];
  } catch (error) {
    return [
      {
        path: "backend.apiUrl",
        expected: `an answer from ${apiUrl}`,
        got: reasonOf(error),
        fix: "correct the address, or the network path to it (DNS, proxy, firewall); curl should fail in the same way",
        inPreview: "warn",
      },
    ];
  }
}

/** Asks for the stack by its slug. Retries if there is no answer. */
async function askForStack({ apiUrl, stack }: Backend, bootstrapToken: pulumi.Output<string>): Promise<Response> {
  const token = await new Promise<string>((resolve) => void bootstrapToken.apply(resolve));
  const attempt = () =>
    fetch(`${apiUrl}/api/instances/${stack.slug}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
  return pRetry(attempt, RETRIES);
}

const refusedToken = (apiUrl: string, status: 401 | 403): Obstacle => ({
  path: BOOTSTRAP_TOKEN,
  expected: `a token that ${apiUrl} accepts`,
  got: `${status} ${status === 401 ? "(unknown or expired)" : "(a scope is missing)"}`,
  fix:
    "create an access policy whose realm is the whole organisation, with exactly these scopes:\n" +
    BOOTSTRAP_SCOPES.map((scope) => `           ${scope}\n`).join("") +
    `         then create a token for it and run: pulumi config set --secret observability:${BOOTSTRAP_TOKEN}`,
  inPreview: "stop",
});

const missingStack = (slug: string): Obstacle => ({
  path: "backend.stack.slug",
  expected: "a stack that exists",
  got: `"${slug}"`,
  fix: "correct the slug, or let this program create the stack: set observability:backend.stack.mode to create, and add its region",
  inPreview: "stop",
});
