import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { moveTo } from "./pods.ts";
import { podAddress } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { sendOtlp } from "./telemetry.ts";
import { SPANS_PER_TRACE, trace } from "./shop-trace.ts";
import type { Trace } from "./shop-trace.ts";
import { until } from "./until.ts";
import { dataTestProblem, GATEWAY, SAMPLER, startCollectorWorld } from "./world.ts";
import type { CollectorWorld } from "./world.ts";

const QUIET = {
  "collector.replicas": 2,
  "collector.logs.pods.enabled": false,
  "collector.metrics.kubernetes.enabled": false,
  "collector.metrics.host.enabled": false,
};
const many = (count: number, make: () => Trace): Trace[] => Array.from({ length: count }, make);

/** Returns the number of spans of each trace that have arrived. */
async function arrived({ environment }: CollectorWorld): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { traceId } of await environment.cloud.telemetry({ signal: "traces" })) {
    counts.set(traceId, (counts.get(traceId) ?? 0) + 1);
  }
  return counts;
}

/** Sends each service's half of a trace to a different gateway. */
async function send([one, two]: readonly RunningAlloy[], traces: readonly Trace[]): Promise<void> {
  for (const { requests } of traces) {
    assert.equal(await sendOtlp(one?.url("otlp-http") ?? "", "traces", requests[0]), 200);
    assert.equal(await sendOtlp(two?.url("otlp-http") ?? "", "traces", requests[1]), 200);
  }
}

async function twoGateways(world: CollectorWorld): Promise<RunningAlloy[]> {
  const [one, two] = [podAddress(), podAddress()];
  const hosts = { "grafana-alloy-cluster": [one, two] };
  return [
    await world.run(GATEWAY, { hosts, address: one }),
    await world.run({ ...GATEWAY, index: 1 }, { hosts, address: two }),
  ];
}

describe("tail sampling in the deployed collector", function () {
  this.timeout("10m");
  let world: CollectorWorld;
  let gateways: RunningAlloy[];
  let sampler: RunningAlloy;
  const failed = many(40, () => trace({ failed: true }));
  const slow = many(40, () => trace({ durationMs: 3_000 }));
  const ordinary = many(400, () => trace());

  /** Endpoints of a Service cannot be on loopback, so the only sampler uses the machine's own address. */
  const startSampler = () => world.run(SAMPLER, { address: world.address });

  before(async function () {
    const problem = await dataTestProblem();
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`);
      return this.skip();
    }
    world = await startCollectorWorld("collector-sampling", {
      ...QUIET,
      "collector.traces": {
        spanMetrics: true,
        serviceGraph: true,
        sampling: {
          kind: "tail",
          tracesPerSecond: 200,
          decisionWait: "5s",
          keepSlowerThan: "1s",
          percent: 10,
          replicas: 1,
        },
      },
    });
    await until("the sampler's address", () =>
      moveTo(world.plane.api, "observability", "app.kubernetes.io/instance=grafana-alloy-sampler", world.address),
    );
    sampler = await startSampler();
    gateways = await twoGateways(world);
  });
  after(() => world?.close());

  it("keeps every failed or slow trace and a share of the others, always as a whole", async () => {
    await send(gateways, [...failed, ...slow, ...ordinary]);
    const kept = async (traces: readonly Trace[]) => {
      const counts = await arrived(world);
      return traces.map(({ id }) => counts.get(id) ?? 0).filter((count) => count > 0);
    };
    await until("all failed and slow traces", async () => (await kept([...failed, ...slow])).length === 80);
    await sleep(8_000);
    const share = await kept(ordinary);
    const spans = [...(await kept(failed)), ...(await kept(slow)), ...share];
    assert.deepEqual(
      spans.filter((count) => count !== SPANS_PER_TRACE),
      [],
    );
    // 400 traces with probability 0.1: 40 on average; fewer than 17 or more than 69 once in a hundred thousand runs.
    assert.ok(share.length >= 17 && share.length <= 69, `${share.length} of ${ordinary.length}`);
    console.log(
      `      kept: ${failed.length} failed, ${slow.length} slow, ${share.length} of ${ordinary.length} others`,
    );
  });

  it("counts all spans, and the calls between services, before sampling", async () => {
    const sent = (failed.length + slow.length + ordinary.length) * SPANS_PER_TRACE;
    const latest = async (name: string) => {
      const points = (await world.environment.cloud.telemetry({ signal: "metrics" })).filter(
        (point) => point.name === name,
      );
      return points.filter(({ timeUnixNano }) => timeUnixNano === points.at(-1)?.timeUnixNano);
    };
    const calls = async () =>
      (await latest("traces.span.metrics.calls")).reduce((sum, { value }) => sum + (value ?? 0), 0);
    await until("the counts of all spans", async () => (await calls()) >= sent, 130_000);
    assert.equal(await calls(), sent);
    const [call] = await latest("traces.span.metrics.calls");
    assert.equal(call?.attributes["collector"], "grafana-alloy-sampler-0");
    const edges = await until(
      "an edge of the service graph",
      async () => {
        const found = await latest("traces_service_graph_request_total");
        return found.length > 0 ? found : undefined;
      },
      130_000,
    );
    const names = new Set(edges.map(({ attributes }) => JSON.stringify([attributes["client"], attributes["server"]])));
    assert.deepEqual(names, new Set([JSON.stringify(["shop", "orders"])]));
  });

  it("delivers everything sent while no sampler was running to the next one", async () => {
    await sampler.kill();
    await send(
      gateways,
      many(30, () => trace({ failed: true })),
    );
    await sleep(10_000);
    sampler = await startSampler();
    // Each gateway reconnects at a different time, so some of these traces are decided in halves: docs/durability.md.
    const accepted = async () =>
      Number(
        /^otelcol_receiver_accepted_spans_total\{.*\} (\S+)$/m.exec((await sampler.get("/metrics")).text)?.[1] ?? 0,
      );
    await until("all waiting spans", async () => (await accepted()) >= 30 * SPANS_PER_TRACE, 90_000);
    assert.equal(await accepted(), 30 * SPANS_PER_TRACE);
  });
});

describe("probabilistic sampling in the deployed collector", function () {
  this.timeout("10m");
  let world: CollectorWorld;

  before(async function () {
    if ((await dataTestProblem()) !== undefined) return this.skip();
    world = await startCollectorWorld("collector-probabilistic", {
      ...QUIET,
      "collector.traces": { sampling: { kind: "probabilistic", percent: 20 } },
    });
  });
  after(() => world?.close());

  it("keeps the same share of traces in every gateway, so that traces stay whole", async () => {
    const traces = many(400, () => trace());
    await send(await twoGateways(world), traces);
    await until("the first traces", async () => (await arrived(world)).size > 30);
    await sleep(4_000);
    const counts = [...(await arrived(world)).values()];
    assert.deepEqual(
      counts.filter((count) => count !== SPANS_PER_TRACE),
      [],
    );
    // 400 traces with probability 0.2: 80 on average.
    assert.ok(counts.length >= 47 && counts.length <= 118, `${counts.length} of ${traces.length}`);
  });
});
