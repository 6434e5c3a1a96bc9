import * as pulumi from "@pulumi/pulumi";
import { BOOTSTRAP_TOKEN, type Config } from "../model/config.ts";
import { BOOTSTRAP_SCOPES } from "../model/tokens.ts";

/**
 * Asks Grafana Cloud once whether it knows the bootstrap token, before anything is registered: the provider would stop
 * half-way, and its message does not say which scopes are missing. An unreachable API is left to the provider, which retries.
 * @throws pulumi.RunError if the token is refused, or the stack to adopt does not exist.
 */
export async function checkBootstrapToken(
  { apiUrl, stack }: Config["backend"],
  bootstrapToken: pulumi.Output<string>,
): Promise<void> {
  const token = await new Promise<string>((resolve) => void bootstrapToken.apply(resolve));
  const answer = await fetch(`${apiUrl}/api/instances/${stack.slug}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => undefined);
  if (answer?.status === 401 || answer?.status === 403) {
    throw new pulumi.RunError(
      `observability:${BOOTSTRAP_TOKEN}: expected a token that ${apiUrl} accepts, got ${answer.status} ${answer.status === 401 ? "(unknown or expired)" : "(a scope is missing)"}\n` +
        `  fix: create an access policy with realm = the whole organisation and exactly the scopes\n` +
        BOOTSTRAP_SCOPES.map((scope) => `         ${scope}\n`).join("") +
        `       then: pulumi config set --secret observability:${BOOTSTRAP_TOKEN}`,
    );
  }
  if (answer?.status === 404 && stack.mode === "adopt") {
    throw new pulumi.RunError(
      `observability:backend.stack.slug: expected a stack that exists, got "${stack.slug}"\n` +
        "  fix: correct the slug, or let this program create the stack: set observability:backend.stack.mode to create, and its region",
    );
  }
}
