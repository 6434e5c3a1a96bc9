import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { after, before, beforeEach, describe, it } from "mocha";
import protobuf from "protobufjs";
import { basic, send, World } from "./harness.ts";
import type { Answer, StackAnswer } from "./harness.ts";
import { assertRejected } from "./rejections.ts";

const WRITE = ["metrics:write", "logs:write", "traces:write", "profiles:write"];

const resource = { attributes: [{ key: "service.name", value: { stringValue: "tradeengine" } }] };
const TRACES = { resourceSpans: [{ resource, scopeSpans: [{ spans: [{ name: "place" }, { name: "cancel" }] }] }] };
const LOGS = { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [{ body: { stringValue: "hello" } }] }] }] };
const gauge = { dataPoints: [{ asDouble: 1 }, { asDouble: 2 }] };
const METRICS = { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: "orders", gauge }] }] }] };

/** Encodes an `ExportTraceServiceRequest` with one span, field by field, with the field numbers of the OTLP schema. */
function protobufTraces(): Buffer {
  const nested = (tag: number, content: Uint8Array): Uint8Array =>
    protobuf.Writer.create()
      .uint32((tag << 3) | 2)
      .bytes(content)
      .finish();
  const text = (tag: number, value: string): Uint8Array => nested(tag, Buffer.from(value));
  const attribute = nested(1, Buffer.concat([text(1, "service.name"), nested(2, text(1, "risk"))]));
  const span = Buffer.concat([nested(1, Buffer.alloc(16, 1)), nested(2, Buffer.alloc(8, 2)), text(5, "check")]);
  const group = Buffer.concat([nested(1, attribute), nested(2, nested(2, span))]);
  return Buffer.from(nested(1, group));
}

