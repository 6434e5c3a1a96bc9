import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { TelemetryBackend } from "../../../components/backends/backend.ts";
import type { Obstacle } from "../../../model/problem.ts";
import type { BackendConfig } from "./config.ts";

interface Needs {
  readonly applicationTokens: boolean;
  readonly secret: (key: string) => pulumi.Output<string>;
}

/**
 * Replaces components/backends/index.ts. Metrics go by remote write to pods in the cluster, logs by OTLP with a signature. There
 * are no traces, profiles or tokens. Grafana exists already, and its log data source does not support LogQL. Rules are files.
 */
export function createBackend({ region }: BackendConfig, { secret }: Needs): TelemetryBackend {
  return {
    destinations: {
      metrics: {
        protocol: "prometheus-remote-write",
        url: pulumi.output("http://prometheus.stores.svc:9090/api/v1/write"),
        auth: { kind: "none" },
        reach: { kind: "pods", namespace: "stores", labels: { app: "prometheus" } },
      },
      logs: {
        protocol: "otlp-http",
        url: pulumi.output(`https://logs.${region}.example.com`),
        auth: { kind: "sigv4", region, service: "logs" },
        reach: { kind: "internet" },
      },
    },
    dataSources: { metrics: { uid: "prometheus", type: "prometheus" }, logs: { uid: "logs", type: "tiny-logs" } },
    grafana: {
      url: pulumi.output("https://grafana.example.com"),
      provider: new grafana.Provider("tiny-grafana", {
        url: "https://grafana.example.com",
        auth: secret("tinyPassword"),
      }),
      owner: undefined,
    },
    rules: {
      kind: "prometheus",
      deliver: (files) =>
        new k8s.core.v1.ConfigMap(
          "tiny-rules",
          { metadata: { name: "rules", namespace: "stores" }, data: files },
          { provider: new k8s.Provider("tiny-stores", { context: "tiny" }) },
        ),
    },
    expiringTokens: {},
    applicationToken: undefined,
    collectorIdentity: { "tiny.example.com/role": "writer" },
  };
}

/** Reports a region that does not answer. */
export function backendObstacles({ region }: BackendConfig): Promise<Obstacle[]> {
  const obstacle = { path: "backend.region", expected: "a region that answers", got: region, fix: "choose another" };
  return Promise.resolve(region === "nowhere-1" ? [{ ...obstacle, inPreview: "stop" }] : []);
}
