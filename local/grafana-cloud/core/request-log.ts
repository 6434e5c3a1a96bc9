/** One request as tests see it, without headers and body. */
export interface LoggedRequest {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  /** 0 if the connection was reset instead of answered. */
  readonly status: number;
}

const LIMIT = 20_000;

/** The last requests, oldest first. */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    this.#entries.push(entry);
    if (this.#entries.length > LIMIT) this.#entries = this.#entries.slice(LIMIT / 2);
  }

  /** Returns the entries that match every given condition; `path` is a regular expression. */
  find(filter: {
    method?: string | undefined;
    path?: string | undefined;
    status?: number | undefined;
  }): LoggedRequest[] {
    const path = filter.path === undefined ? undefined : new RegExp(filter.path);
    return this.#entries.filter(
      (entry) =>
        (filter.method === undefined || entry.method === filter.method) &&
        (filter.status === undefined || entry.status === filter.status) &&
        (path === undefined || path.test(entry.path)),
    );
  }

  clear(): void {
    this.#entries = [];
  }
}
