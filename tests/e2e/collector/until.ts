import { setTimeout as sleep } from "node:timers/promises";

/** Waits for the first value that is neither undefined nor false. On timeout, fails with `what` and the last error. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined | false> | T | undefined | false,
  timeoutMs = 60_000,
): Promise<T> {
  let last: unknown;
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(100)) {
    try {
      const value = await check();
      if (value !== undefined && value !== false) return value;
    } catch (error) {
      last = error;
    }
  }
  throw new Error(`timed out after ${timeoutMs / 1000} s waiting for ${what}`, { cause: last });
}
