/** A span of time. The original text is kept, because a provider reports a change if the same time is written differently. */
export interface Duration {
  readonly seconds: number;
  /** As it was written: `2160h`, `1h30m`. */
  readonly text: string;
}

/**
 * A Go duration of whole hours, minutes and seconds ("2160h", "1h30m"), or undefined if the text is not one.
 * Grafana Cloud's rotating tokens accept no other units: the provider refuses `d`, `ms` and fractions.
 */
export function parseDuration(text: string): Duration | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!match || text === "") return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return { text, seconds: Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) };
}

/** Seconds of a duration in the program or a catalog. Throws if the text is not a duration. */
export function secondsIn(text: string): number {
  const duration = parseDuration(text);
  if (duration === undefined) throw new Error(`duration "${text}": expected hours, minutes and seconds, such as 1h30m`);
  return duration.seconds;
}

/** The shortest text for whole seconds: "1080h", "90m", "45s". */
export function goDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
