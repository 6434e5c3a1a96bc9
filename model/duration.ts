/**
 * Seconds in a Go duration of whole hours, minutes and seconds ("2160h", "1h30m"), or undefined if it is not one.
 * Grafana Cloud's rotating tokens take no other unit (`d`, `ms` and fractions are refused by the provider).
 */
export function durationSeconds(text: string): number | undefined {
  const match = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!match || text === "") return undefined;
  const [, hours = "0", minutes = "0", seconds = "0"] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** The shortest such text for whole seconds: "1080h", "90m", "45s". */
export function goDuration(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
