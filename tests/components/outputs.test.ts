import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { StackOutputs } from "../../model/outputs.ts";
import { deploy, valueOf } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { settingsWith } from "./find.ts";

const APPLICATIONS = [
  { namespace: "petrosa-apps", team: "petrosa", profiles: "direct" },
  { namespace: "petrosa-jobs", team: "petrosa", profiles: "off", configMapName: "jobs-telemetry" },
];

const CONTRACT: StackOutputs = {
  schemaVersion: 1,
  environment: { name: "dev", cluster: "petrosa-dev" },
  grafanaUrl: "https://petrosadev.grafana.net",
  collector: {
    otlpGrpc: "http://grafana-alloy.observability.svc.cluster.local:4317",
    otlpHttp: "http://grafana-alloy.observability.svc.cluster.local:4318",
    profiles: "http://grafana-alloy.observability.svc.cluster.local:4040",
  },
  applications: {
    "petrosa-apps": {
      configMapName: "petrosa-common-config",
      secretName: "petrosa-sensitive-credentials",
      credentialsVersion: "petrosadev-profiles-1800000000",
    },
    "petrosa-jobs": { configMapName: "jobs-telemetry" },
  },
  dataSources: {
    metrics: "grafanacloud-prom",
    logs: "grafanacloud-logs",
    traces: "grafanacloud-traces",
    profiles: "grafanacloud-profiles",
    usage: "grafanacloud-usage",
  },
  dashboards: {
    "collector-health": "https://petrosadev.grafana.net/d/collector-health",
    "collector-service": "https://petrosadev.grafana.net/d/collector-service",
    "cost-and-cardinality": "https://petrosadev.grafana.net/d/cost-and-cardinality",
    "fleet-logs": "https://petrosadev.grafana.net/d/fleet-logs",
    "fleet-overview": "https://petrosadev.grafana.net/d/fleet-overview",
    "fleet-profiles": "https://petrosadev.grafana.net/d/fleet-profiles",
    "fleet-slos": "https://petrosadev.grafana.net/d/fleet-slos",
    "fleet-traces": "https://petrosadev.grafana.net/d/fleet-traces",
    "grafana-cloud-service": "https://petrosadev.grafana.net/d/grafana-cloud-service",
    "kubernetes-overview": "https://petrosadev.grafana.net/d/kubernetes-overview",
    "kubernetes-service": "https://petrosadev.grafana.net/d/kubernetes-service",
    "tradeengine-service": "https://petrosadev.grafana.net/d/tradeengine-service",
  },
};

describe("stack outputs", () => {
  it("are the contract with application deploys, and nothing else", async () => {
    const { outputs } = await deploy(settingsWith("dev", { applications: APPLICATIONS }));
    assert.deepEqual(await valueOf(outputs), CONTRACT);
  });

  it("contain the same names if the objects are adopted", async () => {
    const applications = APPLICATIONS.map((application) => ({ ...application, adoptObjects: true }));
    const { outputs } = await deploy(settingsWith("dev", { applications }));
    assert.deepEqual((await valueOf(outputs))["applications"], CONTRACT.applications);
  });

  it("are empty if nothing is configured", async () => {
    const { outputs } = await deploy(settingsWith("dev", { applications: [], "catalog.systems": [] }));
    const { applications, dashboards } = await valueOf(outputs);
    assert.deepEqual([applications, dashboards], [{}, {}]);
  });

  it("are not secret, and contain no secrets", async () => {
    const { outputs } = await deploy(settingsWith("dev", { applications: APPLICATIONS }));
    for (const [name, output] of Object.entries(outputs)) {
      assert.equal(await pulumi.isSecret(pulumi.output(output)), false, name);
    }
    assert.doesNotMatch(JSON.stringify(await valueOf(outputs)), new RegExp(CANARY));
  });

  it("are the same after an update as in a preview", async () => {
    const settings = settingsWith("dev", { applications: APPLICATIONS });
    const { outputs } = await deploy(settings, { preview: false });
    assert.deepEqual(await valueOf(outputs), CONTRACT);
  });
});
