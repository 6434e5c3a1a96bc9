import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "mocha";
import { systems } from "../../../catalog/index.ts";
import { keepLists } from "../../../model/catalog/keep-lists.ts";
import { SCRAPE_JOBS } from "../../../model/catalog/metrics.ts";
import { deploy, NAMESPACE, ORIGIN, pathOf } from "./deployed.ts";
import type { Deployed } from "./deployed.ts";
import { Tally } from "./tally.ts";
import { until } from "./until.ts";
import { dataTestProblem } from "./world.ts";

type Source = keyof typeof SCRAPE_JOBS;

describe("scraping of metrics and profiles by the deployed collector", function () {
  this.timeout("15m");
  const tally = new Tally();
  let deployed: Deployed;

  before(async function () {
    const problem = await dataTestProblem();
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`);
      return this.skip();
    }
    deployed = await deploy("collector-scraped");
  });
  after(async () => {
    await deployed?.close();
    tally.print();
  });

  const tenant = () => String(deployed.stack.id);
  const label = (item: { readonly attributes: Readonly<Record<string, unknown>> }, name: string): string =>
    typeof item.attributes[name] === "string" ? item.attributes[name] : "";

  for (const [name, how] of [
    ["by-pod", "an annotated pod"],
    ["by-service", "an annotated Service, at its path"],
    ["both", "a pod that is annotated like its Service"],
    ["many-ports", "a pod with several ports, at the annotated port"],
  ] as const) {
    it(`scrapes ${how} once per interval, without credentials`, async () => {
      const { scrapes } = deployed.exporter(name);
      const own = () => scrapes.filter(({ path }) => path === pathOf(name));
      // The second gateway can take over targets that the first one scraped alone at the start.
      const settled = () => own().filter(({ at }) => at > deployed.joinedAt + 10_000);
      await until("three scrapes", () => settled().length >= 3);
      await sleep(2_000);
      assert.equal(new Set(settled().map(({ connection }) => connection)).size, 1, "scrapers");
      assert.deepEqual(new Set(own().map(({ authorization }) => authorization)), new Set([undefined]));
      const times = settled().map(({ at }) => at);
      const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
      assert.deepEqual(
        gaps.filter((gap) => gap < 9_000),
        [],
      );
      const { name: pod } = deployed.pod(name);
      const answered = own().length; // the metric counts them
      await tally.expect(deployed.world.environment.cloud, {
        title: `scraped: ${name}`,
        filter: { signal: "metrics" },
        key: (item) => {
          const isOne = item.name === "app_scrapes_total" && label(item, "pod") === pod && item.stale !== true;
          return isOne && Number(item.value) <= answered ? String(item.value) : undefined;
        },
        sent: answered,
        isRight: (item) =>
          isPart({ ...ORIGIN, "service.name": name, "service.namespace": "petrosa" }, item.resource) &&
          label(item, "namespace") === NAMESPACE &&
          item.tenant === tenant(),
      });
    });
  }

  it("scrapes at the interval of the annotation", async () => {
    const { scrapes } = deployed.exporter("often");
    await until("a second scrape", () => scrapes.length >= 2, 65_000);
    const [first, second] = scrapes;
    assert.ok(Math.abs((second?.at ?? 0) - (first?.at ?? 0) - 30_000) < 2_000);
  });

  it("keeps names, label values and values of every type of metric", async () => {
    const { name: pod } = deployed.pod("by-pod");
    const of = async (name: string) =>
      (await deployed.points(name)).filter((item) => label(item, "pod") === pod && !item.stale);
    const rooms = (await of("app_temperature")).map((item) => `${label(item, "room")}=${item.value}`);
    assert.deepEqual(new Set(rooms), new Set(["a=21.5", "b=-3"]));
    const [first] = await of("app_scrapes_total");
    assert.ok(first);
    const at = async (name: string, by: string) =>
      (await of(name))
        .filter(({ timeUnixNano }) => timeUnixNano === first.timeUnixNano)
        .map((item) => `${label(item, by)}=${item.value}`)
        .sort();
    const n = Number(first.value);
    const buckets = [`+Inf=${3 * n}`, `0.1=${n}`, `1.0=${2 * n}`];
    assert.deepEqual(await at("app_latency_seconds_bucket", "le"), buckets.sort());
    assert.deepEqual(await at("app_latency_seconds_count", ""), [`=${3 * n}`]);
    assert.deepEqual(await at("app_rpc_seconds", "quantile"), ["0.5=0.25", "0.99=0.75"]);
    assert.deepEqual(await at("app_untyped", ""), ["=7"]);
  });

  it("ignores pods without annotations, pods in other namespaces, and targets with too many samples", async () => {
    assert.deepEqual(deployed.exporter("silent").scrapes, []);
    assert.deepEqual(deployed.exporter("elsewhere").scrapes, []);
    const { name: pod } = deployed.pod("flood");
    await until("the target to be down", async () =>
      (await deployed.points("up")).some((item) => label(item, "pod") === pod && item.value === 0),
    );
    assert.ok(deployed.exporter("flood").scrapes.length > 0);
    assert.deepEqual(await deployed.points("app_flood"), []);
  });

  for (const [source, metric] of [
    ["kubelet", "kubelet_volume_stats_available_bytes"],
    ["cadvisor", "container_memory_working_set_bytes"],
    ["kube-state-metrics", "kube_deployment_spec_replicas"],
    ["host", "node_memory_MemAvailable_bytes"],
  ] as const satisfies (readonly [Source, string])[]) {
    it(`delivers only the metrics that the catalog uses from the ${source}`, async () => {
      const found = await until(metric, async () => {
        const some = await deployed.points(metric);
        return some.length > 0 ? some : undefined;
      });
      for (const item of found) {
        assert.deepEqual(
          [item.resource["service.name"], item.resource["k8s.cluster.name"], label(item, "cluster"), item.tenant],
          [SCRAPE_JOBS[source], "local", "local", tenant()],
        );
      }
      const all = await deployed.world.environment.cloud.telemetry({ signal: "metrics" });
      const names = new Set(
        all.filter(({ resource }) => resource["service.name"] === SCRAPE_JOBS[source]).map(({ name }) => name),
      );
      const kept = new Set(keepLists(Object.values(systems))[source]);
      assert.deepEqual(
        [...names].filter((name) => !kept.has(name)),
        [],
      );
    });
  }

  it("scrapes the kubelet and cAdvisor once per node, with its own account", () => {
    const { refused, scrapes } = deployed.kubelet;
    assert.deepEqual([refused, Object.keys(scrapes).sort()], [{}, ["/metrics", "/metrics/cadvisor"]]);
  });

  it("keeps the labels of the objects that kube-state-metrics describes", async () => {
    const { name: pod } = deployed.pod("both");
    const phases = await deployed.points("kube_pod_status_phase");
    assert.ok(phases.some((item) => label(item, "namespace") === NAMESPACE && label(item, "pod") === pod));
  });

  it("reports its own configuration, version and queue sizes", async () => {
    const every = new Set(["gateway grafana-alloy-0", "gateway grafana-alloy-1", "node grafana-alloy-node-0"]);
    const metrics = [
      "alloy_build_info",
      "alloy_config_hash",
      "alloy_config_last_load_successful",
      "otelcol_exporter_queue_size",
    ];
    for (const metric of metrics) {
      const pods = async () =>
        new Set((await deployed.points(metric)).map((item) => `${label(item, "role")} ${label(item, "pod")}`));
      await until(`${metric} of every pod`, async () => (await pods()).size === every.size, 90_000);
      assert.deepEqual(await pods(), every);
    }
  });

  it("scrapes the profiles of annotated pods", async () => {
    const pulled = await until(
      "scraped profiles",
      async () => {
        const all = await deployed.world.environment.cloud.telemetry({ signal: "profiles" });
        const found = all.filter((item) => label(item, "service_name") === "profiled");
        return new Set(found.map(({ name }) => name)).size >= 2 ? found : undefined;
      },
      150_000,
    );
    for (const item of pulled) {
      assert.deepEqual(
        [label(item, "namespace"), label(item, "service_namespace"), label(item, "k8s_cluster_name"), item.tenant],
        [NAMESPACE, "petrosa", "local", String(deployed.stack.hpInstanceId)],
      );
    }
  });
});

const isPart = (part: object, of: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(part).every(([key, value]) => of[key] === value);
