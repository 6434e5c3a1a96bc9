import type { Faults } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import type { State } from "./state.ts";
import type { Recorder } from "./recorder.ts";

/** What every API of the stand-in shares. */
export interface Context {
  readonly state: State;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly recorder: Recorder;
  /** Base URL, known once the port is. */
  url(): string;
  /** A fresh numeric id. */
  nextId(): number;
}

/** The current time in the form every API uses: RFC 3339 in UTC, whole seconds. */
export function timestamp(offsetMs = 0): string {
  return formatTime(Date.now() + offsetMs);
}

/** `milliseconds` since the epoch as RFC 3339 in UTC, without milliseconds: clients re-format and compare as text. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
