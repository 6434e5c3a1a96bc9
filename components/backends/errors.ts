import * as pulumi from "@pulumi/pulumi";

/** Message of anything that was thrown. fetch hides the reason (connection refused, unknown host) in `cause`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!(cause instanceof Error)) return message;
  // For a host with several addresses, each address has a message, but the error as a whole has none.
  return `${message}: ${cause.message === "" && "code" in cause ? String(cause.code) : cause.message}`;
}

/**
 * An error for the user from inside an `apply`. Pulumi prefixes the message of such an error with every property on its path,
 * and prints its stack if the program has ended meanwhile, even for a RunError. This error's message cannot be changed, and it
 * has no stack.
 */
export function lateError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  return Object.defineProperties(error, {
    message: { get: () => message, set: () => undefined },
    stack: { value: message },
  });
}
