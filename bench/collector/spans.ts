import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect } from "node:http2";
import type { ClientHttp2Session } from "node:http2";
import { message } from "./protobuf.ts";
import { steadily } from "./pace.ts";

const SPANS_PER_REQUEST = 200;
/** Number of different requests, so that compression does not find repeated bytes within a batch. */
const REQUESTS = 50;

const attribute = (key: string, value: string) => message([1, key], [2, message([1, value])]);

function span(index: number, traceId: Uint8Array): Uint8Array {
  const began = BigInt(Date.now()) * 1_000_000n + BigInt(index) * 1000n;
  const attributes = [
    attribute("http.request.method", "POST"),
    attribute("http.route", "/orders/{order}/fills"),
    attribute("http.response.status_code", "200"),
    attribute("url.scheme", "https"),
    attribute("server.address", "tradeengine.petrosa-apps"),
    attribute("network.protocol.version", "1.1"),
    attribute("user_agent.original", "python-httpx/0.27.2"),
    attribute("order.id", randomBytes(8).toString("hex")),
    attribute("exchange.symbol", ["BTCUSDT", "ETHUSDT", "SOLUSDT"][index % 3] ?? ""),
  ];
  return message(
    [1, traceId],
    [2, randomBytes(8)],
    [4, randomBytes(8)],
    [5, `POST /orders/{order}/fills`],
    [7, began],
    [8, began + BigInt(1_000_000 + ((index * 7919) % 5_000_000))],
    ...attributes.map((bytes) => [9, bytes] as const),
  );
}

function request(service: string): Uint8Array {
  const resource = message(
    ...[
      ["service.name", service],
      ["service.namespace", "petrosa"],
      ["service.version", "1.4.2"],
      ["k8s.pod.ip", "10.1.2.3"],
      ["telemetry.sdk.language", "python"],
      ["telemetry.sdk.name", "opentelemetry"],
      ["telemetry.sdk.version", "1.27.0"],
      ["process.command_line", "python -m tradeengine --port 8080"],
      ["process.runtime.name", "cpython"],
    ].map(([key = "", value = ""]) => [1, attribute(key, value)] as const),
  );
  const scope = message([1, "opentelemetry.instrumentation.httpx"], [2, "0.48b0"]);
  const spans = Array.from({ length: SPANS_PER_REQUEST }, (_, index) => span(index, randomBytes(16)));
  const scopeSpans = message([1, scope], ...spans.map((bytes) => [2, bytes] as const));
  return message([1, message([1, resource], [2, scopeSpans])]);
}

function frame(body: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** Sends spans over gRPC at a steady rate and returns the number that the collector acknowledged. */
export async function sendSpans(address: string, perSecond: number, seconds: number): Promise<number> {
  const bodies = Array.from({ length: REQUESTS }, (_, index) => frame(request(`service-${index % 5}`)));
  const session = connect(address);
  const answers: Promise<void>[] = [];
  await steadily(perSecond / SPANS_PER_REQUEST, seconds, (index) => {
    answers.push(call(session, bodies[index % REQUESTS] ?? Buffer.alloc(0)));
  });
  await Promise.all(answers);
  session.close();
  return answers.length * SPANS_PER_REQUEST;
}

async function call(session: ClientHttp2Session, body: Buffer): Promise<void> {
  const stream = session.request({
    ":method": "POST",
    ":path": "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
    "content-type": "application/grpc",
    te: "trailers",
  });
  let status = "none";
  stream.on("response", (headers) => (status = String(headers["grpc-status"] ?? status)));
  stream.on("trailers", (headers) => (status = String(headers["grpc-status"] ?? status)));
  stream.resume().end(body);
  await once(stream, "close");
  if (status !== "0") throw new Error(`the collector refused spans with gRPC status ${status}`);
}
