import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { printTable } from "../table.ts";
import { borrowAddresses } from "./addresses.ts";
import type { Addresses } from "./addresses.ts";
import { SPANS_PER_TRACE } from "./shop-trace.ts";
import { ownMetric, sums, total, TwoSamplers } from "./two-samplers.ts";
import { until } from "./until.ts";
import { dataTestProblem, startCollectorWorld } from "./world.ts";
import type { CollectorWorld } from "./world.ts";

const DECISION_WAIT_MS = 5_000;
/** A batch waits for a second before it reaches a sampler, and the sampler decides once a second. */
const ON_THE_WAY_MS = 3_000;
/**
 * After 10 s without a response, each gateway reconnects with its own gRPC back-off, which no setting shortens. During that
 * time, a sampler decides on spans from one gateway without those that the other still holds.
 */
const RECONNECTED_MS = 20_000;
/** Metrics of traces are sent each minute. */
const METRICS_MS = 150_000;

describe("two samplers behind two gateways", function () {
  this.timeout("10m");
  const rows: (readonly string[])[] = [];
  let world: CollectorWorld;
  let borrowed: Addresses;
  let collector: TwoSamplers;

  before(async function () {
    const found = (await dataTestProblem()) ?? borrowAddresses(2);
    if (typeof found === "string") {
      console.log(`    skipped: ${found}`);
      return this.skip();
    }
    borrowed = found;
    world = await startCollectorWorld("collector-two-samplers", {
      "collector.replicas": 2,
      "collector.logs.pods.enabled": false,
      "collector.metrics.kubernetes.enabled": false,
      "collector.metrics.host.enabled": false,
      "collector.traces": {
        sampling: { kind: "tail", tracesPerSecond: 50, decisionWait: "5s", keepSlowerThan: "1s", percent: 10 },
        spanMetrics: true,
        serviceGraph: true,
      },
    });
    collector = new TwoSamplers(world, borrowed.list);
    for (const index of [0, 1] as const) await collector.startSampler(index);
    for (const index of [0, 1] as const) await collector.startGateway(index);
    await collector.spreadOver(2);
  });
  after(async () => {
    await world?.close();
    borrowed?.giveBack();
    if (rows.length > 0)
      printTable("two gateways and two samplers; each gateway receives half of each trace's spans", rows);
  });

  it("receive each trace in only one sampler, which decides on the whole trace", async () => {
    const { samplers } = collector;
    const failed = await collector.send(100, 40, { failed: true });
    const ordinary = await collector.send(400, 40);
    const { whole, partial, duplicated } = await collector.arrivals([...failed.keys(), ...ordinary.keys()], 15_000);
    const kept = [failed, ordinary].map((traces) => [...traces.keys()].filter(({ id }) => whole.has(id)).length);
    const seen = await Promise.all(samplers.map((one) => ownMetric(one, "tail_sampling_new_trace_id_received")));
    const spans = await Promise.all(samplers.map((one) => ownMetric(one, "receiver_accepted_spans")));
    const early = await Promise.all(
      samplers.map((one) => ownMetric(one, "tail_sampling_sampling_trace_dropped_too_early")),
    );
    rows.push([
      "100 failed and 400 ordinary traces, 40 per second",
      `kept: ${kept.join(" failed, ")} ordinary (at 10 %); partial: ${partial.size}; duplicate spans: ${duplicated}`,
      `received by the samplers: ${seen.join(" + ")} traces, ${spans.join(" + ")} spans; dropped undecided: ${early.join(" + ")}`,
    ]);
    assert.deepEqual([kept[0], partial.size, duplicated], [100, 0, 0]);
    // 400 traces with probability 0.1: 40 on average; fewer than 17 or more than 69 once in a hundred thousand runs.
    assert.ok((kept[1] ?? 0) >= 17 && (kept[1] ?? 0) <= 69);
    // A trace in both samplers would be counted twice.
    assert.equal(
      seen.reduce((sum, count) => sum + count),
      500,
    );
    assert.equal(
      spans.reduce((sum, count) => sum + count),
      500 * SPANS_PER_TRACE,
    );
    for (const count of seen) assert.ok(count > 100, `${count} traces`);
    assert.deepEqual(early, [0, 0]);
  });

  it("count every span and every call once, labelled with the pod's name", async () => {
    const all = (name: string, sent: number) =>
      until(
        name,
        async () => {
          const points = await collector.counters(name);
          return total(points) >= sent ? points : undefined;
        },
        METRICS_MS,
      );
    const calls = await all("traces.span.metrics.calls", 500 * SPANS_PER_TRACE);
    const edges = await all("traces_service_graph_request_total", 500);
    const failed = await all("traces_service_graph_request_failed_total", 100);
    rows.push([
      "metrics of the samplers",
      `calls: ${JSON.stringify(sums(calls, "collector"))}; by span: ${JSON.stringify(sums(calls, "span.name"))}`,
      `edges: ${JSON.stringify(sums(edges, "client"))} -> ${JSON.stringify(sums(edges, "server"))}, failed: ${total(failed)}`,
    ]);
    assert.deepEqual(sums(calls, "span.name"), { buy: 500, price: 500, order: 500, store: 500 });
    for (const points of [calls, edges]) {
      assert.deepEqual(Object.keys(sums(points, "collector")).sort(), [
        "grafana-alloy-sampler-0",
        "grafana-alloy-sampler-1",
      ]);
    }
    assert.deepEqual([sums(edges, "client"), sums(edges, "server")], [{ shop: 500 }, { orders: 500 }]);
    assert.equal(total(failed), 100);
  });

  it("lose traces only around the time when one sampler is down, without duplicates", async () => {
    const sending = collector.send(800, 20, { failed: true });
    await sleep(15_000);
    const killedAt = Date.now();
    await collector.samplers[1]?.kill();
    await sleep(10_000);
    await collector.startSampler(1);
    const away = (Date.now() - killedAt) / 1000;
    const sentAt = await sending;
    const { whole, partial, duplicated } = await collector.arrivals(sentAt.keys(), 20_000);
    const lost = [...sentAt].filter(([{ id }]) => !whole.has(id)).map(([, at]) => at - killedAt);
    rows.push([
      `one sampler killed, down for ${away.toFixed(1)} s; 800 failed traces, 20 per second`,
      `whole: ${whole.size}; partial: ${partial.size}; lost: ${lost.length - partial.size}; duplicate spans: ${duplicated}`,
      `incomplete traces were sent from ${Math.min(...lost)} to ${Math.max(...lost)} ms after the kill`,
    ]);
    assert.equal(duplicated, 0);
    for (const at of lost) {
      assert.ok(at > -(DECISION_WAIT_MS + ON_THE_WAY_MS) && at < RECONNECTED_MS, `sent ${at} ms after the kill`);
    }
    // This sampler receives about half of the traces.
    assert.ok(lost.length < 0.7 * 20 * ((DECISION_WAIT_MS + ON_THE_WAY_MS + RECONNECTED_MS) / 1000));
  });

  it("receive everything on the gateways' disks after both were down, even if a gateway was killed", async () => {
    const { samplers, gateways } = collector;
    await Promise.all(samplers.map((one) => one.kill()));
    const sent = await collector.send(200, 40, { failed: true });
    await sleep(2_000);
    const bytes = await Promise.all(gateways.map((one) => ownMetric(one, "exporter_queue_size", "loadbalancing")));
    await gateways[0]?.kill();
    await collector.startGateway(0);
    assert.equal((await collector.arrivals(sent.keys(), 2_000)).whole.size, 0);
    for (const index of [0, 1] as const) await collector.startSampler(index);
    const accepted = async () =>
      (await Promise.all(samplers.map((one) => ownMetric(one, "receiver_accepted_spans")))).reduce((a, b) => a + b);
    const spans = 200 * SPANS_PER_TRACE;
    await until("all spans at the samplers", async () => (await accepted()) >= spans, 120_000);
    const { whole, partial, duplicated } = await collector.arrivals(sent.keys(), 15_000);
    rows.push([
      "both samplers down for a while, a gateway killed during that time; 200 failed traces",
      `queued: ${bytes.join(" + ")} bytes; received by the samplers: ${await accepted()} of ${spans} spans`,
      `kept: ${whole.size} whole, ${partial.size} partial; duplicate spans: ${duplicated}`,
    ]);
    for (const one of bytes) assert.ok(one > 0);
    assert.equal(await accepted(), spans);
    assert.equal(duplicated, 0);
  });
});
