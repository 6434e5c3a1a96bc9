import { setTimeout as sleep } from "node:timers/promises";
import type { ConfigChanges } from "./changes.ts";
import type { Environment } from "./environment.ts";

/** Tokens live for 2160h. With this overlap, the next update replaces every token older than ten seconds. */
export const EARLY_WINDOW: ConfigChanges = { "backend.tokens.overlap": "2159h59m50s" };

/** The committed overlap. */
export const USUAL_WINDOW: ConfigChanges = { "backend.tokens.overlap": undefined };

/** Waits until all tokens are old enough for `EARLY_WINDOW`. */
export async function untilOld({ cloud }: Pick<Environment, "cloud">): Promise<void> {
  const created = (await cloud.tokens()).map(({ createdAt }) => Date.parse(createdAt));
  const age = 12_000; // ten seconds, plus rounding of timestamps, plus the service account token, which is created a little later
  await sleep(Math.max(0, Math.max(...created) + age - Date.now()));
}
