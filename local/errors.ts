/** A problem with the machine or the local world: what failed and how to fix it. It is printed without a stack trace. */
export class LocalWorldError extends Error {
  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.name = "LocalWorldError";
    this.fix = fix;
  }
}

/** Returns the message of any thrown value. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Returns the last `count` non-empty lines of a log. */
export const lastLines = (text: string, count = 15): string =>
  text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-count)
    .join("\n");
