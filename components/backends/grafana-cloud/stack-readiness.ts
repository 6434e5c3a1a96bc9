import * as pulumi from "@pulumi/pulumi";
import { lateError, reasonOf } from "../errors.ts";
import { patiently } from "../retry.ts";

/**
 * The slug, once the stack's Grafana answers, for the resources inside the stack. The provider also waits, but older versions
 * do not wait for the configured time. A preview sends no requests.
 */
export function answeringStack(
  slug: pulumi.Output<string>,
  url: pulumi.Output<string>,
  timeoutSeconds: number,
): pulumi.Output<string> {
  return pulumi.all([slug, url]).apply(async ([name, address]) => {
    if (!pulumi.runtime.isDryRun()) await waitUntilAnswering(name, address, timeoutSeconds);
    return name;
  });
}

async function waitUntilAnswering(slug: string, url: string, timeoutSeconds: number): Promise<void> {
  const ask = (path: string) => fetch(url + path, { signal: AbortSignal.timeout(10_000) });
  const attempt = async () => {
    await ask("/login?disableAutoLogin=true"); // wakes a paused stack; the health check does not
    const { status } = await ask("/api/health");
    if (status !== 200) throw new Error(`${status}`);
  };
  try {
    await patiently(attempt, timeoutSeconds, `stack "${slug}" to answer at ${url}`);
  } catch (error) {
    throw lateError(
      `stack "${slug}": expected ${url}/api/health to answer 200 within ${timeoutSeconds} s, last answer: ${reasonOf(error)}\n` +
        "  fix: run `pulumi up` again, which continues from here. If that does not help, check the stack in the Cloud portal, or raise " +
        "observability:backend.stack.readinessTimeout",
    );
  }
}
