import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";

/** What to do to matching requests. The first fault that matches wins. */
export interface Fault {
  /** HTTP method; every method when absent. */
  readonly method?: string | undefined;
  /** Regular expression on the path with query. */
  readonly path: string;
  /** How many requests it hits before it is spent; unlimited when absent. */
  readonly times?: number | undefined;
  /** Milliseconds to wait first. Alone, the request is then served normally. */
  readonly latencyMs?: number | undefined;
  /** Answer with this status instead. */
  readonly status?: number | undefined;
  readonly body?: unknown;
  readonly headers?: Record<string, string> | undefined;
  /** Break the connection instead of answering. */
  readonly reset?: boolean | undefined;
  /** Never answer: the connection breaks when the fault is removed or over. */
  readonly hang?: boolean | undefined;
  /** Milliseconds until it is over; without it the fault stays until it is spent or removed. */
  readonly forMs?: number | undefined;
  /** `after`: do the work, then lose the answer (status or reset). Default `before`. */
  readonly when?: "before" | "after" | undefined;
}

/** A fault with its number and how often it was used. */
export interface ActiveFault extends Fault {
  readonly id: number;
  hits: number;
}

/** The faults in force. */
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

  /** Ends a fault; one that is over already is no error. */
  remove(id: number): void {
    for (const fault of this.#active) if (fault.id === id) this.#ends.get(fault)?.abort();
    this.#active = this.#active.filter((fault) => fault.id !== id);
  }

  clear(): void {
    for (const { id } of this.#active) this.remove(id);
  }

  /** Resolves when the fault has ended, or when `gone` says that the client has given up. */
  async untilOver(fault: ActiveFault, gone: Promise<unknown>): Promise<void> {
    const end = this.#ends.get(fault)?.signal;
    if (end === undefined || end.aborted) return;
    await Promise.race([once(end, "abort"), gone]);
  }

  /** The fault for this request, counted as used. */
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

/** Hooks the faults into every route except the test API's own. */
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
