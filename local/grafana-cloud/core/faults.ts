import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** A fault to inject into matching requests. The first match applies. */
export interface Fault {
  /** HTTP method. Default: every method. */
  readonly method?: string | undefined;
  /** Regular expression for the path with query. */
  readonly path: string;
  /** Number of requests it affects. Default: unlimited. */
  readonly times?: number | undefined;
  /** Milliseconds to wait first. Without other effects, the request is then served normally. */
  readonly latencyMs?: number | undefined;
  /** Respond with this status instead. */
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
  /** Reset the connection instead of responding. */
  readonly reset?: boolean | undefined;
  /** Do not respond: the connection is reset when the fault is removed or ends. */
  readonly hang?: boolean | undefined;
  /** Milliseconds until the fault ends. Default: it stays until it is used up or removed. */
  readonly forMs?: number | undefined;
  /** `after`: process the request, then lose the response (status or reset). Default: `before`. */
  readonly when?: "before" | "after" | undefined;
}

/** A fault with its id and the number of times it was used. */
export interface ActiveFault extends Fault {
  readonly id: number;
  hits: number;
}

/** The active faults. */
export class Faults {
  #active: ActiveFault[] = [];
  #lastId = 0;
  readonly #ends = new WeakMap<ActiveFault, AbortController>();

  add(fault: Fault): ActiveFault {
    this.#lastId += 1;
    const active: ActiveFault = { ...fault, id: this.#lastId, hits: 0 };
    this.#active.push(active);
    this.#ends.set(active, new AbortController());
    if (fault.forMs !== undefined) setTimeout(() => this.remove(active.id), fault.forMs).unref();
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  /** Ends a fault. Does nothing if it has already ended. */
  remove(id: number): void {
    for (const fault of this.#active) if (fault.id === id) this.#ends.get(fault)?.abort();
    this.#active = this.#active.filter((fault) => fault.id !== id);
  }

  clear(): void {
    for (const { id } of this.#active) this.remove(id);
  }

  /** Resolves when the fault has ended, or when `gone` resolves because the client has disconnected. */
  async untilOver(fault: ActiveFault, gone: Promise<unknown>): Promise<void> {
    const end = this.#ends.get(fault)?.signal;
    if (end === undefined || end.aborted) return;
    await Promise.race([once(end, "abort"), gone]);
  }

  /** Returns the fault for this request and counts it as used. */
  take(method: string, path: string): ActiveFault | undefined {
    const fault = this.#active.find(
      (candidate) =>
        (candidate.times === undefined || candidate.hits < candidate.times) &&
        (candidate.method === undefined || candidate.method === method) &&
        new RegExp(candidate.path).test(path),
    );
    if (fault !== undefined) fault.hits += 1;
    return fault;
  }
}

/** Injects the faults into every route except those of the test API. */
export function injectFaults(app: FastifyInstance, faults: Faults): void {
  const lost = new WeakMap<FastifyRequest, Fault>();

  app.addHook("onRequest", async (request, reply) => {
    if (request.url.startsWith("/_test")) return;
    const fault = faults.take(request.method, request.url);
    if (fault === undefined) return;
    if (fault.latencyMs !== undefined) await sleep(fault.latencyMs);
    if (fault.hang === true) {
      await faults.untilOver(fault, once(request.raw.socket, "close"));
      reset(request, reply);
    } else if (fault.when === "after") {
      lost.set(request, fault);
    } else if (fault.reset === true) {
      reset(request, reply);
    } else if (fault.status !== undefined) {
      return reply.code(fault.status).headers(answerHeaders(fault)).send(answerBody(fault));
    }
  });

  app.addHook("onSend", async (request, reply, payload) => {
    const fault = lost.get(request);
    if (fault === undefined) return payload;
    if (fault.reset === true) {
      reset(request, reply);
      return payload;
    }
    reply.removeHeader("content-length").headers(answerHeaders(fault));
    reply.code(fault.status ?? reply.statusCode);
    return answerBody(fault);
  });
}

function reset(request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  request.raw.socket.resetAndDestroy();
}

function answerHeaders(fault: Fault): Record<string, string> {
  return { "content-type": "application/json", ...fault.headers };
}

function answerBody(fault: Fault): string {
  if (typeof fault.body === "string") return fault.body;
  return JSON.stringify(fault.body ?? { message: "injected fault" });
}
