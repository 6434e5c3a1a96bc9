import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { startControlPlane } from "../../../local/control-plane/index.ts";
import type { ControlPlane } from "../../../local/control-plane/index.ts";
import { ensureTools } from "../../../local/toolchain/index.ts";
import { World } from "../../grafana-cloud/harness.ts";
import { alloyExecutable } from "../alloy/tools.ts";
import { startExporter } from "./exporter.ts";
import type { Exporter } from "./exporter.ts";
import { fixtureConfig } from "./fixture-config.ts";
import { startKubelet } from "./kubelet.ts";
import type { Kubelet } from "./kubelet.ts";
import { PodLog } from "./pod-logs.ts";
import { call, createNamespace, hostAddress, reportEvent, runApplication, serviceAccountToken } from "./pods.ts";
import type { Pod } from "./pods.ts";
import { runAlloy } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { sandboxProblem } from "./sandbox.ts";
import { gauges, ingestProfile, logs, numbered, pushProfile, sendOtlp, spans } from "./telemetry.ts";
import { until } from "./until.ts";

/** Permissions of the account of the test's Alloy; the kubelet requires `nodes/metrics`. */
const RULES = [
  { apiGroups: [""], resources: ["pods", "services", "nodes", "events"], verbs: ["get", "list", "watch"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["nodes/metrics"], verbs: ["get"] },
];

describe("fixtures of the collector's tests, with a plain configuration in a real Alloy", function () {
  this.timeout("15m");
  const folder = mkdtempSync(join(tmpdir(), "collector-fixtures-"));
  let plane: ControlPlane;
  let world: World;
  let kubelet: Kubelet;
  let exporter: Exporter;
  let pod: Pod;
  let alloy: RunningAlloy;
  let podLog: PodLog;

  before(async function () {
    const address = hostAddress();
    const problem = sandboxProblem() ?? (address === undefined ? "no network: pods need an address" : undefined);
    const executable = problem === undefined ? await alloyExecutable() : undefined;
    if (executable === undefined || address === undefined) {
      console.log(`    skipped: ${problem ?? "no Alloy; set ALLOY to an executable, or E2E_DATA=1 to build one"}`);
      return this.skip();
    }
    const tools = await ensureTools(["control-plane"], (line) => process.stderr.write(`${line}\n`));
    plane = await startControlPlane({ executables: tools["control-plane"] ?? "" });
    kubelet = await startKubelet(plane, "node-1", [{ namespace: "trading", pod: "risk-0", container: "app" }]);
    exporter = await startExporter({ address });
    const annotations = { "prometheus.io/scrape": "true" };
    const app = { namespace: "trading", name: "risk", ports: { http: exporter.port } };
    pod = await runApplication(plane.api, { ...app, serviceAnnotations: annotations }, address);
    podLog = new PodLog(join(folder, "pods"), { namespace: "trading", pod: pod.name, uid: pod.uid, container: "app" });
    world = await World.start();
    alloy = await start(executable);
  });
  after(async () => {
    await alloy?.kill();
    await kubelet?.close();
    await exporter?.close();
    await world?.stop();
    await plane?.stop();
    rmSync(folder, { recursive: true });
  });

  async function start(executable: string): Promise<RunningAlloy> {
    await createNamespace(plane.api, "observability");
    const token = await serviceAccountToken(plane.api, "observability", "alloy");
    const rbac = "/apis/rbac.authorization.k8s.io/v1";
    await call(plane.api, "POST", `${rbac}/clusterroles`, { metadata: { name: "alloy" }, rules: RULES });
    await call(plane.api, "POST", `${rbac}/clusterrolebindings`, {
      metadata: { name: "alloy" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "alloy" },
      subjects: [{ kind: "ServiceAccount", name: "alloy", namespace: "observability" }],
    });
    const stack = await world.stack("fixtures");
    const { secret } = await world.token(await world.policy("alloy", stack.id, ["set:alloy-data-write"]), "alloy");
    await world.client.recordTelemetry(true);
    return runAlloy({
      alloy: executable,
      folder: join(folder, "alloy"),
      config: fixtureConfig(world.cloud.url, stack, secret),
      args: [
        ...["run", "/etc/alloy/config.alloy", "--storage.path=/var/lib/alloy", "--disable-reporting"],
        "--server.http.listen-addr=0.0.0.0:12345",
      ],
      ports: { "otlp-http": 4318, pyroscope: 4040 },
      mounts: {
        "/var/lib/alloy": { path: join(folder, "storage"), writable: true },
        "/var/log/pods": { path: join(folder, "pods") },
      },
      serviceAccount: {
        server: plane.server,
        ca: readFileSync(join(plane.folder, "pki/apiserver.crt"), "utf8"),
        token,
      },
    });
  }

  const points = async (name: RegExp) =>
    (await world.client.telemetry({ signal: "metrics" })).filter((point) => name.test(point.name));

  it("discover and scrape an annotated Service's endpoint, and deliver each scrape once", async () => {
    const found = await until("three scrapes", async () => {
      const counters = await points(/^app_scrapes_total$/);
      return counters.length >= 3 && counters;
    });
    const values = found.map((point) => point.value);
    assert.equal(new Set(values).size, values.length, `duplicate sample: ${values.join()}`);
    assert.deepEqual(found[0]?.attributes, { kind: "all", pod: pod.name });
    const families = (await points(/^app_/)).map(({ name, type, attributes }) =>
      JSON.stringify([name, type, attributes["le"] ?? attributes["quantile"] ?? ""]),
    );
    // Scrapes pass on no metadata, so every series keeps its name and becomes a gauge.
    assert.deepEqual([...new Set(families)].map((text) => JSON.parse(text) as unknown).sort(), [
      ["app_latency_seconds_bucket", "gauge", "+Inf"],
      ["app_latency_seconds_bucket", "gauge", "0.1"],
      ["app_latency_seconds_bucket", "gauge", "1.0"],
      ["app_latency_seconds_count", "gauge", ""],
      ["app_latency_seconds_sum", "gauge", ""],
      ["app_rpc_seconds", "gauge", "0.5"],
      ["app_rpc_seconds", "gauge", "0.99"],
      ["app_rpc_seconds_count", "gauge", ""],
      ["app_rpc_seconds_sum", "gauge", ""],
      ["app_scrapes_total", "gauge", ""],
      ["app_temperature", "gauge", ""],
      ["app_untyped", "gauge", ""],
    ]);
    assert.deepEqual(
      exporter.scrapes.filter(({ path, authorization }) => path === "/metrics" && authorization !== undefined),
      [],
    );
  });

  it("serve the kubelet's metrics only to accounts with the permission", async () => {
    await until("cAdvisor's metrics", async () => (await points(/^container_cpu_usage_seconds/)).length > 0);
    await until("the kubelet's metrics", async () => (await points(/^kubelet_running_pods$/)).length > 0);
    assert.deepEqual(kubelet.refused, {});
    const url = `https://127.0.0.1:${kubelet.port}/metrics`;
    const powerless = await serviceAccountToken(plane.api, "trading", "powerless");
    const status = (token: string) =>
      new Promise((resolve, reject) => {
        const options = { headers: { authorization: `Bearer ${token}` }, rejectUnauthorized: false };
        request(url, options, (response) => resolve(response.resume().statusCode))
          .on("error", reject)
          .end();
      });
    assert.deepEqual([await status("nobody"), await status(powerless)], [401, 403]);
  });

  it("deliver lines of pod logs once, including rotated files", async () => {
    podLog.write(numbered("podlog", 50));
    await until("50 lines", async () => Object.keys(await counts("podlog-\\d+")).length === 50);
    podLog.rotate();
    podLog.write(numbered("podlog", 50, 50));
    await until("100 lines", async () => Object.keys(await counts("podlog-\\d+")).length === 100);
    assert.deepEqual(await counts("podlog-\\d+"), Object.fromEntries(numbered("podlog", 100).map((name) => [name, 1])));
  });

  const counts = (pattern: string): Promise<Record<string, number>> => world.client.telemetryCounts({ pattern });

  it("deliver OTLP in both encodings once", async () => {
    const resource = { "service.name": "risk" };
    for (const encoding of ["json", "protobuf"] as const) {
      const url = alloy.url("otlp-http");
      assert.equal(await sendOtlp(url, "traces", spans(resource, numbered(`span-${encoding}`, 10)), encoding), 200);
      assert.equal(await sendOtlp(url, "logs", logs(resource, numbered(`log-${encoding}`, 10)), encoding), 200);
      assert.equal(await sendOtlp(url, "metrics", gauges(resource, numbered(`gauge-${encoding}`, 10)), encoding), 200);
    }
    const sent = /(span|log|gauge)-(json|protobuf)-\d+/.source;
    const arrived = await until("60 items", async () => {
      const found = await world.client.telemetryCounts({ pattern: `^(${sent})$` });
      return Object.keys(found).length === 60 && found;
    });
    assert.deepEqual([...new Set(Object.values(arrived))], [1]);
  });

  it("deliver pushed, ingested and scraped profiles", async () => {
    await pushProfile(alloy.url("pyroscope"), "heap", { __name__: "memory", service_name: "pushed" });
    await ingestProfile(alloy.url("pyroscope"), "ingested.cpu{region=sa}");
    const ofService = async (service: string) =>
      (await world.client.telemetry({ signal: "profiles" })).filter(
        (one) => one.attributes["service_name"] === service,
      );
    const pulled = await until("a pulled profile", async () =>
      (await ofService("pulled")).find((profile) => profile.name === "goroutine"),
    );
    assert.deepEqual(
      [pulled.samples, pulled.sampleTypes, pulled.attributes["pod"]],
      [2, ["goroutine/count"], pod.name],
    );
    const [pushed, ...others] = await until("the pushed profile", async () => {
      const found = await ofService("pushed");
      return found.length > 0 && found;
    });
    assert.deepEqual([pushed?.name, pushed?.samples, pushed?.sampleTypes.length, others], ["memory", 2, 4, []]);
    const ingested = await until("the ingested profile", async () => (await ofService("ingested.cpu"))[0]);
    assert.deepEqual([ingested.name, ingested.attributes["region"]], ["ingested.cpu", "sa"]);
  });

  it("deliver events", async () => {
    await reportEvent(plane.api, "trading", pod, { reason: "BackOff", message: "event-000001", type: "Warning" });
    await until("the event", async () => (await counts("event-\\d+"))["event-000001"] === 1);
  });
});
