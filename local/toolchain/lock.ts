import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import lockfile from "proper-lockfile";

/** How often a lock is refreshed, in ms. A lock not refreshed for `STALE_MS` belongs to a killed process and is taken over. */
const UPDATE_MS = 2_000;
const STALE_MS = 10_000;

export type Release = () => Promise<void>;

/** Acquires the lock of a folder; undefined if another process holds it. */
export async function tryLock(folder: string, staleMs = STALE_MS): Promise<Release | undefined> {
  await mkdir(folder, { recursive: true });
  try {
    return await lockfile.lock(folder, {
      stale: staleMs,
      update: UPDATE_MS,
      realpath: false,
      // After the machine was suspended, another process may have taken over. That is harmless: results are moved atomically.
      onCompromised: () => undefined,
    });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") return undefined;
    throw error;
  }
}

/** Runs `work` while holding the lock of a folder. Calls `waiting` once a second while another process holds it. */
export async function withLock<T>(folder: string, waiting: () => void, work: () => Promise<T>): Promise<T> {
  let release = await tryLock(folder);
  while (release === undefined) {
    waiting();
    await sleep(1_000);
    release = await tryLock(folder);
  }
  try {
    return await work();
  } finally {
    await release();
  }
}
