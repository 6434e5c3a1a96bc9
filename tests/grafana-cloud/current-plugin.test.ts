import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { REGION, World } from "./harness.ts";

/** The calls of the current plugin (Terraform provider 4.44 and later), in its order. */
describe("Grafana Cloud stand-in, current plugin generation", () => {
  let world: World;
  let id = "";

  before(async () => {
    world = await World.start();
  });
  after(() => world.stop());

  it("finds that the slug is free, then creates the stack through /v1/stacks without delete protection", async () => {
    assert.equal((await world.api("GET", "/instances/tradingprod")).status, 404);
    const created = await world.api("POST", "/v1/stacks", {
      name: "Trading",
      slug: "tradingprod",
      org: "",
      region: REGION,
      description: "production",
      labels: {},
      url: "",
      deleteProtection: false,
    });
    assert.equal(created.status, 200);
    assert.equal(created.body["slug"], "tradingprod");
    id = String(created.body["id"]);
  });

  it("reads the stack and both connection endpoints", async () => {
    assert.equal((await world.api("GET", `/instances/${id}`)).body["description"], "production");
    const { body } = await world.api("GET", `/v1/stacks/${id}/connections`);
    assert.deepEqual(body["otlp"], { url: `${world.cloud.url}/gateways/otlp`, multiAZ: false });
    assert.equal((await world.api("GET", `/instances/${id}/connections`)).status, 200);
  });

  it("reports readiness on the stack", async () => {
    assert.deepEqual((await world.api("GET", `/v1/stacks/${id}/readiness`)).body, { ready: true });
  });

  it("turns on delete protection by slug in a second call", async () => {
    const answer = await world.api("POST", "/v1/stacks/tradingprod", { deleteProtection: true });
    assert.equal(answer.body["deleteProtection"], true);
    assert.equal(answer.body["description"], "production", "omitted fields keep their values");
  });

  it("updates by id, and deletes once protection is off", async () => {
    const change = {
      name: "Trading",
      slug: "tradingprod",
      description: "changed",
      labels: { a: "b" },
      deleteProtection: false,
    };
    const updated = await world.api("POST", `/v1/stacks/${id}`, change);
    assert.equal(updated.body["description"], "changed");
    const deleted = await world.api("DELETE", `/v1/stacks/${id}`);
    assert.deepEqual([deleted.status, deleted.body], [200, {}]);
    assert.equal((await world.api("GET", `/instances/${id}`)).status, 404);
  });

  it("lists regions and policies by name, and returns 403 if the bootstrap token lacks the scope", async () => {
    const regions = (await world.api("GET", "/stack-regions")).body["items"] as { slug: string }[];
    assert.ok(regions.some((region) => region.slug === REGION));
    const none = await world.api("GET", `/v1/accesspolicies?region=${REGION}&name=collector`);
    assert.deepEqual(none.body["items"], []);
    assert.equal((await world.api("GET", "/orgs/local")).status, 403);
  });
});
