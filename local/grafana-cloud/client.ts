import type { ActiveFault, Fault } from "./faults.ts";
import type { LoggedRequest } from "./request-log.ts";
import type { Received, Settings } from "./state.ts";
import type { StateSummary, TokenInfo } from "./summary.ts";

/** Conditions on logged requests; `path` is a regular expression on the path with query. */
export interface RequestFilter {
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
}

/** Client of the stand-in's test API. */
export class GrafanaCloudClient {
  readonly #base: string;

  /** `url` is the stand-in's base URL, e.g. `http://127.0.0.1:4000`. */
  constructor(url: string) {
    this.#base = `${url}/_test`;
  }

  /** Everything that exists, without the bootstrap policy. */
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

  async clearFaults(): Promise<void> {
    await this.#call("DELETE", "/faults");
  }

  /** What arrived at the write gateways. */
  received(): Promise<readonly Received[]> {
    return this.#call("GET", "/received");
  }

  async clearReceived(): Promise<void> {
    await this.#call("DELETE", "/received");
  }

  /** Logged requests, oldest first. */
  requests(filter: RequestFilter = {}): Promise<readonly LoggedRequest[]> {
    const query = new URLSearchParams(
      Object.entries(filter).map(([key, value]): [string, string] => [key, String(value)]),
    );
    return this.#call("GET", `/requests?${query.toString()}`);
  }

  async clearRequests(): Promise<void> {
    await this.#call("DELETE", "/requests");
  }

  /** Every cloud token, the bootstrap token included. */
  tokens(): Promise<readonly TokenInfo[]> {
    return this.#call("GET", "/tokens");
  }

  /** Which issued token this secret is; `undefined` when it is none. */
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

async function read<T>(response: Response): Promise<T> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
