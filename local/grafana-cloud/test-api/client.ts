import type { ActiveFault, Fault } from "../core/faults.ts";
import type { LoggedRequest } from "../core/request-log.ts";
import type { Received, Settings, Signal } from "../core/state.ts";
import type { StateSummary, TokenInfo } from "./summary.ts";
import type { Arrived, Item, RecordingState, TelemetryFilter } from "../core/recorder.ts";

/** Conditions on logged requests; `path` is a regular expression for the path with query. */
export interface RequestFilter {
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
}

/** Client for the stand-in's test API. */
export class GrafanaCloudClient {
  readonly #base: string;

  /** `url` is the stand-in's base URL, e.g. `http://127.0.0.1:4000`. */
  constructor(url: string) {
    this.#base = `${url}/_test`;
  }

  /** Returns everything that exists, except the bootstrap policy. */
  state(): Promise<StateSummary> {
    return this.#call("GET", "/state");
  }

  settings(): Promise<Settings> {
    return this.#call("GET", "/settings");
  }

  changeSettings(change: Partial<Settings>): Promise<Settings> {
    return this.#call("PATCH", "/settings", change);
  }

  faults(): Promise<readonly ActiveFault[]> {
    return this.#call("GET", "/faults");
  }

  addFault(fault: Fault): Promise<ActiveFault> {
    return this.#call("POST", "/faults", fault);
  }

  async removeFault(id: number): Promise<void> {
    await this.#call("DELETE", `/faults/${id}`);
  }

  async clearFaults(): Promise<void> {
    await this.#call("DELETE", "/faults");
  }

  /** Returns what arrived at the write gateways. */
  received(): Promise<readonly Received[]> {
    return this.#call("GET", "/received");
  }

  async clearReceived(): Promise<void> {
    await this.#call("DELETE", "/received");
  }

  /** Turns the recording of OTLP items and profiles on or off. Keeps recorded items. */
  recordTelemetry(recording: boolean): Promise<RecordingState> {
    return this.#call("PUT", "/telemetry/state", { recording });
  }

  telemetryState(): Promise<RecordingState> {
    return this.#call("GET", "/telemetry/state");
  }

  /** Returns recorded items in order of arrival. Throws if items from `since` on have been dropped. */
  async telemetry<S extends Signal>(filter: TelemetryFilter<S> = {}): Promise<Arrived<Extract<Item, { signal: S }>>[]> {
    const items: Arrived<Extract<Item, { signal: S }>>[] = [];
    for (let since: number | undefined = filter.since ?? 0; since !== undefined;) {
      const page: { items: typeof items; next?: number } = await this.#call(
        "GET",
        `/telemetry?${query({ ...filter, since })}`,
      );
      items.push(...page.items);
      since = page.next;
    }
    return items;
  }

  /**
   * Counts items by key: the match of `pattern` in an item's name, or its first group if it has one.
   * Throws if items from `since` on have been dropped.
   */
  telemetryCounts(filter: TelemetryFilter & { readonly pattern: string }): Promise<Record<string, number>> {
    return this.#call("GET", `/telemetry/counts?${query(filter)}`);
  }

  /** Removes all recorded items. */
  async clearTelemetry(): Promise<void> {
    await this.#call("DELETE", "/telemetry");
  }

  /** Returns logged requests, oldest first. */
  requests(filter: RequestFilter = {}): Promise<readonly LoggedRequest[]> {
    return this.#call("GET", `/requests?${query(filter)}`);
  }

  async clearRequests(): Promise<void> {
    await this.#call("DELETE", "/requests");
  }

  /** Returns every cloud token, including the bootstrap token. */
  tokens(): Promise<readonly TokenInfo[]> {
    return this.#call("GET", "/tokens");
  }

  /** Returns the issued token that has this secret, or `undefined`. */
  async identifyToken(secret: string): Promise<TokenInfo | undefined> {
    const response = await this.#fetch("POST", "/tokens/identify", { secret });
    return response.status === 404 ? undefined : read(response);
  }

  /** Makes a cloud token expire now. */
  async expireToken(id: string): Promise<void> {
    await this.#call("POST", `/tokens/${id}/expire`, {});
  }

  async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
    return read<T>(await this.#fetch(method, path, body));
  }

  #fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    return fetch(this.#base + path, { method, headers: { "content-type": "application/json" }, ...content });
  }
}

function query(filter: object): string {
  const entries = Object.entries(filter).filter(([, value]) => value !== undefined);
  return new URLSearchParams(entries.map(([key, value]): [string, string] => [key, String(value)])).toString();
}

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
