/** Takes one line for the user. */
export type Report = (line: string) => void;

/** How often a long step says that it is alive, in ms. */
const INTERVAL_MS = 15_000;

/** `75` → `1m15s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, "0")}s`;
}

/** Announces a long step, then repeats it with the time that passed. The returned function ends it with one last line. */
export function startProgress(what: string, report: Report, intervalMs = INTERVAL_MS): () => void {
  const began = Date.now();
  report(what);
  const timer = setInterval(() => report(`${what}, ${elapsed(Date.now() - began)} so far`), intervalMs);
  return () => {
    clearInterval(timer);
    report(`${what}: ended after ${elapsed(Date.now() - began)}`);
  };
}
