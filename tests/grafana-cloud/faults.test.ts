import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { after, afterEach, before, describe, it } from "mocha";
import { send, World } from "./harness.ts";

describe("Grafana Cloud stand-in, faults and settings", () => {
  let world: World;

  before(async () => {
    world = await World.start();
  });
  afterEach(async () => {
    await world.client.clearFaults();
    await world.client.changeSettings({ tokenActivationDelayMs: 0, stackReadyDelayMs: 0, slugCoolDownMs: 0 });
  });
  after(() => world.stop());

  it("responds with the status, body and headers of a fault, the requested number of times", async () => {
    const body = { code: "TooManyRequests", message: "slow down" };
    await world.client.addFault({ path: "/instances", times: 2, status: 429, body, headers: { "retry-after": "1" } });
    const first = await world.api("GET", "/instances");
    assert.deepEqual([first.status, first.body, first.headers.get("retry-after")], [429, body, "1"]);
    assert.equal((await world.api("GET", "/instances")).status, 429);
    assert.equal((await world.api("GET", "/instances")).status, 200);
    assert.deepEqual(
      (await world.client.faults()).map((fault) => fault.hits),
      [2],
    );
  });

  it("injects any status, only for the fault's method and path", async () => {
    await world.client.addFault({ method: "POST", path: "/api/instances$", status: 503 });
    assert.equal((await world.api("GET", "/instances")).status, 200);
    assert.equal((await world.api("POST", "/instances", { name: "a", slug: "aa" })).status, 503);
    assert.deepEqual((await world.client.state()).stacks, [], "the failed request was not processed");
  });

  it("delays a response", async () => {
    await world.client.addFault({ path: "/stack-regions", latencyMs: 150 });
    const start = performance.now();
    assert.equal((await world.api("GET", "/stack-regions")).status, 200);
    assert.ok(performance.now() - start >= 145);
  });

  it("resets the connection", async () => {
    await world.client.clearRequests();
    await world.client.addFault({ path: "/stack-regions", times: 1, reset: true });
    await assert.rejects(world.api("GET", "/stack-regions"), /fetch failed/);
    assert.equal((await world.api("GET", "/stack-regions")).status, 200);
    const logged = await world.client.requests({ path: "/stack-regions" });
    assert.deepEqual(
      logged.map((entry) => entry.status),
      [0, 200],
    );
  });

  it("loses the response after processing the request", async () => {
    await world.client.addFault({ method: "POST", path: "/api/instances", times: 1, status: 504, when: "after" });
    assert.equal((await world.api("POST", "/instances", { name: "lost", slug: "lost" })).status, 504);
    await world.client.addFault({ method: "POST", path: "/api/instances", times: 1, reset: true, when: "after" });
    await assert.rejects(world.api("POST", "/instances", { name: "cut", slug: "cut" }), /fetch failed/);
    const { stacks } = await world.client.state();
    assert.deepEqual(
      stacks.map((stack) => stack.slug),
      ["lost", "cut"],
    );
  });

  it("ends a fault when its time is over or it is removed, and keeps other faults", async () => {
    const regions = async () => (await world.api("GET", "/stack-regions")).status;
    const removed = await world.client.addFault({ path: "/stack-regions", status: 401 });
    await world.client.addFault({ path: "/stack-regions", status: 503, forMs: 300 });
    assert.equal(await regions(), 401);
    await world.client.removeFault(removed.id);
    assert.equal(await regions(), 503);
    await sleep(350);
    assert.equal(await regions(), 200);
    assert.deepEqual(await world.client.faults(), []);
  });

  it("hangs until the fault is removed, then resets the connection without processing the request", async () => {
    const fault = await world.client.addFault({ path: "/api/instances", hang: true });
    const attempt = world.api("POST", "/instances", { name: "never", slug: "never" });
    const first = await Promise.race([attempt, sleep(200, "hangs")]);
    assert.equal(first, "hangs");
    await world.client.removeFault(fault.id);
    await assert.rejects(attempt, /fetch failed/);
    assert.deepEqual(
      (await world.client.state()).stacks.filter((stack) => stack.slug === "never"),
      [],
    );
  });

  it("ends a hanging fault when its time is over", async () => {
    await world.client.addFault({ path: "/stack-regions", hang: true, forMs: 100 });
    await assert.rejects(world.api("GET", "/stack-regions"), /fetch failed/);
    assert.equal((await world.api("GET", "/stack-regions")).status, 200);
  });

  it("affects one signal of the write gateways and no other", async () => {
    const signals = ["metrics", "logs", "traces"];
    for (const [signal, status] of [
      ["metrics", 429],
      ["logs", 503],
    ] as const) {
      await world.client.addFault({ path: `^/gateways/otlp/v1/${signal}$`, status, headers: { "retry-after": "1" } });
    }
    const answers = await Promise.all(
      signals.map((signal) => send("POST", `${world.cloud.url}/gateways/otlp/v1/${signal}`)),
    );
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [429, 503, 401],
    );
  });

  it("rejects faults that do nothing or cannot match", async () => {
    await assert.rejects(world.client.addFault({ path: "x" }), /needs latencyMs, status, reset or hang/);
    await assert.rejects(world.client.addFault({ path: "(", status: 500 }), /not a regular expression/);
  });

  it("keeps a stack from becoming ready", async () => {
    await world.client.changeSettings({ stackReadyDelayMs: null });
    const stack = await world.stack("sleepy");
    const health = (): Promise<Response> => fetch(`${stack.url}/api/health`);
    assert.deepEqual((await world.api("GET", `/v1/stacks/${stack.id}/readiness`)).body, { ready: false });
    assert.equal((await health()).status, 503);
    const account = { name: "iac", role: "Admin" };
    assert.equal((await world.api("POST", "/instances/sleepy/api/serviceaccounts", account)).status, 503);
    await world.client.changeSettings({ stackReadyDelayMs: 0 });
    assert.equal((await health()).status, 200);
  });

  it("blocks the slug of a deleted stack during the cool-down", async () => {
    await world.client.changeSettings({ slugCoolDownMs: 30_000 });
    const { id } = await world.stack("phoenix");
    await world.api("DELETE", `/instances/${id}`);
    const refused = await world.api("POST", "/instances", { name: "phoenix", slug: "phoenix" });
    assert.equal(refused.status, 409);
    assert.match(String(refused.body["message"]), /deleted recently, wait for (29|30)s$/);
    await world.client.changeSettings({ slugCoolDownMs: 0 });
    await world.stack("phoenix");
  });

  it("identifies the issued token of a secret", async () => {
    const stack = await world.stack("tokens");
    const { id, secret } = await world.token(
      await world.policy("p", stack.id, ["logs:write"]),
      "t",
      "2099-01-01T00:00:00Z",
    );
    const info = await world.client.identifyToken(secret);
    assert.deepEqual(
      [info?.id, info?.kind, info?.owner, info?.scopes, info?.realms[0]?.identifier, info?.expiresAt, info?.expired],
      [id, "access-policy", "p", ["logs:write"], String(stack.id), "2099-01-01T00:00:00Z", false],
    );
    const instance = await world.client.identifyToken(await world.serviceAccountToken("tokens", "Admin"));
    assert.deepEqual([instance?.kind, instance?.scopes], ["service-account", ["role:Admin"]]);
    assert.equal((await world.client.identifyToken(world.cloud.bootstrapToken))?.kind, "bootstrap");
    assert.equal(await world.client.identifyToken("glc_nobody"), undefined);
    assert.equal(JSON.stringify(await world.client.tokens()).includes(secret), false);
  });
});
