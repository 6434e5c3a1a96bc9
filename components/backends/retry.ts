import * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import { reasonOf } from "./errors.ts";

/**
 * Repeats an attempt with growing pauses until it succeeds, and says once what is waited for.
 * @throws what the last attempt ended with, after `timeoutSeconds`; at once on a p-retry AbortError
 */
export function patiently(attempt: () => Promise<void>, timeoutSeconds: number, waitingFor: string): Promise<void> {
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 1_000,
    maxTimeout: 15_000,
    factor: 1.5,
    maxRetryTime: timeoutSeconds * 1_000,
    shouldConsumeRetry: () => true,
    onFailedAttempt: ({ attemptNumber, error }) => {
      if (attemptNumber === 1) void pulumi.log.info(`waiting for ${waitingFor} (${reasonOf(error)})`);
    },
  });
}
