import assert from "node:assert/strict";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import { encodeOtlp } from "../../local/grafana-cloud/write-gateways/otlp-schema.ts";
import type { OtlpSignal } from "../../local/grafana-cloud/write-gateways/otlp-schema.ts";
import { encodeProfileMessage } from "../../local/grafana-cloud/write-gateways/profiles.ts";
import { basic, send, World } from "./harness.ts";
import type { StackAnswer } from "./harness.ts";
import { LOGS, METRICS, SPAN, spans, TIME, TRACE } from "./samples.ts";

describe("Grafana Cloud stand-in, recorded telemetry", () => {
  let world: World;
  let stack: StackAnswer;
  let policy = "";
  let secret = "";
  let tokenId = "";

  before(async () => {
    world = await World.start();
    stack = await world.stack("trading");
    policy = await world.policy("collector", stack.id, ["set:alloy-data-write"]);
    ({ secret, id: tokenId } = await world.token(policy, "collector"));
  });
  beforeEach(async () => void (await world.client.recordTelemetry(true)));
  afterEach(() => world.client.clearTelemetry());
  after(() => world.stop());

  async function write(path: string, user: number, body: unknown, headers: Record<string, string> = {}): Promise<void> {
    const answer = await send("POST", `${world.cloud.url}/gateways${path}`, {
      auth: basic(user, secret),
      body,
      headers,
    });
    assert.equal(answer.status, 200, answer.text);
  }
  const json = (signal: OtlpSignal, body: object) => write(`/otlp/v1/${signal}`, stack.id, body);
  const protobuf = (signal: OtlpSignal, body: object, encoding = "identity", pack = (bytes: Uint8Array) => bytes) =>
    write(`/otlp/v1/${signal}`, stack.id, Buffer.from(pack(encodeOtlp(signal, body))), {
      "content-type": "application/x-protobuf",
      "content-encoding": encoding,
    });

  it("returns spans with ids, exact times, attributes of every type, and their origin", async () => {
    const before = Date.now();
    await json("traces", spans("place"));
    const [span, ...rest] = await world.client.telemetry({ signal: "traces" });
    assert.ok(span !== undefined && span.arrivedAt >= before && span.arrivedAt <= Date.now());
    assert.deepEqual(rest, []);
    assert.deepEqual(
      { ...span, arrivedAt: 0 },
      {
        signal: "traces",
        resource: { "service.name": "risk" },
        scope: "orders",
        name: "place",
        attributes: {
          text: "a",
          integer: -7,
          large: "9223372036854775807",
          double: 0.5,
          truth: false,
          list: ["x", 1],
          map: { k: "v" },
          bytes: "AQI=",
          nothing: null,
        },
        timeUnixNano: TIME,
        endTimeUnixNano: "1700000000123456790",
        traceId: TRACE,
        spanId: SPAN,
        parentSpanId: "",
        kind: 2,
        status: 2,
        stack: "trading",
        tenant: String(stack.id),
        tokenId,
        tokenName: "collector",
        protocol: "otlp",
        number: 0,
        arrivedAt: 0,
      },
    );
  });

  it("returns log records with severity, trace id, and structured bodies as JSON", async () => {
    await json("logs", LOGS);
    const records = await world.client.telemetry({ signal: "logs" });
    assert.deepEqual(
      records.map((one) => [one.name, one.timeUnixNano, one.observedTimeUnixNano, one.severityNumber, one.traceId]),
      [
        ["line", TIME, "1", 9, TRACE],
        ['{"message":"structured"}', "0", "0", 0, ""],
      ],
    );
    assert.deepEqual([records[0]?.severityText, records[0]?.spanId], ["INFO", SPAN]);
  });

  it("returns data points of every metric type", async () => {
    await json("metrics", METRICS);
    const points = await world.client.telemetry({ signal: "metrics" });
    assert.deepEqual(
      points.map((one) => [
        ...[one.name, one.type, one.value, one.count, one.buckets, one.stale, one.monotonic, one.temporality],
      ]),
      [
        ["gauge", "gauge", 1.5, null, 0, false, false, 0],
        ["gauge", "gauge", 0, null, 0, true, false, 0],
        ["sum", "sum", -3, null, 0, false, true, 2],
        ["histogram", "histogram", 2.5, 6, 3, false, false, 2],
        ["exponential", "exponentialHistogram", 4, 3, 2, false, false, 1],
        ["summary", "summary", 3, 2, 1, false, false, 0],
      ],
    );
    for (const point of points) assert.deepEqual([point.attributes, point.timeUnixNano], [{ pod: "risk-0" }, TIME]);
    assert.equal(points[0]?.unit, "By");
  });

  it("reads protobuf like JSON, with any compression", async () => {
    for (const [signal, body] of [
      ["traces", spans("one", "two")],
      ["logs", LOGS],
      ["metrics", METRICS],
    ] as const) {
      await json(signal, body);
      const expected = (await world.client.telemetry({ signal })).map((item) => ({ ...item, number: 0, arrivedAt: 0 }));
      for (const [encoding, pack] of [
        ["identity", (bytes: Uint8Array) => bytes],
        ["gzip", gzipSync],
        ["zstd", zstdCompressSync],
      ] as const) {
        const { next: since } = await world.client.telemetryState();
        await protobuf(signal, body, encoding, pack);
        const items = await world.client.telemetry({ signal, since });
        assert.deepEqual(
          items.map((item) => ({ ...item, number: 0, arrivedAt: 0 })),
          expected,
          encoding,
        );
      }
    }
  });

  it("returns pushed profiles with labels, sample types and the number of samples", async () => {
    const profile = encodeProfileMessage("Profile", {
      string_table: ["", "cpu", "nanoseconds"],
      sample_type: [{ type: 1, unit: 2 }],
      sample: [
        { location_id: [1], value: [10] },
        { location_id: [2], value: [20] },
      ],
      time_nanos: TIME,
    });
    const labels = [
      { name: "__name__", value: "process_cpu" },
      { name: "service_name", value: "risk" },
    ];
    const raw = gzipSync(profile);
    const samples = [{ raw_profile: raw }, { raw_profile: profile }];
    const push = encodeProfileMessage("PushRequest", { series: [{ labels, samples }] });
    await write("/profiles/push.v1.PusherService/Push", stack.hpInstanceId, Buffer.from(push), {
      "content-type": "application/proto",
    });
    const items = await world.client.telemetry({ signal: "profiles" });
    assert.deepEqual(
      items.map((one) => [one.name, one.bytes, one.samples, one.timeUnixNano, one.tenant]),
      [
        ["process_cpu", raw.length, 2, TIME, String(stack.hpInstanceId)],
        ["process_cpu", profile.length, 2, TIME, String(stack.hpInstanceId)],
      ],
    );
    assert.deepEqual(items[0]?.sampleTypes, ["cpu/nanoseconds"]);
    assert.deepEqual(items[0]?.attributes, { __name__: "process_cpu", service_name: "risk" });
  });

  it("returns ingested profiles with the labels from their name, and with their size", async () => {
    const name = encodeURIComponent("risk.cpu{region=sa,expression=a=b}");
    await write(`/profiles/ingest?name=${name}`, stack.hpInstanceId, Buffer.from("main;work 10\n"));
    const [profile] = await world.client.telemetry({ signal: "profiles" });
    assert.deepEqual(
      [profile?.name, profile?.attributes, profile?.bytes, profile?.samples],
      ["risk.cpu", { region: "sa", expression: "a=b" }, 13, null],
    );
  });

  it("records repeated items each time, and counts items by a pattern", async () => {
    await json("traces", spans("span-001", "span-002", "other"));
    await protobuf("traces", spans("span-002"));
    assert.equal((await world.client.telemetry()).length, 4);
    assert.deepEqual(await world.client.telemetryCounts({ pattern: "span-(\\d+)" }), { "001": 1, "002": 2 });
    assert.deepEqual(await world.client.telemetryCounts({ pattern: "span-\\d+", since: 3 }), { "span-002": 1 });
    assert.deepEqual(await world.client.telemetryCounts({ pattern: "span", signal: "logs" }), {});
    assert.deepEqual(await world.client.telemetryCounts({ pattern: "span", stack: "other" }), {});
  });

  it("records nothing while it is off", async () => {
    await world.client.recordTelemetry(false);
    await json("traces", spans("unseen"));
    assert.deepEqual(await world.client.telemetryState(), { recording: false, next: 0, dropped: 0 });
    await world.client.recordTelemetry(true);
    await json("traces", spans("seen"));
    await world.client.recordTelemetry(false);
    assert.deepEqual(
      (await world.client.telemetry()).map((item) => item.name),
      ["seen"],
    );
  });

  it("returns more items than fit in one response", async () => {
    const names = Array.from({ length: 25_000 }, (_, index) => `span-${index}`);
    await protobuf("traces", spans(...names));
    const items = await world.client.telemetry();
    assert.deepEqual(
      items.map((item) => item.name),
      names,
    );
  });

  it("rejects a malformed profile", async () => {
    const push = encodeProfileMessage("PushRequest", { series: [{ samples: [{ raw_profile: Buffer.from("nope") }] }] });
    const sent = write("/profiles/push.v1.PusherService/Push", stack.hpInstanceId, Buffer.from(push), {
      "content-type": "application/proto",
    });
    await assert.rejects(sent, /malformed request body/);
  });
});
