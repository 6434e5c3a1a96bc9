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
 * An error for the user from inside an `apply`. Such come after the program has ended, and then Pulumi prints the stack, of a
 * RunError as well: so it has none.
 */
export function lateError(message: string): pulumi.RunError {
  return Object.assign(new pulumi.RunError(message), { stack: message });
}
