import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Context } from "../core/context.ts";
import { errorHandler, grafanaError } from "../core/errors.ts";
import type { Settings, State } from "../core/state.ts";
import { identifyToken, listTokens, summarise } from "./summary.ts";
import type { Recorder } from "../core/recorder.ts";

const milliseconds = z.int().min(0);

const settingsChange = z.strictObject({
  tokenActivationDelayMs: milliseconds.optional(),
  stackReadyDelayMs: milliseconds.nullable().optional(),
  slugCoolDownMs: milliseconds.optional(),
});

const fault = z
  .strictObject({
    method: z.string().optional(),
    path: z.string().refine(isPattern, "not a regular expression"),
    times: z.int().positive().optional(),
    latencyMs: milliseconds.optional(),
    status: z.int().min(200).max(599).optional(),
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    reset: z.boolean().optional(),
    hang: z.boolean().optional(),
    forMs: milliseconds.optional(),
    when: z.enum(["before", "after"]).optional(),
  })
  .refine(
    ({ latencyMs, status, reset, hang }) =>
      latencyMs !== undefined || status !== undefined || reset === true || hang === true,
    "a fault needs latencyMs, status, reset or hang",
  );

const requestQuery = z.object({
  method: z.string().optional(),
  path: z.string().refine(isPattern, "not a regular expression").optional(),
  status: z.coerce.number().optional(),
});

/** `/_test`: API for tests and the local world only. It never reveals a secret. */
export async function testApi(app: FastifyInstance, context: Context): Promise<void> {
  const { state, faults, requests } = context;
  app.setErrorHandler(errorHandler(grafanaError));

  app.get("/state", async () => summarise(state));
  app.get("/settings", async () => state.settings);
  app.patch("/settings", async (request) => {
    changeSettings(state, withoutUndefined(settingsChange.parse(request.body)));
    return state.settings;
  });
  app.get("/faults", async () => faults.list());
  app.post("/faults", async (request) => faults.add(fault.parse(request.body)));
  app.delete("/faults", async () => {
    faults.clear();
    return {};
  });
  app.delete("/faults/:id", async (request) => {
    faults.remove(z.object({ id: z.coerce.number() }).parse(request.params).id);
    return {};
  });
  app.get("/received", async () => state.received);
  app.delete("/received", async () => {
    state.received.splice(0);
    return {};
  });
  app.get("/requests", async (request) => requests.find(requestQuery.parse(request.query)));
  app.delete("/requests", async () => {
    requests.clear();
    return {};
  });
  telemetryRoutes(app, context.recorder);
  tokenRoutes(app, state);
}

/** Items per response: about 10 MB. */
const PAGE = 10_000;

const telemetryFilter = z.object({
  stack: z.string().optional(),
  signal: z.enum(["metrics", "logs", "traces", "profiles"]).optional(),
  since: z.coerce.number().int().min(0).optional(),
});
const countsFilter = telemetryFilter.extend({ pattern: z.string().refine(isPattern, "not a regular expression") });

function telemetryRoutes(app: FastifyInstance, recorder: Recorder): void {
  const orGone = <T>(read: () => T): T => {
    try {
      return read();
    } catch (error) {
      throw error instanceof RangeError ? grafanaError(410, error.message) : error;
    }
  };
  app.get("/telemetry", async (request) => orGone(() => recorder.page(telemetryFilter.parse(request.query), PAGE)));
  app.get("/telemetry/counts", async (request) => {
    const { pattern, ...filter } = countsFilter.parse(request.query);
    return orGone(() => recorder.counts(filter, new RegExp(pattern)));
  });
  app.get("/telemetry/state", async () => recorder.state);
  app.put("/telemetry/state", async (request) => {
    recorder.recording = z.strictObject({ recording: z.boolean() }).parse(request.body).recording;
    return recorder.state;
  });
  app.delete("/telemetry", async () => {
    recorder.clear();
    return {};
  });
}

function tokenRoutes(app: FastifyInstance, state: State): void {
  app.get("/tokens", async () => listTokens(state));
  app.post("/tokens/identify", async (request) => {
    const { secret } = z.object({ secret: z.string() }).parse(request.body);
    const info = identifyToken(state, secret);
    if (info === undefined) throw grafanaError(404, "not an issued token");
    return info;
  });
  app.post("/tokens/:id/expire", async (request) => {
    const { id } = z.object({ id: z.string() }).parse(request.params);
    const token = state.tokens.find((candidate) => candidate.id === id);
    if (token === undefined) throw grafanaError(404, "no such token");
    token.expiresAt = new Date().toISOString();
    return {};
  });
}

/** A shorter delay also applies to pending stacks and tokens; a longer one applies only to new ones. */
function changeSettings(state: State, change: Partial<Settings>): void {
  Object.assign(state.settings, change);
  const { tokenActivationDelayMs, stackReadyDelayMs } = state.settings;
  for (const token of state.tokens) {
    token.activeAt = earlier(token.activeAt, Date.parse(token.createdAt) + tokenActivationDelayMs);
  }
  if (stackReadyDelayMs === null) return;
  for (const stack of state.stacks) {
    stack.readyAt = earlier(stack.readyAt, Date.parse(stack.createdAt) + stackReadyDelayMs);
  }
}

function earlier(current: string | null, candidate: number): string {
  return new Date(current === null ? candidate : Math.min(Date.parse(current), candidate)).toISOString();
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).source !== "";
  } catch {
    return false;
  }
}
