import * as pulumi from "@pulumi/pulumi";

/** Message of anything that was thrown. fetch hides the reason (connection refused, unknown host) in `cause`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!(cause instanceof Error)) return message;
  // Where a host has several addresses, there is a message for each, and none for all.
  return `${message}: ${cause.message === "" && "code" in cause ? String(cause.code) : cause.message}`;
}

/**
 * An error for the user from inside an `apply`. Pulumi prefixes the message of such with every property on its way, and prints
 * its stack where the program has ended meanwhile, of a RunError as well. This one stays as it is, and has no stack.
 */
export function lateError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  return Object.defineProperties(error, {
    message: { get: () => message, set: () => undefined },
    stack: { value: message },
  });
}
