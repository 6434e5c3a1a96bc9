import type { Faults } from "./faults.ts";
import type { RequestLog } from "./request-log.ts";
import type { State } from "./state.ts";
import type { Recorder } from "./recorder.ts";

/** Shared by all APIs of the stand-in. */
export interface Context {
  readonly state: State;
  readonly faults: Faults;
  readonly requests: RequestLog;
  readonly recorder: Recorder;
  /** Base URL; available once the port is known. */
  url(): string;
  /** Returns a new numeric id. */
  nextId(): number;
}

/** Returns the current time in the format of every API: RFC 3339 in UTC, in whole seconds. */
export function timestamp(offsetMs = 0): string {
  return formatTime(Date.now() + offsetMs);
}

/** Formats `milliseconds` since the epoch as RFC 3339 in UTC without milliseconds: clients reformat it and compare text. */
export function formatTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}
