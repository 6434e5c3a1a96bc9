/** Message of anything that was thrown. fetch hides the reason (connection refused, unknown host) in `cause`. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause, message } = error;
  if (!(cause instanceof Error)) return message;
  // Where a host has several addresses, there is a message for each, and none for all.
  return `${message}: ${cause.message === "" && "code" in cause ? String(cause.code) : cause.message}`;
}
