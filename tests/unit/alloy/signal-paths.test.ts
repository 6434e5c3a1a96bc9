import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorCombinations } from "../../combinations.ts";
import { find, planOf, roleWith, titleOf, waysOf } from "./roles.ts";
import type { Signal } from "./roles.ts";

const SIGNALS: readonly Signal[] = ["metrics", "logs", "traces", "profiles"];
const QUEUE = { kind: "reference", component: "otelcol.storage.file", label: "queue", field: "handler" };
const TO_BACKEND = "otelcol.exporter.otlphttp backend";
const TO_SAMPLERS = "otelcol.exporter.loadbalancing samplers";
const PROFILES_TO_BACKEND = "pyroscope.write backend";

describe("paths of the signals, in each combination of settings", () => {
  const roles = collectorCombinations().flatMap(({ name, collector }) =>
    collectorRoles(planOf(collector)).map((role) => ({ role, title: `${role.name} of ${name}` })),
  );
  const ways = roles.flatMap(({ role, title }) =>
    SIGNALS.flatMap((signal) => waysOf(role, signal).map((way) => ({ role, signal, title, way }))),
  );

  it("end only at the backend or the samplers", () => {
    for (const { signal, way, title } of ways) {
      const ends = signal === "profiles" ? [PROFILES_TO_BACKEND] : [TO_BACKEND, TO_SAMPLERS];
      assert.ok(ends.includes(way.at(-1) ?? ""), `${signal} ${way.join(" → ")} in the ${title}`);
    }
  });

  it("include a queue on disk that never gives up", () => {
    for (const { role, way, title } of ways.filter(({ signal }) => signal !== "profiles")) {
      const exporter = way.at(-1) ?? "";
      assert.deepEqual(find(role, `${exporter} > sending_queue`).attributes["storage"], QUEUE, title);
      const { max_elapsed_time } = find(role, `${exporter} > retry_on_failure`).attributes;
      assert.deepEqual(max_elapsed_time, { kind: "quantity", amount: 0, unit: "s" }, title);
    }
  });

  it("hold no acknowledged telemetry in memory, and begin with the memory limiter", () => {
    const pushed = ways.filter(({ way }) => way[0]?.startsWith("otelcol.receiver.otlp"));
    assert.notEqual(pushed.length, 0);
    for (const { way, title } of pushed) {
      assert.equal(way[1], "otelcol.processor.memory_limiter pushed", title);
      assert.deepEqual(
        way.filter((component) => component.startsWith("otelcol.processor.batch")),
        [],
        title,
      );
    }
  });

  it("batch lines from files so that not every line is a transaction, and wait when the queue is full", () => {
    const lines = ways.filter(({ way }) => way[0] === "loki.source.file pods");
    assert.notEqual(lines.length, 0);
    for (const { role, way, title } of lines) {
      assert.ok(way.includes("otelcol.processor.batch pods"), title);
      assert.equal(find(role, `${TO_BACKEND} > sending_queue`).attributes["block_on_overflow"], true, title);
    }
  });

  it("refuse telemetry when the queue is full if a sender waits for a response", () => {
    for (const { role, way, title } of ways.filter(({ way: [source] }) =>
      source?.startsWith("otelcol.receiver.otlp"),
    )) {
      assert.ok(!("block_on_overflow" in find(role, `${way.at(-1)} > sending_queue`).attributes), title);
    }
  });

  it("include every component that forwards telemetry", () => {
    const passesOn =
      /^(otelcol\.(processor|connector|receiver|exporter)|loki|pyroscope|prometheus\.(scrape|relabel))\b/;
    for (const { role, title } of roles) {
      const used = new Set(SIGNALS.flatMap((signal) => waysOf(role, signal).flat()));
      const titles = role.blocks.map(titleOf).filter((component) => passesOn.test(component));
      assert.deepEqual(
        titles.filter((component) => !used.has(component) && component !== TO_BACKEND),
        [],
        title,
      );
    }
  });
});

/** Formats paths as lines, without the common prefix of component names. */
const told = (ways: readonly (readonly string[])[]): readonly string[] =>
  ways.map((way) => way.map((title) => title.replace(/^otelcol\./, "")).join(" → "));

