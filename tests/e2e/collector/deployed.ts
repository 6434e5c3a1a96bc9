import assert from "node:assert/strict";
import type { Arrived, Item } from "../../../local/grafana-cloud/core/recorder.ts";
import { stackDetails } from "../grafana.ts";
import type { StackDetails } from "../grafana.ts";
import { startExporter } from "./exporter.ts";
import type { Exporter } from "./exporter.ts";
import { startKubelet } from "./kubelet.ts";
import type { Kubelet } from "./kubelet.ts";
import { runKubeStateMetrics } from "./kube-state-metrics.ts";
import { createNamespace, runApplication } from "./pods.ts";
import type { Application, Pod } from "./pods.ts";
import { podAddress } from "./run.ts";
import type { RunningAlloy } from "./run.ts";
import { numbered } from "./telemetry.ts";
import { until } from "./until.ts";
import { GATEWAY, NODE, startCollectorWorld } from "./world.ts";
import type { CollectorWorld } from "./world.ts";

/** The application namespace of the local stack. */
export const NAMESPACE = "petrosa-apps";
/** Attributes of every signal. */
export const ORIGIN = { "k8s.cluster.name": "local", "deployment.environment.name": "local" };

/** A test application and its annotations. PORT represents the port of its exporter. */
interface Asking {
  /** @default "petrosa-apps" */
  readonly namespace?: string;
  readonly pod?: Readonly<Record<string, string>>;
  readonly service?: Readonly<Record<string, string>>;
  /** Path of its metrics. @default "/metrics" */
  readonly path?: string;
  /** Its container ports; PORT as above. @default its exporter's port */
  readonly ports?: readonly (number | "PORT")[];
  /** Additional metrics. */
  readonly extra?: string;
}

const SCRAPE = { "prometheus.io/scrape": "true" };

const APPLICATIONS = {
  "by-pod": { pod: SCRAPE },
  "by-service": { service: { ...SCRAPE, "prometheus.io/path": "/custom" }, path: "/custom" },
  both: { pod: { ...SCRAPE, "prometheus.io/port": "PORT" }, service: SCRAPE },
  "many-ports": { pod: { ...SCRAPE, "prometheus.io/port": "PORT" }, ports: [1, 2] },
  often: { pod: { ...SCRAPE, "prometheus.io/interval": "30s" } },
  silent: {},
  elsewhere: { namespace: "elsewhere", pod: SCRAPE },
  flood: {
    pod: SCRAPE,
    extra: numbered("x", 100)
      .map((name) => `app_flood{name="${name}"} 1\n`)
      .join(""),
  },
  "quiet-pod": { pod: { "observability/logs": "false" } },
  "quiet-namespace": { namespace: "silenced" },
  "flood-logs": { namespace: "flooding" },
  profiled: { pod: { "profiles.grafana.com/scrape": "true", "profiles.grafana.com/port": "PORT" } },
} as const satisfies Record<string, Asking>;

export type ApplicationName = keyof typeof APPLICATIONS;

export const pathOf = (name: ApplicationName): string => (APPLICATIONS[name] as Asking).path ?? "/metrics";

/** The local stack with two gateways, one node, kube-state-metrics, a kubelet and applications, all running. */
export interface Deployed {
  readonly world: CollectorWorld;
  readonly stack: StackDetails;
  readonly gateways: readonly [RunningAlloy, RunningAlloy];
  readonly node: RunningAlloy;
  /** Time when the gateways agreed on their scrape targets, in milliseconds since the epoch. */
  readonly joinedAt: number;
  readonly kubelet: Kubelet;
  readonly pod: (name: ApplicationName) => Pod;
  readonly exporter: (name: ApplicationName) => Exporter;
  /** Returns the data points of a metric that have arrived. */
  readonly points: (name: string) => Promise<Arrived<Extract<Item, { signal: "metrics" }>>[]>;
  /** Returns the log lines that have arrived. */
  readonly lines: (pattern: RegExp) => Promise<Arrived<Extract<Item, { signal: "logs" }>>[]>;
  readonly close: () => Promise<void>;
}

export async function deploy(suite: string): Promise<Deployed> {
  const world = await startCollectorWorld(suite, {
    "collector.replicas": 2,
    "collector.metrics.applications.interval": "10s",
    "collector.metrics.applications.sampleLimit": 30,
    "collector.metrics.kubernetes.interval": "10s",
    "collector.metrics.host.interval": "10s",
    "collector.logs.pods.linesPerSecond": 200,
  });
  const closing: (() => Promise<void>)[] = [world.close];
  const close = async () => {
    for (const one of closing.reverse()) await one();
  };
  try {
    await createNamespace(world.plane.api, "silenced", { "observability/logs": "false" });
    const apps = new Map<string, { pod: Pod; exporter: Exporter }>();
    for (const [name, app] of Object.entries<Asking>(APPLICATIONS)) {
      const exporter = await startExporter({
        address: world.address,
        paths: [app.path ?? "/metrics"],
        extra: app.extra ?? "",
      });
      closing.push(exporter.close);
      apps.set(name, {
        exporter,
        pod: await runApplication(world.plane.api, application(name, app, exporter.port), world.address),
      });
    }
    const of = (name: string) => {
      const app = apps.get(name);
      assert.ok(app, name);
      return app;
    };
    const kubelet = await startKubelet(world.plane, "node-1", [
      { namespace: NAMESPACE, pod: of("both").pod.name, container: "app" },
    ]);
    const state = await runKubeStateMetrics(world);
    closing.push(kubelet.close, state.close);
    const [one, two] = [podAddress(), podAddress()];
    const hosts = {
      "grafana-alloy-cluster": [one, two],
      "observability-kube-state-metrics.observability.svc.cluster.local": [state.address],
    };
    const { cloud } = world.environment;
    const gateways = [
      await world.run(GATEWAY, { hosts, address: one }),
      await world.run({ ...GATEWAY, index: 1 }, { hosts, address: two }),
    ] as const;
    for (const gateway of gateways) {
      const joined = /^cluster_node_peers\{[^}]*state="participant"[^}]*\} 2$/m;
      await until("a cluster of two", async () => joined.test((await gateway.get("/metrics")).text));
    }
    return {
      world,
      stack: await stackDetails(world.environment, "petrosalocal"),
      gateways,
      joinedAt: Date.now(),
      node: await world.run(NODE),
      kubelet,
      pod: (name) => of(name).pod,
      exporter: (name) => of(name).exporter,
      points: async (name) => (await cloud.telemetry({ signal: "metrics" })).filter((point) => point.name === name),
      lines: async (pattern) => (await cloud.telemetry({ signal: "logs" })).filter((line) => pattern.test(line.name)),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function application(name: string, app: Asking, port: number): Application {
  const filled = (annotations: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(annotations).map(([key, text]) => [key, text.replace("PORT", String(port))]));
  const ports = (app.ports ?? ["PORT"]).map((one, index) => [`port-${index}`, one === "PORT" ? port : one] as const);
  return {
    namespace: app.namespace ?? NAMESPACE,
    name,
    node: "node-1",
    ports: Object.fromEntries(ports),
    podAnnotations: filled(app.pod ?? {}),
    ...(app.service === undefined ? {} : { serviceAnnotations: filled(app.service) }),
  };
}
