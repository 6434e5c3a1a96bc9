import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import { fateOf, LossTable } from "./loss.ts";
import { Losing } from "./losing.ts";
import type { Fates } from "./losing.ts";
import { startPump } from "./pump.ts";
import type { RunningAlloy } from "./run.ts";
import { numbered, spans } from "./telemetry.ts";
import { until } from "./until.ts";
import { dataTestProblem } from "./world.ts";

/** All endpoints that the collector writes to. */
const GATEWAYS = "^/gateways/";
/** Signals that wait on disk or in their own file. */
const DURABLE = ["spans", "pushed logs", "pushed metrics", "pod logs", "scrapes"] as const;

describe("data loss in the collector", function () {
  this.timeout("20m");
  const table = new LossTable();
  let system: Losing;

  before(async function () {
    const problem = await dataTestProblem();
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`);
      return this.skip();
    }
    system = await Losing.start();
  });
  after(async () => {
    await system?.close();
    table.print();
  });

  afterEach(() => system.cloud.clearFaults()); // left by a test that failed halfway

  async function during(fault: string, prefix: string, wrong: () => Promise<void>): Promise<Fates> {
    const fates = await system.during(prefix, wrong);
    table.add(fault, Object.values(fates));
    return fates;
  }

  const assertKept = (fates: Fates, signals: readonly (keyof Fates)[]) => {
    for (const signal of signals) assert.equal(fates[signal].lost, 0, JSON.stringify(fates[signal]));
  };

  it("does not affect data on disk when the backend is down and both pods are killed", async () => {
    const fates = await during("backend down for 90 s (503), both pods killed in the middle", "away", async () => {
      const fault = await system.cloud.addFault({ path: GATEWAYS, status: 503 });
      await sleep(45_000);
      await system.killBoth();
      await system.startBoth();
      await sleep(45_000);
      await system.cloud.removeFault(fault.id);
    });
    assertKept(fates, DURABLE);
  });

  it("does not affect data on disk when the pods are killed three times", async () => {
    const fates = await during("three kills, 5 s apart", "kill", async () => {
      for (let time = 0; time < 3; time++) {
        await system.killBoth();
        await system.startBoth();
        await sleep(5_000);
      }
    });
    assertKept(fates, ["spans", "pushed logs", "pushed metrics", "pod logs"]);
    // If a pod is killed during a scrape, that scrape was answered but is lost.
    assert.ok(fates.scrapes.lost <= 1, JSON.stringify(fates.scrapes));
  });

  it("does not occur, and nothing is duplicated, when the pods are stopped as for an upgrade", async () => {
    const fates = await during("both pods stopped gracefully and started again", "stop", async () => {
      await Promise.all([system.gateway.stop(), system.node.stop()]);
      await system.startBoth();
      await sleep(5_000);
    });
    assertKept(fates, DURABLE);
    assert.deepEqual([fates["pushed metrics"].duplicated, fates["pod logs"].duplicated], [0, 0]);
  });

  it("does not affect data on disk when the backend hangs and resets connections", async () => {
    const fates = await during("backend hangs for 20 s, then resets connections for 10 s", "hang", async () => {
      await system.cloud.addFault({ path: GATEWAYS, hang: true, forMs: 20_000 });
      await sleep(20_000);
      await system.cloud.addFault({ path: GATEWAYS, reset: true, forMs: 10_000 });
      await sleep(10_000);
    });
    assertKept(fates, DURABLE);
  });

  it("does not occur when the token is rotated while all signals flow", async () => {
    const { environment } = system.world;
    const before = new Set((await system.cloud.tokens()).map(({ name }) => name));
    const fates = await during("token replaced at run time, the old one valid for the overlap", "token", async () => {
      await environment.configure({ "backend.tokens.lifetime": "48h", "backend.tokens.overlap": "12h" });
      await environment.up();
      await system.world.syncSecret();
      await sleep(10_000);
    });
    assertKept(fates, [...DURABLE, "profiles"]);
    const isFresh = ({ name, owner }: { name: string; owner: string }) =>
      !before.has(name) && owner === "petrosalocal-collector";
    const fresh = (await system.cloud.tokens()).filter(isFresh).map(({ name }) => name);
    const used = new Set((await system.cloud.telemetry({})).map(({ tokenName }) => tokenName));
    assert.deepEqual([fresh.length, fresh.filter((name) => !used.has(name))], [1, []]);
  });

  it("does not occur when a broken configuration is loaded, because the previous one stays active", async () => {
    const { kubernetes } = system.world.environment;
    const both: readonly (readonly [RunningAlloy, string])[] = [
      [system.gateway, "grafana-alloy"],
      [system.node, "grafana-alloy-node"],
    ];
    const configOf = async (name: string) =>
      (await kubernetes.get(`/api/v1/namespaces/observability/configmaps/${name}`)).data?.["config.alloy"] ?? "";
    const load = async (broken: string, symptom: RegExp) => {
      for (const [one, name] of both) {
        assert.equal((await one.reload(`${await configOf(name)}\n${broken}\n`)).status, 400);
        const metrics = (await one.get("/metrics")).text.split("\n");
        assert.ok(
          metrics.some((line) => symptom.test(line)),
          `${name}: ${String(symptom)}`,
        );
      }
      await sleep(8_000);
    };
    const fates = await during("broken configurations for 16 s", "broken", async () => {
      await load("nonsense {", /^alloy_config_last_load_successful.* 0$/);
      // A configuration that Alloy can parse but not build counts as loaded; the component's health reports the problem.
      await load(
        'prometheus.relabel "broken" {\n}',
        /^alloy_component_controller_running_components\{.*health_type="unhealthy".*\} 1$/,
      );
      for (const [one, name] of both) assert.equal((await one.reload(await configOf(name))).status, 200);
    });
    assertKept(fates, [...DURABLE, "profiles"]);
  });

  it("is limited to the time while the backend rejects the token", async () => {
    const fates = await during("backend rejects the token (401) for 10 s", "refused", async () => {
      const fault = await system.cloud.addFault({ path: GATEWAYS, status: 401 });
      await sleep(10_000);
      await system.cloud.removeFault(fault.id);
    });
    // A 401 is permanent, so data sent during that time is dropped: half of the 20 s, and what the queue sends at once.
    for (const signal of DURABLE)
      assert.ok(fates[signal].lost < fates[signal].sent * 0.75, JSON.stringify(fates[signal]));
  });

  it("does not affect pushed data when a gateway starts while the Kubernetes API is unreachable", async () => {
    await system.gateway.kill();
    await system.startGateway({ server: "https://127.0.0.1:9" });
    const fates = await during("gateway started without the Kubernetes API", "alone", () => sleep(5_000));
    assertKept(fates, ["spans", "pushed logs", "pushed metrics", "pod logs", "profiles"]);
    await system.gateway.kill();
    await system.startGateway();
  });

  it("does not affect pod logs when the node's queue is full, because the lines wait in their file", async () => {
    const { cloud } = system;
    await cloud.clearTelemetry();
    const fault = await cloud.addFault({ path: GATEWAYS, status: 503 });
    const lines = numbered("full", 12_000);
    system.podLog.write(lines.map((name) => `${name} ${"x".repeat(12_000)}`));
    const read = async (pattern: RegExp) => Number(pattern.exec((await system.node.get("/metrics")).text)?.[1]);
    const capacity = await read(/^otelcol_exporter_queue_capacity\{[^}]*\} (\S+)$/m);
    const queued = () => read(/^otelcol_exporter_queue_size\{[^}]*data_type="logs"[^}]*\} (\S+)$/m);
    // The remaining space is smaller than the next batch of a thousand lines.
    await until("a full queue", async () => (await queued()) > capacity * 0.7);
    await system.node.kill();
    await system.startNode();
    await cloud.removeFault(fault.id);
    const fate = await fateOf(cloud, "pod logs", "logs", lines, Date.now());
    table.add(`node's queue of ${Math.round(capacity / 1024 ** 2)} MiB full, backend down, pod killed`, [fate]);
    assert.equal(fate.lost, 0);
  });

  it("does not affect acknowledged data when a gateway's queue is full, because senders must retry", async () => {
    const { cloud } = system;
    await cloud.clearTelemetry();
    const fault = await cloud.addFault({ path: GATEWAYS, status: 503 });
    const attributes = { wide: "x".repeat(20_000) };
    const url = () => system.gateway.url("otlp-http");
    const pump = startPump(url, "traces", "volume", (names) => spans({}, names, attributes), {
      perBatch: 50,
      everyMs: 0,
    });
    await until("refused spans", () => pump.retries() > 3, 120_000);
    const acknowledged = pump.sent.length;
    await system.gateway.kill();
    await system.startGateway();
    await cloud.removeFault(fault.id);
    const endedAt = Date.now();
    await pump.stop();
    const fate = await fateOf(cloud, "spans", "traces", pump.sent, endedAt);
    table.add(`gateway's queue full (${acknowledged} spans of 20 KB), backend down, pod killed`, [fate]);
    assert.equal(fate.lost, 0);
  });
});
