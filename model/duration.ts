/** A span of time. Its text is kept: a provider that is given another text for the same time sees a change. */
export interface Duration {
  readonly seconds: number;
  /** As it was written: `2160h`, `1h30m`. */
  readonly text: string;
}

/**
 * A Go duration of whole hours, minutes and seconds ("2160h", "1h30m"), or undefined if it is not one.
 * Grafana Cloud's rotating tokens take no other unit (`d`, `ms` and fractions are refused by the provider).
 */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!match || text === "") return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return { text, seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) };
}

/** Seconds of a duration that the program or a catalog names. Throws on a text that is none. */
export function secondsIn(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`duration "${text}": expected hours, minutes and seconds such as 1h30m`);
  return duration.seconds;
}

/** The shortest text for whole seconds: "1080h", "90m", "45s". */
export function goDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
