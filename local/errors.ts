/** A problem of the machine or of the local world, told without a stack trace: what failed and what to do about it. */
export class LocalWorldError extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = "LocalWorldError";
    this.fix = fix;
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The last `count` lines of a log that say something. */
export const lastLines = (text: string, count = 15): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
