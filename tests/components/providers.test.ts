import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { find, inputsOf, settingsWith } from "./find.ts";

describe("providers", () => {
  let prod: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
  });

  it("are three", () => {
    const providers = prod.resources.filter(({ type }) => type.startsWith("pulumi:providers:"));
    assert.deepEqual(providers.map(({ name }) => name).sort(), ["grafana-cloud", "grafana-stack", "kubernetes"]);
  });

  it("use the bootstrap token for Grafana Cloud and nothing else", () => {
    assert.deepEqual(inputsOf(find(prod.resources, "grafana grafana-cloud")), {
      cloudApiUrl: "https://grafana.com",
      cloudAccessPolicyToken: { secret: `${CANARY}-grafanaCloudToken` },
    });
    const others = prod.resources.filter(({ name }) => name !== "grafana-cloud");
    assert.doesNotMatch(JSON.stringify(others), /grafanaCloudToken/);
  });

  it("reach the cluster through its context, and update Secrets and ConfigMaps in place", () => {
    assert.deepEqual(inputsOf(find(prod.resources, "kubernetes kubernetes")), {
      context: "petrosa-prod",
      clusterIdentifier: "petrosa-prod",
      enableConfigMapMutable: "true",
      enableSecretMutable: "true",
    });
  });

  it("keep the cluster's identity if its kubeconfig changes", async () => {
    // The provider looks for the file, so it has to exist.
    const { resources } = await deploy(settingsWith("prod", { "cluster.kubeconfig": "testing/home/.kube/config" }));
    const { kubeconfig, clusterIdentifier } = find(resources, "kubernetes kubernetes").inputs;
    assert.deepEqual([kubeconfig, clusterIdentifier], ["testing/home/.kube/config", "petrosa-prod"]);
  });
});
