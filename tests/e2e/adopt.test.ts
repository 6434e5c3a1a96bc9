import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { bootstrapToken } from "../../local/services.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { secretData } from "./kubernetes.ts";
import { assertClearFailure, run } from "./transcript.ts";

const SLUG = "petrosashared";
const NAMESPACE = "petrosa-apps";
const CONFIG_MAP = `/api/v1/namespaces/${NAMESPACE}/configmaps/petrosa-common-config`;
const SECRET = `/api/v1/namespaces/${NAMESPACE}/secrets/petrosa-sensitive-credentials`;

/** Cluster-scoped objects of kube-state-metrics; the program installs a second one. */
const CLUSTER_ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

/** A team already has a stack, a namespace, and objects in it that hold the team's own keys. */
describe("adoption of existing resources", () => {
  let environment: Environment;

  const stacks = async () => (await environment.cloud.state()).stacks;
  const metadata = (name: string) => ({ metadata: { name, namespace: NAMESPACE } });

  before(async () => {
    environment = await startEnvironment("adopt");
    const { kubernetes } = environment;
    await kubernetes.create("/api/v1/namespaces", { metadata: { name: NAMESPACE } });
    await kubernetes.create(`/api/v1/namespaces/${NAMESPACE}/configmaps`, {
      ...metadata("petrosa-common-config"),
      data: { TZ: "UTC", ENABLE_PROFILER: "false" },
    });
    await kubernetes.create(`/api/v1/namespaces/${NAMESPACE}/secrets`, {
      ...metadata("petrosa-sensitive-credentials"),
      stringData: { MONGODB_URI: "mongodb://example" },
    });
    await kubernetes.create(CLUSTER_ROLES, { metadata: { name: "kube-state-metrics" } });
    await environment.configure({
      "backend.stack": { mode: "adopt", slug: SLUG },
      "applications.0.createNamespace": false,
      "applications.0.adoptObjects": true,
    });
  });
  after(() => environment?.close());

  it("rejects a stack that does not exist before it creates anything", async () => {
    const transcript = await run(environment, ["up", "--yes", "--skip-preview"]);
    assertClearFailure(transcript, /backend\.stack\.slug: expected a stack that exists, got "petrosashared"/);
    assert.deepEqual((await environment.cloud.state()).policies, []);
  });

  it("uses an existing stack and does not create one", async () => {
    await createStack(environment);
    await environment.up();
    const types = (await environment.resources()).map(({ type }) => type);
    assert.ok(types.includes("grafana:cloud/accessPolicy:AccessPolicy"));
    assert.ok(!types.includes("grafana:cloud/stack:Stack"));
    assert.deepEqual(
      (await stacks()).map(({ slug }) => slug),
      [SLUG],
    );
  });

  it("adds its keys to shared objects and does not change other keys", async () => {
    const { data = {} } = await environment.kubernetes.get(CONFIG_MAP);
    assert.equal(data["TZ"], "UTC");
    assert.equal(data["ENABLE_PROFILER"], "true");
    const secret = secretData(await environment.kubernetes.get(SECRET));
    assert.equal(secret["MONGODB_URI"], "mongodb://example");
    const token = await environment.cloud.identifyToken(secret["PYROSCOPE_AUTH_TOKEN"] ?? "");
    assert.deepEqual(token?.scopes, ["profiles:write"]);
  });

  it("installs a kube-state-metrics beside the team's own", async () => {
    const names = (await environment.kubernetes.list(CLUSTER_ROLES)).map(({ metadata }) => metadata.name);
    assert.deepEqual(
      names.filter((name) => name.includes("kube-state-metrics")),
      ["kube-state-metrics", "observability-kube-state-metrics"],
    );
  });

  it("finds no changes afterwards", () => environment.expectNoChanges());

  it("keeps the stack, the namespace and other keys when it is destroyed", async () => {
    await environment.destroy();
    assert.deepEqual(
      (await stacks()).map(({ slug }) => slug),
      [SLUG],
    );
    assert.deepEqual((await environment.cloud.state()).policies, []);
    const { data } = await environment.kubernetes.get(CONFIG_MAP);
    assert.deepEqual(data, { TZ: "UTC" });
    assert.deepEqual(secretData(await environment.kubernetes.get(SECRET)), { MONGODB_URI: "mongodb://example" });
    await environment.kubernetes.get(`${CLUSTER_ROLES}/kube-state-metrics`);
  });
});

async function createStack({ world, services }: Environment): Promise<void> {
  const response = await fetch(`${services.grafanaCloud.url}/api/v1/stacks`, {
    method: "POST",
    headers: { authorization: `Bearer ${await bootstrapToken(world)}`, "content-type": "application/json" },
    body: JSON.stringify({ name: SLUG, slug: SLUG, region: "prod-sa-east-1" }),
  });
  assert.equal(response.status, 200, await response.clone().text());
}
