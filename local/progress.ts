/** Prints one line for the user. */
export type Report = (line: string) => void;

/** How often a long step reports that it is still running, in ms. */
const INTERVAL_MS = 15_000;

/** `75000` → `1m15s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}

/** Announces a long step and what to expect, reports the elapsed time at intervals, and reports when the step is done. */
export async function withProgress<T>(
  step: string,
  expectation: string,
  report: Report,
  work: () => Promise<T>,
  intervalMs = INTERVAL_MS,
): Promise<T> {
  const began = Date.now();
  report(`${step} (${expectation})`);
  const timer = setInterval(() => report(`${step}: ${elapsed(Date.now() - began)}`), intervalMs);
  try {
    const result = await work();
    report(`${step}: done in ${elapsed(Date.now() - began)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}
