import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { GrafanaCloudClient } from "../../../local/grafana-cloud/test-api/client.ts";
import { startExporter } from "./exporter.ts";
import type { Exporter } from "./exporter.ts";
import { fateOf, fateOfItems } from "./loss.ts";
import type { Fate } from "./loss.ts";
import { PodLog } from "./pod-logs.ts";
import { runApplication } from "./pods.ts";
import type { Pod } from "./pods.ts";
import { startPump } from "./pump.ts";
import { podAddress } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { gauges, logs, numbered, pushProfile, spans } from "./telemetry.ts";
import { until } from "./until.ts";
import { GATEWAY, NODE, startCollectorWorld } from "./world.ts";
import type { CollectorWorld, RunOptions } from "./world.ts";

const NAMESPACE = "petrosa-apps";
const RESOURCE = { "service.name": "app" };

/** How many items of each signal were sent, lost and duplicated. */
export type Fates = Readonly<
  Record<"spans" | "pushed logs" | "pushed metrics" | "pod logs" | "scrapes" | "profiles", Fate>
>;

/** One gateway, one node, and an application that sends all signals. */
export class Losing {
  readonly world: CollectorWorld;
  readonly cloud: GrafanaCloudClient;
  readonly podLog: PodLog;
  readonly exporter: Exporter;
  readonly #pod: Pod;
  readonly #address: string;
  gateway: RunningAlloy;
  node: RunningAlloy;

  private constructor(
    world: CollectorWorld,
    application: { readonly exporter: Exporter; readonly pod: Pod },
    collector: { readonly address: string; readonly gateway: RunningAlloy; readonly node: RunningAlloy },
  ) {
    const { exporter, pod } = application;
    this.gateway = collector.gateway;
    this.node = collector.node;
    this.#address = collector.address;
    this.world = world;
    this.cloud = world.environment.cloud;
    this.exporter = exporter;
    this.#pod = pod;
    const container = { namespace: NAMESPACE, pod: pod.name, uid: pod.uid, container: "app" };
    this.podLog = new PodLog(join(world.nodeFolder, "var/log/pods"), container);
  }

  static async start(): Promise<Losing> {
    const world = await startCollectorWorld("collector-loss", {
      "collector.outage": "1s", // the smallest queue on a node, so that the test can fill it
      "collector.metrics.applications.interval": "10s",
      "collector.metrics.kubernetes.enabled": false,
      "collector.metrics.host.enabled": false,
      "collector.logs.pods.linesPerSecond": 100_000,
    });
    const exporter = await startExporter({ address: world.address });
    const podAnnotations = { "prometheus.io/scrape": "true" };
    const app = { namespace: NAMESPACE, name: "app", node: "node-1", ports: { http: exporter.port }, podAnnotations };
    const pod = await runApplication(world.plane.api, app, world.address);
    const address = podAddress();
    const collector = { address, gateway: await world.run(GATEWAY, { address }), node: await world.run(NODE) };
    const losing = new Losing(world, { exporter, pod }, collector);
    losing.podLog.write(["first"]);
    const first = () => losing.cloud.telemetryCounts({ signal: "logs", pattern: "^first$" });
    await until(
      "the first line and the first scrape",
      async () => exporter.scrapes.length > 0 && Object.keys(await first()).length > 0,
    );
    return losing;
  }

  /** Starts the gateway at the same address each time, as behind a Service. */
  async startGateway(options: RunOptions = {}): Promise<void> {
    this.gateway = await this.world.run(GATEWAY, { address: this.#address, ...options });
  }

  async startNode(): Promise<void> {
    this.node = await this.world.run(NODE);
  }

  async killBoth(): Promise<void> {
    await Promise.all([this.gateway.kill(), this.node.kill()]);
  }

  async startBoth(): Promise<void> {
    await this.startGateway();
    await this.startNode();
  }

  async close(): Promise<void> {
    await this.exporter.close();
    await this.world.close();
  }

  /** Sends all signals while a fault is active, then counts what arrived. `prefix` must be new. */
  async during(prefix: string, wrong: () => Promise<void>): Promise<Fates> {
    await this.cloud.clearTelemetry();
    const url = () => this.gateway.url("otlp-http");
    const pumps = {
      traces: startPump(url, "traces", `${prefix}span`, (names) => spans(RESOURCE, names)),
      logs: startPump(url, "logs", `${prefix}line`, (names) => logs(RESOURCE, names)),
      metrics: startPump(url, "metrics", `${prefix}gauge`, (names) => gauges(RESOURCE, names)),
    };
    const before = this.exporter.scrapes.length;
    const printing = this.#print(`${prefix}podline`);
    const profiling = this.#profile(`${prefix}profile`);
    await sleep(5_000);
    await wrong();
    const endedAt = Date.now();
    await sleep(5_000);
    const printed = printing();
    const profiles = profiling();
    for (const pump of Object.values(pumps)) await pump.stop();
    const answered = this.exporter.scrapes.length - before;
    const scrapes = numbered("scrape", answered, before + 1);
    const count = (title: string, signal: "traces" | "logs" | "metrics", sent: readonly string[]) =>
      fateOf(this.cloud, title, signal, sent, endedAt);
    // Count in parallel, because each waits for late items.
    const [traces, pushedLogs, metrics, podLogs, scraped, profiled] = await Promise.all([
      count("spans", "traces", pumps.traces.sent),
      count("pushed logs", "logs", pumps.logs.sent),
      count("pushed metrics", "metrics", pumps.metrics.sent),
      count("pod logs", "logs", printed),
      fateOfItems("scrapes", scrapes, endedAt, () => this.#scrapes()),
      fateOfItems("profiles", profiles, endedAt, () => this.#profiles()),
    ]);
    return {
      spans: traces,
      "pushed logs": pushedLogs,
      "pushed metrics": metrics,
      "pod logs": podLogs,
      scrapes: scraped,
      profiles: profiled,
    };
  }

  /** Writes lines to the pod's log until the returned function is called, which returns the lines. */
  #print(prefix: string): () => readonly string[] {
    const printed: string[] = [];
    const timer = setInterval(() => {
      const lines = numbered(prefix, 20, printed.length);
      this.podLog.write(lines);
      printed.push(...lines);
    }, 100);
    return () => {
      clearInterval(timer);
      return printed;
    };
  }

  /** Pushes profiles like an SDK, which drops rejected ones. The returned function stops and returns the accepted ones. */
  #profile(prefix: string): () => readonly string[] {
    const taken: string[] = [];
    let number = 0;
    const timer = setInterval(() => {
      const [name = ""] = numbered(prefix, 1, number++);
      pushProfile(this.gateway.url("pyroscope"), "profile", { __name__: "process_cpu", service_name: name }).then(
        () => taken.push(name),
        () => undefined,
      );
    }, 1_000);
    return () => {
      clearInterval(timer);
      return taken;
    };
  }

  /** Returns the scrapes that arrived. The exporter counts them in a metric, so each scrape has its own number. */
  async #scrapes() {
    const points = await this.cloud.telemetry({ signal: "metrics" });
    return points
      .filter(
        ({ name, attributes, stale }) => name === "app_scrapes_total" && attributes["pod"] === this.#pod.name && !stale,
      )
      .map(({ value, arrivedAt }) => ({ name: numbered("scrape", 1, Number(value))[0] ?? "", arrivedAt }));
  }

  async #profiles() {
    const profiles = await this.cloud.telemetry({ signal: "profiles" });
    return profiles.map(({ attributes, arrivedAt }) => ({
      name: JSON.stringify(attributes["service_name"]).slice(1, -1),
      arrivedAt,
    }));
  }
}