const PUSHED = "receiver.otlp applications → processor.memory_limiter pushed → processor.k8sattributes default";
const CLEAN = `${PUSHED} → processor.transform pushed`;
const BACKEND = "exporter.otlphttp backend";
const COUNTED = `processor.transform trace_metrics → ${BACKEND}`;

describe("paths of traces", () => {
  const traces = (changes = {}) => told(waysOf(roleWith("gateway", changes), "traces"));

  it("lead straight to the backend by default", () => assert.deepEqual(traces(), [`${CLEAN} → ${BACKEND}`]));

  it("count traces before sampling", () => {
    const changes = { "traces.sampling": { kind: "probabilistic", percent: 10 }, "traces.spanMetrics": true };
    assert.deepEqual(traces(changes), [
      `${CLEAN} → connector.spanmetrics red → ${COUNTED}`,
      `${CLEAN} → processor.probabilistic_sampler default → ${BACKEND}`,
    ]);
  });

  it("include both counting connectors in a single gateway", () => {
    const changes = { replicas: 1, "traces.spanMetrics": true, "traces.serviceGraph": true };
    assert.deepEqual(traces(changes), [
      `${CLEAN} → connector.spanmetrics red → ${COUNTED}`,
      `${CLEAN} → connector.servicegraph edges → ${COUNTED}`,
      `${CLEAN} → ${BACKEND}`,
    ]);
  });

  it("lead to the samplers with tail sampling, and count traces only there", () => {
    const changes = {
      "traces.sampling": { kind: "tail", tracesPerSecond: 100, percent: 10 },
      "traces.spanMetrics": true,
      "traces.serviceGraph": true,
    };
    assert.deepEqual(traces(changes), [`${CLEAN} → exporter.loadbalancing samplers`]);
    const sampler = "receiver.otlp gateways → processor.memory_limiter pushed";
    assert.deepEqual(told(waysOf(roleWith("sampler", changes), "traces")), [
      `${sampler} → connector.spanmetrics red → ${COUNTED}`,
      `${sampler} → connector.servicegraph edges → ${COUNTED}`,
      `${sampler} → processor.tail_sampling default → ${BACKEND}`,
    ]);
  });
});

describe("paths of metrics, logs and profiles", () => {
  const SCRAPED = "receiver.prometheus scraped → processor.memory_limiter scraped → processor.transform scraped";
  const scrapes = (labels: Readonly<Record<string, boolean>>) =>
    Object.entries(labels).map(
      ([label, kept]) =>
        `prometheus.scrape ${label} → ${kept ? `prometheus.relabel ${label} → ` : ""}${SCRAPED} → ${BACKEND}`,
    );

  it("are complete in the gateway", () => {
    const gateway = roleWith("gateway");
    assert.deepEqual(told(waysOf(gateway, "metrics")), [
      `${PUSHED} → processor.transform pushed → ${BACKEND}`,
      ...scrapes({ applications: false, kube_state_metrics: true, self: true }),
    ]);
    assert.deepEqual(told(waysOf(gateway, "logs")), [
      `${CLEAN} → ${BACKEND}`,
      `loki.source.kubernetes_events default → loki.process events → receiver.loki events → processor.batch events → processor.groupbyattrs events → processor.transform logs → ${BACKEND}`,
    ]);
    assert.deepEqual(told(waysOf(gateway, "profiles")), [
      "pyroscope.receive_http applications → pyroscope.write backend",
      "pyroscope.scrape applications → pyroscope.write backend",
    ]);
  });

  it("are complete in the node", () => {
    const node = roleWith("node");
    assert.deepEqual(told(waysOf(node, "metrics")), scrapes({ kubelet: true, cadvisor: true, host: true, self: true }));
    assert.deepEqual(told(waysOf(node, "logs")), [
      `loki.source.file pods → loki.process pods → receiver.loki pods → processor.batch pods → processor.groupbyattrs pods → processor.transform logs → ${BACKEND}`,
    ]);
  });

  it("are complete in the profiler", () => {
    const profiler = roleWith("profiler", { "profiles.ebpf": { namespaces: ["petrosa-apps"] } });
    assert.deepEqual(told(waysOf(profiler, "profiles")), ["pyroscope.ebpf node → pyroscope.write backend"]);
  });
});
