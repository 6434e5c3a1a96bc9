import { readFile, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import fastify from "fastify";
import type { FastifyInstance } from "fastify";
import getPort from "get-port";
import { cloudApi } from "./cloud-api/index.ts";
import { timestamp } from "./core/context.ts";
import type { Context } from "./core/context.ts";
import { cloudError, errorHandler } from "./core/errors.ts";
import { Faults, injectFaults } from "./core/faults.ts";
import { grafanaApi } from "./instance-api/index.ts";
import { RequestLog } from "./core/request-log.ts";
import type { State } from "./core/state.ts";
import { Store } from "./core/store.ts";
import { Recorder } from "./core/recorder.ts";
import { testApi } from "./test-api/index.ts";
import { findCloudToken, mintBootstrapToken } from "./core/tokens.ts";
import { writeGateways } from "./write-gateways/index.ts";

const HOST = "127.0.0.1";
const BODY_LIMIT = 64 * 1024 * 1024;

/** A running stand-in. */
export interface GrafanaCloud {
  /** Base URL, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Organisation-level token with exactly the scopes that the program needs. */
  readonly bootstrapToken: string;
  close(): Promise<void>;
}

/**
 * Starts the stand-in on 127.0.0.1. With `stateDir`, its state survives restarts. With `port` 0 (the default), it uses the
 * last port if that is free, else any free port, because clients keep the URLs that they received.
 */
export async function startGrafanaCloud(
  options: { readonly stateDir?: string; readonly port?: number } = {},
): Promise<GrafanaCloud> {
  const store = await Store.open(options.stateDir);
  const bootstrapToken = await ensureBootstrapToken(store.state, options.stateDir);
  const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, routerOptions: { maxParamLength: 1000 } });
  const context: Context = {
    state: store.state,
    faults: new Faults(),
    requests: new RequestLog(),
    recorder: new Recorder(),
    url: () => `http://${HOST}:${store.state.port}`,
    nextId: () => store.nextId(),
  };
  await assemble(app, context, store);
  const wanted = options.port ?? 0;
  const port = wanted !== 0 || store.state.port === 0 ? wanted : await getPort({ host: HOST, port: store.state.port });
  await app.listen({ host: HOST, port });
  store.state.port = (app.server.address() as AddressInfo).port;
  await store.commit();
  return { url: context.url(), bootstrapToken, close: () => app.close() };
}

async function assemble(app: FastifyInstance, context: Context, store: Store): Promise<void> {
  acceptEmptyJson(app);
  logRequests(app, context);
  injectFaults(app, context.faults);
  // Every change is on disk before the response is sent, so a kill never loses an acknowledged change.
  app.addHook("onSend", async (request, _reply, payload) => {
    if (request.method !== "GET") await store.commit();
    return payload;
  });
  app.setErrorHandler(errorHandler(cloudError));
  await app.register(async (scope) => cloudApi(scope, context), { prefix: "/api" });
  await app.register(async (scope) => grafanaApi(scope, context), { prefix: "/grafana/:slug" });
  await app.register(async (scope) => writeGateways(scope, context));
  await app.register(async (scope) => testApi(scope, context), { prefix: "/_test" });
}

/** Clients send `Content-Type: application/json` on requests without a body. */
function acceptEmptyJson(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser("ignore", "ignore");
  app.removeContentTypeParser("application/json");
  app.addContentTypeParser("application/json", { parseAs: "string" }, (request, body, done) => {
    if (body === "") done(null, undefined);
    else void parseJson(request, String(body), done);
  });
}

function logRequests(app: FastifyInstance, context: Context): void {
  app.addHook("onRequest", async (request, reply) => {
    if (request.url.startsWith("/_test")) return;
    reply.raw.once("close", () => {
      const { method, url: path } = request;
      context.requests.add({ method, path, status: reply.raw.writableFinished ? reply.raw.statusCode : 0 });
    });
  });
}

/** Writes the token to `bootstrap-token`; the state keeps only its hash. If the file is lost, it creates a new token. */
async function ensureBootstrapToken(state: State, dir: string | undefined): Promise<string> {
  if (dir === undefined) return mintBootstrapToken(state, timestamp());
  const file = join(dir, "bootstrap-token");
  const known = await readFile(file, "utf8").catch(() => "");
  if (findCloudToken(state, known.trim()) !== undefined) return known.trim();
  const secret = mintBootstrapToken(state, timestamp());
  await writeFile(file, secret, { mode: 0o600 });
  return secret;
}
