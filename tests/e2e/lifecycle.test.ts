import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { StateSummary } from "../../local/grafana-cloud/test-api/summary.ts";
import { checkout } from "../../local/layout.ts";
import { LABELS } from "../../components/labels.ts";
import type { Changes } from "./changes.ts";
import { exampleApplication, startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import * as expected from "./expected.ts";
import { instanceApi, provisionedRule, renderedRule, stackDetails, tokenExpiry } from "./grafana.ts";
import type { ProvisionedRule, StackDetails } from "./grafana.ts";
import { added, secretData } from "./kubernetes.ts";
import type { KubernetesObject } from "./kubernetes.ts";

const NAMESPACED = "/api/v1/namespaces";

describe("lifecycle: from creation to destruction", () => {
  let environment: Environment;
  let empty: readonly KubernetesObject[];
  let objects: readonly KubernetesObject[];
  let changes: Changes;
  let stack: StackDetails;
  let cloudUrl = "";

  before(async () => {
    environment = await startEnvironment("lifecycle");
    cloudUrl = environment.services.grafanaCloud.url;
    empty = await environment.kubernetes.everything();
    changes = await environment.up();
    objects = await environment.kubernetes.everything();
    stack = await stackDetails(environment, "petrosalocal");
  });
  after(() => environment?.close());

  it("creates the committed resource graph in one update", () => {
    assert.deepEqual(new Set(Object.values(changes)), new Set(["create"]));
    assert.deepEqual(Object.keys(changes).sort(), ["Stack observability-local", ...committedGraph()].sort());
  });

  it("returns exactly the outputs of the contract", async () => {
    const [token] = (await environment.cloud.tokens()).filter(({ owner }) => owner === "petrosalocal-profiles");
    assert.deepEqual(await environment.outputs(), expected.outputs(cloudUrl, token?.name ?? ""));
  });

  it("creates exactly the expected objects in the cluster", () => {
    assert.deepEqual(
      added(empty, objects).map(expected.withoutChance).sort(),
      [...expected.OWN_OBJECTS, ...expected.RELEASE_OBJECTS, ...expected.KUBERNETES_OBJECTS].sort(),
    );
  });

  it("labels its own objects", () => {
    const labelled = objects.filter(
      ({ metadata }) => metadata.labels?.["app.kubernetes.io/part-of"] === "observability",
    );
    assert.deepEqual(added([], labelled), expected.OWN_OBJECTS);
    for (const { metadata } of labelled) {
      assert.equal(metadata.labels?.["app.kubernetes.io/managed-by"], LABELS["app.kubernetes.io/managed-by"]);
    }
    const collectorNamespace = labelled.find(
      ({ kind, metadata }) => kind === "Namespace" && metadata.name === "observability",
    );
    assert.deepEqual(collectorNamespace?.metadata.labels, {
      ...LABELS,
      ...expected.NAMESPACE_LABELS,
      "kubernetes.io/metadata.name": "observability",
    });
  });

  it("deploys the releases and waits for their pods", async () => {
    const releases = objects.flatMap(({ metadata: { labels } }) => (labels?.["owner"] === "helm" ? [labels] : []));
    assert.deepEqual(
      Object.fromEntries(releases.map(({ name, status }) => [name, status])),
      Object.fromEntries(expected.RELEASES.map((name) => [name, "deployed"])),
    );
    const pods = await environment.kubernetes.list(`${NAMESPACED}/observability/pods`);
    assert.deepEqual(
      pods.map(readiness).sort(),
      expected.PODS.map((name) => [name, "Running", "True"]),
    );
  });

  it("applies the rendered configuration and network policies of the collector", async () => {
    for (const [name, text] of Object.entries(expected.collectorConfigs(cloudUrl, stack))) {
      const { data } = await environment.kubernetes.get(`${NAMESPACED}/observability/configmaps/${name}`);
      assert.deepEqual(data, { "config.alloy": text });
    }
    const policies = await environment.kubernetes.list(
      "/apis/networking.k8s.io/v1/namespaces/observability/networkpolicies",
    );
    assert.deepEqual(
      Object.fromEntries(policies.map(({ metadata, spec }) => [metadata.name, spec])),
      Object.fromEntries(expected.networkPolicies(cloudUrl).map(({ name, spec }) => [name, spec])),
    );
  });

  it("configures where applications send telemetry", async () => {
    const { data } = await environment.kubernetes.get(`${NAMESPACED}/petrosa-apps/configmaps/petrosa-common-config`);
    assert.deepEqual(data, expected.commonConfig(cloudUrl));
  });

  it("puts new tokens into the Secrets, with write scopes for this stack only", async () => {
    const collector = await secretValues("observability/secrets/grafana-alloy");
    assert.deepEqual(Object.keys(collector).sort(), ["otlp-token", "profiles-token"]);
    assert.equal(collector["otlp-token"], collector["profiles-token"]);
    await assertToken(collector["otlp-token"], "petrosalocal-collector", [
      "logs:write",
      "metrics:write",
      "profiles:write",
      "traces:write",
    ]);
    const { PYROSCOPE_AUTH_TOKEN, ...basic } = await secretValues("petrosa-apps/secrets/petrosa-sensitive-credentials");
    assert.deepEqual(basic, {
      PYROSCOPE_BASIC_AUTH_USER: String(stack.hpInstanceId),
      PYROSCOPE_BASIC_AUTH_PASSWORD: PYROSCOPE_AUTH_TOKEN,
    });
    await assertToken(PYROSCOPE_AUTH_TOKEN, "petrosalocal-profiles", ["profiles:write"]);
  });

  it("creates exactly the expected objects in Grafana Cloud", async () => {
    assert.deepEqual(comparable(await environment.cloud.state()), expected.cloudState(stack.id));
  });

  it("publishes dashboards, rules and routing as rendered", async () => {
    const grafana = await instanceApi(environment);
    for (const { uid, json } of expected.boards) {
      const { dashboard } = (await grafana(`/dashboards/uid/${uid}`)) as { dashboard: { id: number; version: number } };
      assert.deepEqual(dashboard, { ...json, id: dashboard.id, version: 1 });
    }
    const tokens = await tokenExpiry(environment);
    assert.deepEqual(Object.keys(tokens).sort(), ["collector", "profiles"]);
    for (const { name, folderUid, rules } of expected.ruleGroups(`${cloudUrl}/grafana/petrosalocal`, tokens)) {
      const group = await grafana(`/v1/provisioning/folder/${folderUid}/rule-groups/${name}`);
      const provisioned = (group as { rules: ProvisionedRule[] }).rules;
      assert.deepEqual(provisioned.map(provisionedRule), rules.map(renderedRule));
    }
    const policy = (await grafana("/v1/provisioning/policies")) as typeof expected.notificationPolicy;
    const routes = policy.routes.map(({ receiver, object_matchers }) => ({ receiver, object_matchers }));
    assert.deepEqual({ receiver: policy.receiver, group_by: policy.group_by, routes }, expected.notificationPolicy);
  });

  it("finds no changes afterwards", () => environment.expectNoChanges());

  it("serves the example application by StackReference", async () => {
    const application = await exampleApplication(environment);
    assert.deepEqual(await application.up(), {
      "Stack application-local": "create",
      "provider default": "create", // created by the engine for StackReference
      "provider kubernetes": "create",
      "Deployment application": "create",
    });
    const deployments = "/apis/apps/v1/namespaces/petrosa-apps/deployments";
    const { spec, status } = await environment.kubernetes.get(`${deployments}/application`);
    assert.equal(status?.["readyReplicas"], 2);
    const { containers } = (spec as { template: { spec: { containers: { envFrom: unknown }[] } } }).template.spec;
    assert.deepEqual(
      containers.map(({ envFrom }) => envFrom),
      [[{ configMapRef: { name: "petrosa-common-config" } }, { secretRef: { name: "petrosa-sensitive-credentials" } }]],
    );
    assert.deepEqual(await application.preview(), {});
    await application.destroy();
    assert.deepEqual(await environment.kubernetes.list(deployments), []);
  });

  it("leaves nothing behind when it is destroyed", async () => {
    const destroyed = await environment.destroy();
    assert.deepEqual(destroyed, Object.fromEntries(Object.keys(changes).map((name) => [name, "delete"])));
    const left = await environment.kubernetes.everything();
    assert.deepEqual(added(empty, left), []);
    assert.deepEqual(added(left, empty), []);
    assert.deepEqual(await environment.cloud.state(), { stacks: [], policies: [] });
    const tokens = await environment.cloud.tokens();
    assert.deepEqual(
      tokens.map(({ kind }) => kind),
      ["bootstrap"],
    );
  });

  it("finds nothing to destroy the second time", async () => {
    assert.deepEqual(await environment.destroy(), {});
  });

  const secretValues = async (path: string) => secretData(await environment.kubernetes.get(`${NAMESPACED}/${path}`));

  async function assertToken(secret: string | undefined, owner: string, scopes: readonly string[]): Promise<void> {
    const token = await environment.cloud.identifyToken(secret ?? "");
    assert.equal(token?.owner, owner);
    assert.equal(token.expired, false);
    assert.deepEqual([...token.scopes].sort(), scopes);
    assert.deepEqual(token.realms, [{ type: "stack", identifier: String(stack.id), labelPolicies: [] }]);
  }
});

/** Removes the effects of order and generated names, for comparison. */
function comparable({ stacks, policies }: StateSummary) {
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  const byTitle = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1);
  return {
    stacks: stacks.map(({ contactPoints, serviceAccounts, folders, dashboards, ruleGroups, ...stack }) => ({
      ...stack,
      folders: folders.toSorted(byTitle),
      dashboards: dashboards.toSorted(byTitle),
      ruleGroups: ruleGroups.toSorted(byTitle),
      contactPoints: contactPoints.toSorted(byName),
      serviceAccounts: serviceAccounts.map((account) => ({ ...account, name: expected.withoutChance(account.name) })),
    })),
    policies: policies
      .map(({ name, region, realms, scopes, tokens }) => ({ name, region, realms, scopes: scopes.toSorted(), tokens }))
      .toSorted(byName),
  };
}

/** Returns the `<type> <name>` of every resource in the committed graph of the stack `local`. */
function committedGraph(): string[] {
  const components = [
    "GrafanaCloudStack",
    "AccessTokens",
    "AlloyCollector",
    "ApplicationIntegration",
    "Dashboards",
    "Alerting",
  ];
  return ["stack", ...components].flatMap((component) => {
    const file = join(checkout, "golden", "local", `${component}.json`);
    return Object.keys(JSON.parse(readFileSync(file, "utf8")) as object).map((key) =>
      key.replace(/^pulumi:providers:\S+/, "provider").replace(/^\S+:/, ""),
    );
  });
}

function readiness({ metadata, status }: KubernetesObject): [name: string, phase: unknown, ready: string | undefined] {
  const conditions = status?.["conditions"] as { type: string; status: string }[];
  return [
    expected.withoutChance(metadata.name),
    status?.["phase"],
    conditions.find(({ type }) => type === "Ready")?.status,
  ];
}
