import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { after, afterEach, before, describe, it } from "mocha";
import type { GatewayPlan } from "../../../render/alloy/gateway.ts";
import { renderedAlloyFiles } from "../../../render/alloy/rendered.ts";
import { startCluster } from "./cluster.ts";
import type { Cluster } from "./cluster.ts";
import { runAlloy, writeCredentials } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { startSink } from "./sink.ts";
import type { Received, Sink } from "./sink.ts";
import { logs, metrics, spans } from "./telemetry.ts";
import { alloyExecutable } from "./tools.ts";

const PATHS = ["/otlp/v1/traces", "/otlp/v1/logs", "/otlp/v1/metrics"];

describe("gateway configuration in a real Alloy", function () {
  this.timeout("20m");
  let alloy = "";
  let cluster: Cluster;
  let sink: Sink;
  let folder = "";
  let plan: GatewayPlan;
  let running: RunningAlloy | undefined;

  before(async function () {
    const found = await alloyExecutable();
    if (found === undefined) {
      console.log("    skipped: no Alloy; set ALLOY to an executable, or E2E_DATA=1 to build one (about 13 minutes)");
      return this.skip();
    }
    alloy = found;
    folder = mkdtempSync(join(tmpdir(), "alloy-gateway-"));
    cluster = await startCluster(folder);
  });

  after(async () => {
    await cluster?.stop();
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
  });

  afterEach(async () => {
    if (running === undefined) return;
    await running.kill();
    running = undefined;
    await sink.close();
  });

  async function start(
    name: string,
    changes: Partial<GatewayPlan> = {},
    kubeconfig = cluster.kubeconfig,
  ): Promise<RunningAlloy> {
    sink = await startSink();
    const home = join(folder, name);
    const credentialsDirectory = join(home, "credentials");
    mkdirSync(join(home, "storage"), { recursive: true });
    writeCredentials(credentialsDirectory, "v1", { "otlp-token": "token-1", "profiles-token": "profiles-1" });
    plan = {
      cluster: 'quoted "name" \\ `tick` $x ${y}',
      environment: "e2e",
      otlp: { url: `${sink.url}/otlp`, username: "123456" },
      profiles: { url: sink.url, username: "654321" },
      credentialsDirectory,
      credentialKeys: { otlp: "otlp-token", profiles: "profiles-token" },
      storageDirectory: join(home, "storage"),
      storageGibibytes: 1,
      memoryMebibytes: 512,
      kubernetesAuthentication: "kubeConfig",
      ...changes,
    };
    running = await runAlloy(alloy, home, plan, kubeconfig);
    return running;
  }

  async function post(url: string, body: unknown): Promise<number> {
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return response.status;
  }

  /** Pods are listed in the background: telemetry before that goes through without their names. */
  async function knowsPods(url: string): Promise<void> {
    for (const deadline = Date.now() + 30_000; !sink.received.some(({ body }) => body.includes("petrosa-apps"));) {
      assert.ok(Date.now() < deadline, "the pod list has not arrived");
      await post(`${url}/v1/logs`, logs(cluster, ["probe"]));
      const { length } = sink.received;
      await sink.until("a probe", () => sink.received.length > length);
    }
  }

  const of = (path: string): Received[] => sink.received.filter((request) => request.path === path);
  const count = (name: RegExp): number => new Set(sink.received.flatMap(({ body }) => body.match(name) ?? [])).size;

  for (const path of Object.keys(renderedAlloyFiles())) {
    it(`is formatted and valid as committed in ${path}`, () => {
      execaSync(alloy, ["fmt", "--test", path]);
      execaSync(alloy, ["validate", "--stability.level=public-preview", path]);
    });
  }

  it("boots with every component healthy", async () => {
    const { get, log } = await start("healthy");
    assert.deepEqual(await get("/-/healthy"), { status: 200, text: "All Alloy components are healthy.\n" });
    assert.doesNotMatch(log(), /level=(error|warn)|forbidden/);
  });

  it("delivers all signals, authenticated, with their origin", async () => {
    const { url } = await start("signals");
    await knowsPods(url("otlp-http"));
    sink.received.length = 0;
    assert.equal(await post(`${url("otlp-http")}/v1/traces`, spans(cluster, ["span-1"])), 200);
    assert.equal(await post(`${url("otlp-http")}/v1/logs`, logs(cluster, ["log-1"])), 200);
    assert.equal(await post(`${url("otlp-http")}/v1/metrics`, metrics(cluster, ["metric-1"])), 200);
    await sink.until("three signals", () => PATHS.every((path) => of(path).length > 0));
    for (const { body, credentials } of PATHS.flatMap(of)) {
      assert.equal(credentials, "123456:token-1");
      for (const text of [plan.cluster, "e2e", "petrosa-apps", "tradeengine", "k8s.deployment.name", "k8s.node.name"]) {
        assert.ok(body.includes(text), `${text} in ${JSON.stringify(body)}`);
      }
      assert.ok(!body.includes("claimed-by-the-application"));
    }
  });

  it("delivers profiles, authenticated, with their origin", async () => {
    const { url } = await start("profiles");
    const query = new URLSearchParams({
      name: "tradeengine.cpu{region=sa}",
      from: "1700000000",
      until: "1700000010",
      format: "folded",
    });
    const response = await fetch(`${url("pyroscope")}/ingest?${query.toString()}`, {
      method: "POST",
      body: "main;work 10\n",
    });
    assert.equal(response.status, 200);
    const [profile] = sink.received;
    assert.equal(profile?.credentials, "654321:profiles-1");
    assert.equal(profile?.body, "main;work 10\n");
    assert.match(decodeURIComponent(profile?.path ?? ""), /^\/ingest\?.*deployment_environment_name="?e2e/);
  });

  it("uses a rotated token without a restart and without losing anything", async () => {
    const { url } = await start("rotation");
    const send = (name: string) => post(`${url("otlp-http")}/v1/logs`, logs(cluster, [name]));
    for (let n = 1; n <= 20; n++) {
      if (n === 10)
        writeCredentials(plan.credentialsDirectory, "v2", { "otlp-token": "token-2", "profiles-token": "profiles-2" });
      assert.equal(await send(`line-${String(n).padStart(3, "0")}`), 200);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    await sink.until("20 lines", () => count(/line-\d{3}/g) === 20);
    await sink.until("the new token", () => sink.received.at(-1)?.credentials === "123456:token-2");
    assert.deepEqual(
      new Set(sink.received.map(({ credentials }) => credentials)),
      new Set(["123456:token-1", "123456:token-2"]),
    );
  });

  it("loses nothing when the backend is away and the pod is killed meanwhile", async () => {
    const first = await start("outage");
    sink.status = 503;
    for (let n = 0; n < 50; n++) {
      const names = Array.from({ length: 20 }, (_, i) => `span-${String(n * 20 + i).padStart(4, "0")}`);
      assert.equal(await post(`${first.url("otlp-http")}/v1/traces`, spans(cluster, names)), 200);
    }
    await sink.until("a refused request", () => sink.refused > 0);
    await first.kill();
    running = await runAlloy(alloy, join(folder, "outage"), plan, cluster.kubeconfig);
    sink.status = 200;
    await sink.until("1,000 spans", () => count(/span-\d{4}/g) === 1000);
  });

  it("takes a changed configuration without a restart and keeps what waits in the queue", async () => {
    const { url, reload, get } = await start("reload");
    sink.status = 503;
    assert.equal(await post(`${url("otlp-http")}/v1/logs`, logs(cluster, ["before-reload"])), 200);
    await sink.until("a refused request", () => sink.refused > 0);
    assert.equal(await reload({ ...plan, environment: "renamed" }), 200);
    assert.equal((await get("/-/healthy")).status, 200);
    sink.status = 200;
    assert.equal(await post(`${url("otlp-http")}/v1/logs`, logs(cluster, ["after-reload"])), 200);
    await sink.until("both lines", () => count(/(before|after)-reload/g) === 2);
    const [after] = sink.received.filter(({ body }) => body.includes("after-reload"));
    assert.ok(after?.body.includes("renamed"));
  });

  it("passes telemetry on while the Kubernetes API cannot be reached", async () => {
    const nowhere = join(folder, "nowhere");
    writeFileSync(nowhere, readFileSync(cluster.kubeconfig, "utf8").replace(/127\.0\.0\.1:\d+/, "127.0.0.1:9"));
    const { url } = await start("no-api", {}, nowhere);
    assert.equal(await post(`${url("otlp-http")}/v1/logs`, logs(cluster, ["log-1"])), 200);
    await sink.until("the log", () => count(/log-1/g) === 1);
  });
});
