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

  add(fault: Fault): ActiveFault {
    this.#lastId += 1;
    const active: ActiveFault = { ...fault, id: this.#lastId, hits: 0 };
    this.#active.push(active);
    return active;
  }

  list(): readonly ActiveFault[] {
    return this.#active;
  }

  clear(): void {
    this.#active = [];
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
    if (fault.when === "after") {
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