describe("Grafana Cloud stand-in, write gateways", () => {
  let world: World;
  let stack: StackAnswer;
  let policy = "";
  let secret = "";
  let tokenId = "";

  before(async () => {
    world = await World.start();
    stack = await world.stack("trading");
    policy = await world.policy("collector", stack.id, WRITE);
    ({ secret, id: tokenId } = await world.token(policy, "collector"));
  });
  beforeEach(() => world.client.clearReceived());
  after(() => world.stop());

  function write(path: string, user: number, body: unknown, headers: Record<string, string> = {}, password = secret) {
    return send("POST", `${world.cloud.url}${path}`, { auth: basic(user, password), body, headers });
  }
  const otlp = (signal: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
    write(`/gateways/otlp/v1/${signal}`, stack.id, body, headers);

  it("counts spans, log records and data points of OTLP JSON, with services and names", async () => {
    for (const [signal, body] of [
      ["traces", TRACES],
      ["logs", LOGS],
      ["metrics", METRICS],
    ] as const) {
      const answer = await otlp(signal, body);
      assert.deepEqual([answer.status, answer.text], [200, "{}"]);
    }
    const received = await world.client.received();
    const common = { stack: "trading", protocol: "otlp", tokenId, requests: 1, bytes: 0, services: ["tradeengine"] };
    assert.deepEqual(
      received.map((one) => ({ ...one, bytes: 0 })),
      [
        { ...common, signal: "traces", items: 2, names: ["place", "cancel"] },
        { ...common, signal: "logs", items: 1, names: ["hello"] },
        { ...common, signal: "metrics", items: 2, names: ["orders"] },
      ],
    );
    assert.equal(received[0]?.bytes, JSON.stringify(TRACES).length);
  });

  it("reads OTLP protobuf, gzipped or not, and responds in protobuf", async () => {
    const headers = { "content-type": "application/x-protobuf" };
    const plain = await otlp("traces", protobufTraces(), headers);
    assert.deepEqual([plain.status, plain.text], [200, ""]);
    assert.equal(plain.headers.get("content-type"), "application/x-protobuf");
    await otlp("traces", gzipSync(protobufTraces()), { ...headers, "content-encoding": "gzip" });
    const [received] = await world.client.received();
    assert.deepEqual(
      [received?.requests, received?.items, received?.services, received?.names],
      [2, 2, ["risk"], ["check"]],
    );
  });

  it("responds with 200 {} to an empty OTLP request, which probes send", async () => {
    assert.deepEqual([(await otlp("metrics", undefined)).text, (await otlp("logs", {})).text], ["{}", "{}"]);
    assert.equal((await otlp("metrics", undefined)).status, 200);
  });

  it("accepts remote write on both paths that a plugin can derive, Loki pushes and profiles", async () => {
    const snappy = { "content-type": "application/x-protobuf", "content-encoding": "snappy" };
    const push = "/gateways/logs/loki/api/v1/push";
    const streams = [
      {
        stream: { app: "a" },
        values: [
          ["1", "line one"],
          ["2", "line two"],
        ],
      },
    ];
    const answers = [
      await write("/api/prom/push", stack.hmInstancePromId, Buffer.from("sample"), snappy),
      await write("/gateways/prometheus/api/prom/push", stack.hmInstancePromId, Buffer.from("sample"), snappy),
      await write(push, stack.hlInstanceId, { streams }),
      await write("/gateways/profiles/ingest?name=risk%7Bx%3D1%7D", stack.hpInstanceId, Buffer.from("profile")),
      await write("/gateways/profiles/push.v1.PusherService/Push", stack.hpInstanceId, {}),
    ];
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [200, 200, 204, 200, 200],
    );
    const received = await world.client.received();
    assert.deepEqual(
      received.map((one) => [one.protocol, one.signal, one.requests, one.items, one.services]),
      [
        ["prometheus", "metrics", 2, 0, []],
        ["loki", "logs", 1, 2, []],
        ["pyroscope", "profiles", 2, 1, ["risk"]],
      ],
    );
  });

  it("rejects wrong users, tokens and scopes, and counts nothing", async () => {
    const weak = await world.token(await world.policy("profiles", stack.id, ["profiles:write"]), "weak");
    const other = await world.stack("other");
    const foreign = await world.token(await world.policy("foreign", other.id, WRITE), "foreign");
    const expired = await world.token(policy, "expired");
    await world.client.expireToken(expired.id);
    const fenced = await world.policy("fenced", stack.id, WRITE, { allowedSubnets: ["10.0.0.0/8"] });
    const outside = await world.token(fenced, "outside");
    const path = "/gateways/otlp/v1/traces";
    const as = (user: number, password: string) => (): Promise<Answer> => write(path, user, TRACES, {}, password);
    await assertRejected([
      ["no credentials", 401, "no credentials", () => send("POST", world.cloud.url + path, { body: TRACES })],
      ["bearer", 401, "no credentials", () => send("POST", world.cloud.url + path, { auth: `Bearer ${secret}` })],
      ["unknown token", 401, "invalid token", as(stack.id, "glc_nobody")],
      ["expired token", 401, "token expired", as(stack.id, expired.secret)],
      ["tenant of another backend", 401, "not valid for this tenant", as(stack.hmInstancePromId, secret)],
      ["unknown user", 401, "not valid for this tenant", as(1, secret)],
      ["realm of another stack", 401, "not valid for this tenant", as(stack.id, foreign.secret)],
      ["missing scope", 403, "invalid scope requested", as(stack.id, weak.secret)],
      ["outside the allowed subnets", 403, "IP is not allowed", as(stack.id, outside.secret)],
      ["broken JSON", 400, "malformed request body", () => otlp("traces", "{")],
      [
        "broken protobuf",
        400,
        "malformed request body",
        () => otlp("traces", Buffer.from("nonsense"), { "content-type": "application/x-protobuf" }),
      ],
      ["broken gzip", 400, "malformed request body", () => otlp("traces", TRACES, { "content-encoding": "gzip" })],
      [
        "unknown content type",
        415,
        "unsupported content type",
        () => otlp("traces", Buffer.from("x"), { "content-type": "text/plain" }),
      ],
      [
        "profile without name",
        400,
        "name is required",
        () => write("/gateways/profiles/ingest", stack.hpInstanceId, "x"),
      ],
    ]);
    assert.deepEqual(await world.client.received(), []);
  });

  it("accepts tokens with a scope set, with a matching subnet, and for the whole organisation", async () => {
    const set = await world.policy("set", stack.id, ["set:alloy-data-write"], { allowedSubnets: ["127.0.0.0/8"] });
    const { secret: password } = await world.token(set, "set");
    assert.equal((await write("/gateways/otlp/v1/logs", stack.id, LOGS, {}, password)).status, 200);
  });

  it("rejects a new token until its activation delay is over, while older tokens stay valid", async () => {
    await world.client.changeSettings({ tokenActivationDelayMs: 3_600_000 });
    const fresh = await world.token(policy, "fresh");
    const attempt = (password: string): Promise<Answer> =>
      write("/gateways/otlp/v1/logs", stack.id, undefined, {}, password);
    assert.deepEqual([(await attempt(fresh.secret)).status, (await attempt(secret)).status], [401, 200]);
    await world.client.changeSettings({ tokenActivationDelayMs: 0 });
    assert.equal((await attempt(fresh.secret)).status, 200);
  });

  it("stops accepting a token when it is deleted", async () => {
    const { id, secret: password } = await world.token(policy, "short-lived");
    const attempt = (): Promise<Answer> => write("/gateways/otlp/v1/logs", stack.id, undefined, {}, password);
    assert.equal((await attempt()).status, 200);
    await world.api("DELETE", `/v1/tokens/${id}?region=prod-eu-west-2`);
    assert.equal((await attempt()).status, 401);
  });
});
