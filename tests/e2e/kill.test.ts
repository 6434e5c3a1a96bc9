import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import type { StateSummary } from "../../local/grafana-cloud/test-api/summary.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { boardsOf, RELEASES, systems } from "./expected.ts";
import { kill } from "./killed.ts";
import { kubectl } from "./kubectl.ts";
import { recoverAsDocumented } from "./recovery.ts";
import { printTable } from "./table.ts";

const UP = ["up", "--yes", "--skip-preview"];
const DESTROY = ["destroy", "--yes", "--skip-preview"];
/** Longer than any test: the client is killed before the response arrives. */
const NEVER_MS = 300_000;
const FOLDERS = ["dashboards-overview", "dashboards-tradeengine"];

/** The updates of one stack are killed repeatedly. Each `up` continues where the recovery of the previous one ended. */
describe("recovery of an update killed with SIGKILL", () => {
  let environment: Environment;
  const table: string[][] = [];
  /** Each test depends on the result of the previous one. */
  let broken = false;

  before(async () => {
    environment = await startEnvironment("kill");
    await environment.configure({ "catalog.systems": ["tradeengine"] });
    await environment.configure({ "collector.metrics.kubernetes.enabled": false }); // enabled later for the Helm test: its release does not wait for a token
  });
  beforeEach(function () {
    if (broken) this.skip();
  });
  afterEach(async function () {
    broken ||= this.currentTest?.state === "failed";
    await environment.cloud.clearFaults();
  });
  after(async () => {
    await environment?.close();
    printTable("killed → recovery (pulumi cancel, npm run recover, pulumi up)", table);
  });

  /** Kills a command while `count` reads wait for a response, so that the resources just created are not in the state. */
  async function killBeforeRead(paths: string, count: number): Promise<void> {
    const { id } = await environment.cloud.addFault({ method: "GET", path: paths, latencyMs: NEVER_MS });
    await kill(environment, UP, async () => {
      const faults = await environment.cloud.faults();
      return faults.some((fault) => fault.id === id && fault.hits >= count);
    });
    await environment.cloud.clearFaults();
  }

  async function recovered(point: string): Promise<readonly string[]> {
    const lines = await recoverAsDocumented(environment);
    table.push([point, ...lines]);
    return lines;
  }

  async function cloud(): Promise<Record<"stacks" | "policies" | "accounts" | "tokens", number>> {
    const { stacks, policies }: StateSummary = await environment.cloud.state();
    const accounts = stacks.flatMap(({ serviceAccounts }) => serviceAccounts);
    const tokens = policies.reduce((sum, policy) => sum + policy.tokens, 0);
    return { stacks: stacks.length, policies: policies.length, accounts: accounts.length, tokens };
  }

  async function names(type: string): Promise<readonly string[]> {
    const found = (await environment.resources()).filter((resource) => resource.type === type);
    return found.map(({ urn }) => urn.split("::").at(-1) ?? "").sort();
  }

  it("adopts the stack after its creation was requested", async () => {
    await killBeforeRead(String.raw`^/api/instances/\d+$`, 1);
    assert.deepEqual(await cloud(), { stacks: 1, policies: 0, accounts: 0, tokens: 0 });
    assert.deepEqual(await names("grafana:cloud/stack:Stack"), []);
    const lines = await recovered("stack requested");
    const [stack] = (await environment.cloud.state()).stacks;
    assert.ok(lines.includes(`Stack grafana-cloud: adopted as ${stack?.id}`), lines.join("\n"));
    assert.deepEqual(await names("grafana:cloud/stack:Stack"), ["grafana-cloud"]);
  });

  it("adopts the access policies and recreates the service account after their creation was requested", async () => {
    await killBeforeRead(String.raw`^/api/v1/accesspolicies/|/api/serviceaccounts/\d+$`, 3);
    assert.deepEqual(await cloud(), { stacks: 1, policies: 2, accounts: 1, tokens: 0 });
    const lines = await recovered("access policies and service account requested");
    assert.ok(lines.includes("StackServiceAccount grafana-cloud-pulumi: will be created"), lines.join("\n"));
    assert.deepEqual(await names("grafana:cloud/accessPolicy:AccessPolicy"), [
      "access-tokens-collector",
      "access-tokens-profiles",
    ]);
  });

  it("recreates the first tokens after their creation, because the lost ones are unknown", async () => {
    await killBeforeRead(String.raw`^/api/v1/tokens/|/api/serviceaccounts/\d+/tokens$`, 3);
    assert.deepEqual(await cloud(), { stacks: 1, policies: 2, accounts: 2, tokens: 2 });
    await recovered("tokens created");
    assert.deepEqual(await names("grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken"), []);
  });

  it("adopts the folder and the contact point while resources inside the stack are created", async () => {
    await environment.cloud.changeSettings({ tokenActivationDelayMs: NEVER_MS });
    await killBeforeRead(String.raw`/api/folders/\w|/provisioning/contact-points`, 2);
    assert.deepEqual(await cloud(), { stacks: 1, policies: 2, accounts: 2, tokens: 4 });
    const [stack] = (await environment.cloud.state()).stacks;
    const made = stack?.folders.map(({ uid }) => `dashboards-${uid}`) ?? [];
    assert.ok(made.length === 1 && FOLDERS.includes(made[0] ?? ""), made.join()); // the provider creates one at a time, in random order
    assert.deepEqual(await names("grafana:oss/folder:Folder"), []);
    await recovered("folder and contact point created");
    assert.deepEqual(await names("grafana:oss/folder:Folder"), made);
    assert.equal((await names("grafana:alerting/contactPoint:ContactPoint")).length, 1);
  });

  it("uses the token in the state after it was created but before it is in the Secret", async () => {
    await environment.cloud.clearRequests();
    await kill(environment, UP, async () => {
      const refused = await environment.cloud.requests({ path: "^/gateways/", status: 401 });
      return refused.length >= 3 && (await environment.cloud.state()).stacks[0]?.ruleGroups.length === 1;
    });
    assert.equal(
      await environment.kubernetes.find("/api/v1/namespaces/observability/secrets/grafana-alloy"),
      undefined,
    );
    await recovered("token created, not yet in the Secret");
    await environment.cloud.changeSettings({ tokenActivationDelayMs: 0 });
    assert.deepEqual(await cloud(), { stacks: 1, policies: 2, accounts: 2, tokens: 4 });
  });

  it("deletes Helm's records and takes over the objects while releases are being installed", async () => {
    // This also changes resources adopted above: objects must belong to this stack, not to the killed process.
    await environment.configure({ "collector.metrics.kubernetes.enabled": true });
    await withoutNewPods(async () => {
      await kill(environment, UP, async () => (await releases("pending-install")).length === RELEASES.length);
      const lines = await recovered("Helm releases pending-install");
      const forgotten = lines.filter((line) => line.includes(": forgot its unfinished operation"));
      assert.deepEqual(
        forgotten.map((line) => line.replace(/: .*/, "")).sort(),
        RELEASES.map((name) => `Release ${name}`),
      );
      assert.deepEqual(await releases("pending-install"), []);
    });
  });

  it("converges without duplicates", async () => {
    await environment.up();
    await environment.expectNoChanges();
    assert.deepEqual(await cloud(), { stacks: 1, policies: 2, accounts: 2, tokens: 4 });
    const [stack] = (await environment.cloud.state()).stacks;
    assert.deepEqual(stack?.contactPoints.map(({ name }) => name).sort(), [
      "grafana-default-email",
      "petrosa-slack",
      "petrosa-webhook",
    ]);
    assert.deepEqual(
      stack?.serviceAccounts.map(({ tokens }) => tokens),
      [0, 2],
    );
    assert.deepEqual(stack?.folders.map(({ uid }) => `dashboards-${uid}`).sort(), FOLDERS);
    const boards = boardsOf(systems.filter(({ id }) => id === "tradeengine"));
    assert.deepEqual(stack.dashboards.map(({ uid }) => uid).sort(), boards.map(({ uid }) => uid).sort());
    assert.equal(stack.ruleGroups.length, 1);
    assert.deepEqual(await releases("deployed"), RELEASES);
  });

  it("keeps the old token in use during a rotation until the next one is created", async () => {
    const before = await currentToken();
    await environment.configure({ "backend.tokens": { lifetime: "24h", overlap: "23h59m59s" } });
    await killBeforeRead("^/api/v1/tokens/", 2);
    assert.equal(await currentToken(), before);
    await recovered("rotation: new tokens created");
    await environment.configure({ "backend.tokens": { lifetime: "24h", overlap: "12h" } });
    await environment.up();
    assert.deepEqual(await environment.preview(), {});
    assert.notEqual(await currentToken(), before);
  });

  it("repeats the upgrade of a Helm release", async () => {
    await environment.configure({ "collector.replicas": 2 });
    await withoutNewPods(async () => {
      await kill(environment, UP, async () => (await releases("pending-upgrade")).length > 0);
      await recovered("Helm release pending-upgrade");
    });
    await environment.up();
    assert.deepEqual(await environment.preview(), {});
    const set = await environment.kubernetes.get("/apis/apps/v1/namespaces/observability/statefulsets/grafana-alloy");
    assert.equal(set.status?.["readyReplicas"], 2);
  });

  it("leaves nothing behind after an interrupted destroy is repeated", async () => {
    await kill(environment, DESTROY, async () => {
      const namespace = await environment.kubernetes.find("/api/v1/namespaces/observability");
      return namespace?.status?.["phase"] === "Terminating";
    });
    await recovered("destroy: namespace terminating");
    await environment.destroy();
    assert.deepEqual(await environment.resources(), []);
    assert.deepEqual(await cloud(), { stacks: 0, policies: 0, accounts: 0, tokens: 0 });
    const namespaces = await environment.kubernetes.list("/api/v1/namespaces");
    assert.deepEqual(namespaces.map(({ metadata }) => metadata.name).sort(), [
      "default",
      "kube-node-lease",
      "kube-public",
      "kube-system",
    ]);
  });

  /** Returns the token that the collector's pods read. */
  async function currentToken(): Promise<string | undefined> {
    const secret = await environment.kubernetes.get("/api/v1/namespaces/observability/secrets/grafana-alloy");
    return secret.data?.["otlp-token"];
  }

  /** Returns the names of Helm releases with a status. */
  async function releases(status: string): Promise<readonly string[]> {
    const labels = encodeURIComponent(`owner=helm,status=${status}`);
    const records = await environment.kubernetes.list(
      `/api/v1/namespaces/observability/secrets?labelSelector=${labels}`,
    );
    return records.map(({ metadata }) => metadata.labels?.["name"] ?? "").sort();
  }

  /** Runs `work` while no pods can be created, so that Helm waits. */
  async function withoutNewPods(work: () => Promise<void>): Promise<void> {
    const quota = ["quota", "no-pods", "--namespace", "observability"];
    await kubectl(environment, "create", ...quota, "--hard", "pods=0");
    try {
      await work();
    } finally {
      await kubectl(environment, "delete", ...quota);
    }
  }
});
