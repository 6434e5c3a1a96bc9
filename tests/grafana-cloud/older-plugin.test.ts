import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { REGION, World } from "./harness.ts";

/** The calls of the plugin based on Terraform provider 4.25, in its order. */
describe("Grafana Cloud stand-in, older plugin generation", () => {
  let world: World;
  let id = "";

  before(async () => {
    world = await World.start();
  });
  after(() => world.stop());

  it("creates a stack through /instances with delete protection in the body", async () => {
    const created = await world.api("POST", "/instances", {
      name: "Trading",
      slug: "tradingdev",
      url: "",
      region: REGION,
      description: "",
      labels: { env: "dev" },
      deleteProtection: true,
    });
    assert.equal(created.status, 200);
    assert.equal(created.headers.get("content-type"), "application/json; charset=utf-8");
    id = String(created.body["id"]);
    assert.ok(Number(id) < 2 ** 24, "the client's float32 represents the id exactly");
  });

  it("returns every endpoint that the program needs, with 127.0.0.1 URLs", async () => {
    const { body } = await world.api("GET", `/instances/${id}`);
    const at = world.cloud.url;
    assert.equal(body["status"], "active");
    assert.equal(body["url"], `${at}/grafana/tradingdev`);
    assert.equal(body["regionSlug"], REGION);
    assert.equal(body["deleteProtection"], true);
    assert.deepEqual(body["labels"], { env: "dev" });
    assert.equal(body["hmInstancePromUrl"], `${at}/gateways/prometheus`);
    assert.equal(body["hlInstanceUrl"], `${at}/gateways/logs`);
    assert.equal(body["htInstanceUrl"], `${at}/gateways/traces`);
    assert.equal(body["hpInstanceUrl"], `${at}/gateways/profiles`);
    const users = ["hmInstancePromId", "hlInstanceId", "htInstanceId", "hpInstanceId", "id"].map((key) => body[key]);
    assert.equal(new Set(users).size, 5, "each backend has its own user");
  });

  it("reads connections in the legacy format", async () => {
    const { status, body } = await world.api("GET", `/instances/${id}/connections`);
    assert.equal(status, 200);
    assert.equal(body["otlpHttpUrl"], `${world.cloud.url}/gateways/otlp`);
    assert.deepEqual(body["privateConnectivityInfo"], { tenants: [] });
  });

  it("waits for the instance through its login page and health endpoint, without a token", async () => {
    const login = await fetch(`${world.cloud.url}/grafana/tradingdev/login?disableAutoLogin=true`);
    assert.equal(login.status, 200);
    const health = await fetch(`${world.cloud.url}/grafana/tradingdev/api/health`);
    assert.equal(health.status, 200);
    assert.deepEqual(Object.keys((await health.json()) as object), ["commit", "database", "version"]);
  });

  it("creates a service-account token and lists it with its expiry", async () => {
    const accounts = "/instances/tradingdev/api/serviceaccounts";
    const account = await world.api("POST", accounts, { name: "iac", role: "Admin", isDisabled: false });
    assert.equal(account.status, 201);
    const path = `${accounts}/${String(account.body["id"])}`;
    assert.deepEqual((await world.api("GET", path)).body, account.body);
    const token = await world.api("POST", `${path}/tokens`, { name: "iac-1", secondsToLive: 3600 });
    assert.match(String(token.body["key"]), /^glsa_[0-9a-f]{32}_[0-9a-f]{8}$/);
    const [listed] = (await world.api("GET", `${path}/tokens`)).body as unknown as Record<string, unknown>[];
    assert.equal(listed?.["id"], token.body["id"]);
    assert.equal(listed?.["hasExpired"], false);
    assert.match(String(listed?.["expiration"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal((await world.api("DELETE", `${path}/tokens/${String(token.body["id"])}`)).status, 200);
    assert.equal((await world.api("DELETE", path)).status, 200);
    assert.equal((await world.api("GET", path)).status, 404);
  });

  it("creates, reads, updates and deletes an access policy with its tokens", async () => {
    const region = `?region=${REGION}`;
    const policyId = await world.policy("collector", Number(id), ["metrics:write", "logs:write"]);
    const policy = await world.api("GET", `/v1/accesspolicies/${policyId}${region}`);
    assert.equal(policy.body["displayName"], "collector");
    assert.deepEqual(policy.body["realms"], [{ type: "stack", identifier: id, labelPolicies: [] }]);
    assert.match(String(policy.body["createdAt"]), /Z$/);
    const token = await world.token(policyId, "collector-1", "2099-01-01T00:00:00Z");
    assert.match(token.secret, /^glc_[\w-]{43}$/);
    const read = await world.api("GET", `/v1/tokens/${token.id}${region}`);
    assert.equal(read.body["expiresAt"], "2099-01-01T00:00:00Z");
    assert.equal(read.body["accessPolicyId"], policyId);
    assert.equal(read.text.includes(token.secret), false, "the secret is shown only once");
    const changed = await world.api("POST", `/v1/accesspolicies/${policyId}${region}`, { scopes: ["logs:write"] });
    assert.deepEqual(changed.body["scopes"], ["logs:write"]);
    assert.equal((await world.api("DELETE", `/v1/accesspolicies/${policyId}${region}`)).status, 204);
    assert.equal(
      (await world.api("GET", `/v1/tokens/${token.id}${region}`)).status,
      404,
      "deleting a policy deletes its tokens",
    );
  });

  it("refuses to delete a protected stack, and deletes it once it is unprotected", async () => {
    const refused = await world.api("DELETE", `/instances/${id}`);
    assert.equal(refused.status, 409);
    const update = {
      name: "Trading",
      slug: "tradingdev",
      url: "https://tradingdev.grafana.net",
      deleteProtection: false,
    };
    const updated = await world.api("POST", `/instances/${id}`, update);
    assert.equal(updated.body["deleteProtection"], false);
    assert.equal(
      updated.body["url"],
      `${world.cloud.url}/grafana/tradingdev`,
      "the instance's address stays on this machine",
    );
    assert.equal((await world.api("DELETE", `/instances/${id}`)).status, 200);
    assert.equal((await world.api("GET", `/instances/${id}`)).status, 404);
    assert.deepEqual(await world.client.state(), { stacks: [], policies: [] });
  });
});
