import * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import { BOOTSTRAP_TOKEN, type Config } from "../model/config.ts";
import { BOOTSTRAP_SCOPES } from "../model/tokens.ts";
import { reasonOf } from "./errors.ts";
import type { Obstacle } from "./preflight.ts";

type Backend = Pick<Config["backend"], "apiUrl" | "stack">;

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

/**
 * For `beforeCreate` of the stack. A slug exists once in all of Grafana Cloud; the provider tries for two minutes, and then
 * says neither whose it is nor what to do.
 */
export function requireFreeSlug({ apiUrl, stack }: Backend, bootstrapToken: pulumi.Output<string>) {
  return async (): Promise<void> => {
    const answer = await askForStack({ apiUrl, stack }, bootstrapToken, 500);
    if (!answer.ok) return;
    const { status } = (await answer.json()) as { status?: string };
    if (status === "deleted") return;
    throw new pulumi.RunError(
      `observability:backend.stack.slug: expected a slug that is free, got "${stack.slug}", which a stack of this organisation has\n` +
        `  fix: if a killed update of this program made that stack: npm run recover -- ${pulumi.getStack()}\n` +
        "       if it is to be used as it is: set observability:backend.stack.mode to adopt\n" +
        "       otherwise choose another slug",
    );
  };
}

/** The stack by its slug. An attempt without an answer is repeated, and one with a status from `retriedStatus` on. */
async function askForStack(
  { apiUrl, stack }: Backend,
  bootstrapToken: pulumi.Output<string>,
  retriedStatus = Number.POSITIVE_INFINITY,
): Promise<Response> {
  const token = await new Promise<string>((resolve) => void bootstrapToken.apply(resolve));
  return pRetry(async () => {
    const answer = await fetch(`${apiUrl}/api/instances/${stack.slug}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(ATTEMPT_TIMEOUT_MS),
    });
    if (answer.status >= retriedStatus) throw new Error(`${apiUrl} answers ${answer.status}`);
    return answer;
  }, RETRIES);
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
