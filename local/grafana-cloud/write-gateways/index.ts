import { gunzipSync, zstdDecompressSync } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { authenticateWrite } from "../core/auth.ts";
import type { Context } from "../core/context.ts";
import { errorHandler, gatewayError } from "../core/errors.ts";
import { readOtlp } from "./otlp.ts";
import type { Content } from "./otlp.ts";
import type { OtlpSignal } from "./otlp-schema.ts";
import { readIngest, readPush } from "./profiles.ts";
import type { CloudToken, Received, Signal, Stack, State } from "../core/state.ts";

/** Maximum number of distinct names per stack, signal and token. */
const NAMES_LIMIT = 10_000;

/** Snappy-compressed protobuf is counted only in requests and bytes; Loki pushes are counted but not recorded. */
const NOT_DECODED: Content = { count: 0, services: [], names: [], items: () => [] };

interface Gateway {
  readonly paths: readonly string[];
  readonly signal: Signal;
  readonly protocol: string;
  /** The basic-auth user the gateway expects. */
  readonly tenantOf: (stack: Stack) => number;
  readonly read: (request: FastifyRequest, body: Buffer) => Content;
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => FastifyReply;
}

const otlp = (signal: OtlpSignal): Gateway => ({
  paths: [`/gateways/otlp/v1/${signal}`],
  signal,
  protocol: "otlp",
  tenantOf: (stack) => stack.id,
  read: (request, body) => readOtlpRequest(signal, request, body),
  answer: (request, reply) =>
    isProtobuf(request) ? reply.type("application/x-protobuf").send(Buffer.alloc(0)) : json(reply),
});

const GATEWAYS: readonly Gateway[] = [
  otlp("metrics"),
  otlp("logs"),
  otlp("traces"),
  {
    // Plugins drop the gateway's own path and append the push path to the host, hence the second path.
    paths: ["/gateways/prometheus/api/prom/push", "/api/prom/push"],
    signal: "metrics",
    protocol: "prometheus",
    tenantOf: (stack) => stack.tenants.prometheus,
    read: () => NOT_DECODED,
    answer: (_request, reply) => reply.send(""),
  },
  {
    paths: ["/gateways/logs/loki/api/v1/push"],
    signal: "logs",
    protocol: "loki",
    tenantOf: (stack) => stack.tenants.logs,
    read: readLoki,
    answer: (_request, reply) => reply.code(204).send(),
  },
  {
    paths: ["/gateways/profiles/ingest"],
    signal: "profiles",
    protocol: "pyroscope",
    tenantOf: (stack) => stack.tenants.profiles,
    read: (request, body) => readIngest(ingestQuery.parse(request.query).name, body),
    answer: (_request, reply) => json(reply),
  },
  {
    paths: ["/gateways/profiles/push.v1.PusherService/Push"],
    signal: "profiles",
    protocol: "pyroscope",
    tenantOf: (stack) => stack.tenants.profiles,
    read: (request, body) => orBadRequest(() => readPush(isProto(request) ? "protobuf" : "json", body)),
    answer: (request, reply) => (isProto(request) ? reply.type("application/proto").send("") : json(reply)),
  },
];

/** The endpoints telemetry is written to. */
export async function writeGateways(app: FastifyInstance, context: Context): Promise<void> {
  app.setErrorHandler(errorHandler(gatewayError));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => {
    done(null, body);
  });
  for (const gateway of GATEWAYS) {
    for (const path of gateway.paths) {
      app.post(path, async (request, reply) => {
        const scope = `${gateway.signal}:write`;
        const { stack, token } = authenticateWrite(context, request, scope, gateway.tenantOf);
        const wire = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const content = gateway.read(request, decompress(request, wire));
        count(context.state, gateway, stack.slug, token.id, wire.length, content);
        record(context, gateway, stack, token, content);
        return gateway.answer(request, reply);
      });
    }
  }
}

function count(state: State, gateway: Gateway, stack: string, tokenId: string, bytes: number, content: Content): void {
  const { signal, protocol } = gateway;
  const key = { stack, signal, protocol, tokenId };
  const entry = state.received.find(
    (one) => one.stack === stack && one.signal === signal && one.protocol === protocol && one.tokenId === tokenId,
  );
  const target: Received = entry ?? { ...key, requests: 0, bytes: 0, items: 0, services: [], names: [] };
  if (entry === undefined) state.received.push(target);
  target.requests += 1;
  target.bytes += bytes;
  target.items += content.count;
  addDistinct(target.services, content.services);
  addDistinct(target.names, content.names);
}

/** Content of each list in the state, so that a request does not have to read the whole list. */
const contents = new WeakMap<readonly string[], Set<string>>();

function addDistinct(list: string[], added: readonly string[]): void {
  const known = contents.get(list) ?? new Set(list);
  contents.set(list, known);
  for (const text of added) {
    if (known.size >= NAMES_LIMIT) return;
    if (known.has(text)) continue;
    known.add(text);
    list.push(text);
  }
}

function record({ recorder }: Context, gateway: Gateway, stack: Stack, token: CloudToken, content: Content): void {
  if (!recorder.recording) return;
  const origin = {
    stack: stack.slug,
    tenant: String(gateway.tenantOf(stack)),
    tokenId: token.id,
    tokenName: token.name,
    protocol: gateway.protocol,
  };
  recorder.add(origin, content.items());
}

function readOtlpRequest(signal: OtlpSignal, request: FastifyRequest, body: Buffer): Content {
  if (body.length === 0) return NOT_DECODED;
  const type = contentType(request);
  if (!isProtobuf(request) && type !== "application/json") {
    throw gatewayError(415, `unsupported content type ${JSON.stringify(type)}`);
  }
  return orBadRequest(() => readOtlp(signal, isProtobuf(request) ? "protobuf" : "json", body));
}

const lokiPush = z.object({ streams: z.array(z.looseObject({ values: z.array(z.tuple([z.string(), z.string()])) })) });

function readLoki(request: FastifyRequest, body: Buffer): Content {
  if (contentType(request) !== "application/json") return NOT_DECODED;
  const { streams } = orBadRequest(() => lokiPush.parse(JSON.parse(body.toString())));
  const lines = streams.flatMap((stream) => stream.values.map(([, line]) => line));
  return { ...NOT_DECODED, count: lines.length, names: lines };
}

const ingestQuery = z.object({ name: z.string({ error: "query parameter name is required" }) });

function orBadRequest<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw gatewayError(400, `malformed request body: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function decompress(request: FastifyRequest, body: Buffer): Buffer {
  const encoding = request.headers["content-encoding"];
  if (encoding === "gzip") return orBadRequest(() => gunzipSync(body));
  if (encoding === "zstd") return orBadRequest(() => zstdDecompressSync(body));
  return body;
}

function json(reply: FastifyReply): FastifyReply {
  return reply.type("application/json").send("{}");
}

function isProtobuf(request: FastifyRequest): boolean {
  return contentType(request) === "application/x-protobuf";
}

function isProto(request: FastifyRequest): boolean {
  return contentType(request) === "application/proto";
}

function contentType(request: FastifyRequest): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
}
