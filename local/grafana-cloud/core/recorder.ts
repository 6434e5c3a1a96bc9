import type { Signal } from "./state.ts";

/** A JSON value; integers beyond 2^53 are decimal strings, bytes are base64. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Attributes = Readonly<Record<string, Value>>;

/** Fields of every item. Times are nanoseconds since the epoch in decimal, `"0"` if the sender set none. */
interface Common {
  readonly resource: Attributes;
  /** Name of the instrumentation scope. */
  readonly scope: string;
  /** Span name, metric name, log body (as JSON unless it is a string) or profile name. */
  readonly name: string;
  readonly attributes: Attributes;
  readonly timeUnixNano: string;
}

/** A span; ids are lower-case hex, `""` if absent. */
export interface SpanItem extends Common {
  readonly signal: "traces";
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly kind: number;
  readonly endTimeUnixNano: string;
  /** 0 unset, 1 ok, 2 error. */
  readonly status: number;
}

export interface LogItem extends Common {
  readonly signal: "logs";
  readonly observedTimeUnixNano: string;
  readonly severityNumber: number;
  readonly severityText: string;
  readonly traceId: string;
  readonly spanId: string;
}

/** One data point. */
export interface PointItem extends Common {
  readonly signal: "metrics";
  readonly type: "gauge" | "sum" | "histogram" | "exponentialHistogram" | "summary";
  readonly unit: string;
  readonly monotonic: boolean;
  /** 0 unspecified, 1 delta, 2 cumulative. */
  readonly temporality: number;
  /** The value, or the sum of a histogram or summary; `null` if JSON cannot represent it (NaN, infinity). */
  readonly value: number | null;
  /** Number of observations of a histogram or summary, else `null`. */
  readonly count: number | null;
  /** Number of buckets, or of quantiles of a summary. */
  readonly buckets: number;
  /** Whether the flag "no recorded value" is set: the series has ended. */
  readonly stale: boolean;
}

/** One profile; `attributes` are its labels. */
export interface ProfileItem extends Common {
  readonly signal: "profiles";
  /** Size as sent. */
  readonly bytes: number;
  /** Number of samples of a pushed pprof, else `null`. */
  readonly samples: number | null;
  /** `type/unit` of a pushed pprof's values. */
  readonly sampleTypes: readonly string[];
}

export type Item = SpanItem | LogItem | PointItem | ProfileItem;

/** Who wrote an item, and where it arrived. */
export interface Origin {
  readonly stack: string;
  /** The basic-auth user. */
  readonly tenant: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly protocol: string;
}

/** An item as it arrived. An item sent twice is recorded twice. */
export type Arrived<T extends Item = Item> = T &
  Origin & {
    /** Position in the order of arrival, from 0. */
    readonly number: number;
    /** Milliseconds since the epoch. */
    readonly arrivedAt: number;
  };

export interface TelemetryFilter<S extends Signal = Signal> {
  readonly stack?: string | undefined;
  readonly signal?: S | undefined;
  /** Items from this number on. @default 0 */
  readonly since?: number | undefined;
}

export interface RecordingState {
  readonly recording: boolean;
  /** Number of the next item. Use it as `since` to get only items that arrive from now on. */
  readonly next: number;
  /** Number of items dropped because the limit was reached. */
  readonly dropped: number;
}

/** Maximum number of items. 100,000 spans with nine attributes took 0.3 GB. */
const LIMIT = 500_000;

/** Keeps the most recent items that arrived while it was on, in memory only. */
export class Recorder {
  #items: Arrived[] = [];
  #dropped = 0;
  readonly #limit: number;
  recording = false;

  constructor(limit = LIMIT) {
    this.#limit = limit;
  }

  get state(): RecordingState {
    return { recording: this.recording, next: this.#dropped + this.#items.length, dropped: this.#dropped };
  }

  add(origin: Origin, items: readonly Item[]): void {
    const arrivedAt = Date.now();
    for (const item of items) {
      this.#items.push({ ...item, ...origin, number: this.#dropped + this.#items.length, arrivedAt });
    }
    // Drop a tenth at once: moving the rest on every request would cost more than keeping the items.
    if (this.#items.length <= this.#limit) return;
    const surplus = this.#items.length - Math.floor(this.#limit * 0.9);
    this.#items.splice(0, surplus);
    this.#dropped += surplus;
  }

  /** Removes all items and starts counting at 0 again. */
  clear(): void {
    this.#items = [];
    this.#dropped = 0;
  }

  /** Returns up to `limit` matching items from number `since`, and where the next page starts (`undefined` at the end). */
  page(filter: TelemetryFilter, limit: number): { readonly items: readonly Arrived[]; readonly next?: number } {
    const items: Arrived[] = [];
    for (const item of this.#from(filter.since ?? 0)) {
      if (!matches(item, filter)) continue;
      if (items.length === limit) return { items, next: item.number };
      items.push(item);
    }
    return { items };
  }

  /** Counts items by key: the match of `pattern` in an item's name, or its first group if it has one. */
  counts(filter: TelemetryFilter, pattern: RegExp): Record<string, number> {
    const counts = new Map<string, number>();
    for (const item of this.#from(filter.since ?? 0)) {
      const found = matches(item, filter) ? pattern.exec(item.name) : null;
      if (found === null) continue;
      const key = found[1] ?? found[0];
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Object.fromEntries(counts);
  }

  *#from(since: number): Generator<Arrived> {
    if (since < this.#dropped) throw new RangeError(`items before number ${this.#dropped} are gone`);
    for (let index = since - this.#dropped; index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item !== undefined) yield item;
    }
  }
}

const matches = (item: Arrived, { stack, signal }: TelemetryFilter): boolean =>
  (stack === undefined || item.stack === stack) && (signal === undefined || item.signal === signal);
