import * as pulumi from "@pulumi/pulumi";
import pRetry from "p-retry";
import { reasonOf } from "./errors.ts";

/**
 * Repeats an attempt with growing pauses until it succeeds, and logs once what it waits for.
 * @throws the error of the last attempt, after `timeoutSeconds`, or immediately on a p-retry AbortError
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
