import type * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import type { GrafanaCloudConfig } from "../../../model/config/grafana-cloud.ts";
import { BOOTSTRAP_SCOPES, BOOTSTRAP_TOKEN } from "../../../model/backends/grafana-cloud.ts";
import { reasonOf } from "../errors.ts";
import type { Obstacle } from "../../../model/problem.ts";

type Backend = Pick<GrafanaCloudConfig, "apiUrl" | "stack">;

const ATTEMPT_TIMEOUT_MS = 5_000;
/** With growing pauses, about four seconds in all. */
const RETRIES = { retries: 3, minTimeout: 500, factor: 2 };

/**
 * Whether Grafana Cloud answers, knows the bootstrap token and has the stack to adopt. An API that answers, but cannot serve,
 * is left to the provider: what is to change need not concern it.
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
        fix: "correct the address, or the way to it (DNS, proxy, firewall): curl shows the same",
        inPreview: "warn",
      },
    ];
  }
}

/** The stack by its slug. An attempt without an answer is repeated. */
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
    "create an access policy with realm = the whole organisation and exactly the scopes\n" +
    BOOTSTRAP_SCOPES.map((scope) => `           ${scope}\n`).join("") +
    `         and a token of it, then: pulumi config set --secret observability:${BOOTSTRAP_TOKEN}`,
  inPreview: "stop",
});

const missingStack = (slug: string): Obstacle => ({
  path: "backend.stack.slug",
  expected: "a stack that exists",
  got: `"${slug}"`,
  fix: "correct the slug, or let this program create the stack: set observability:backend.stack.mode to create, and its region",
  inPreview: "stop",
});
