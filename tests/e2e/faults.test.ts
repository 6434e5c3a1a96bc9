import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, it } from "mocha";
import type { Fault } from "../../local/grafana-cloud/core/faults.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { recover } from "./recovery.ts";
import { printTable } from "./table.ts";
import { assertClearFailure, run } from "./transcript.ts";

const UP = ["up", "--yes", "--skip-preview"];
/** Longer than any test. */
const NEVER_MS = 600_000;
/** The request succeeds, but its answer is lost. */
const LOST = { status: 503, times: 1, when: "after" } as const;

/** Each call of a first update fails once or twice, each in a different way. */
const PASSING: readonly (Fault & { readonly times: number })[] = [
  { method: "POST", path: "^/api/(instances|v1/stacks)$", status: 500, times: 1 },
  { method: "GET", path: String.raw`^/api/instances/\d+$`, status: 429, headers: { "retry-after": "1" }, times: 1 },
  { method: "GET", path: "/connections$", reset: true, times: 1 },
  { method: "POST", path: "^/api/v1/accesspolicies", status: 503, times: 1 },
  { method: "POST", path: "^/api/v1/tokens", reset: true, times: 1 },
  { method: "POST", path: "/api/serviceaccounts$", status: 503, times: 1 },
  { method: "POST", path: String.raw`/api/serviceaccounts/\d+/tokens$`, status: 500, times: 1 },
  { method: "POST", path: "/api/folders", status: 401, times: 1 },
  { method: "POST", path: "/api/dashboards/db", status: 502, times: 1 },
  { method: "POST", path: "/contact-points", status: 503, times: 1 },
  { method: "PUT", path: "/provisioning/policies", reset: true, times: 1 },
  { method: "PUT", path: "/rule-groups/", status: 500, times: 2 },
  { method: "POST", path: "^/gateways/otlp/", status: 503, times: 2 },
  { method: "POST", path: "^/gateways/profiles/", reset: true, times: 1 },
  { path: "^/(api|grafana)/", latencyMs: 200, times: 20 },
];

describe("faults of Grafana Cloud", () => {
  let environment: Environment;
  const table: string[][] = [];
  /** Each test depends on the state that the previous one left. */
  let broken = false;

  before(async () => {
    environment = await startEnvironment("faults");
    await environment.configure({ "catalog.systems": ["tradeengine"] });
    await environment.configure({ "backend.stack.readinessTimeout": "8s", "backend.tokens.readinessTimeout": "4s" });
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
    printTable("fault → what the user sees", table);
  });

  async function fails(name: string, message: RegExp): Promise<void> {
    const transcript = await run(environment, UP);
    table.push([`${name} → exit code ${transcript.exitCode} after ${transcript.seconds} s`, ...transcript.diagnostics]);
    assertClearFailure(transcript, message);
  }

  async function adoptsExisting(...expected: readonly string[]): Promise<void> {
    const lines = await recover(environment, "--adopt-existing");
    const adopted = lines.filter((line) => line.includes(": adopted as "));
    assert.deepEqual(adopted.map((line) => line.replace(/: .*/, "")).sort(), expected);
    table.push(["  then npm run recover -- local --adopt-existing", ...adopted]);
  }

  /** Folders that exist in Grafana but not in the state. */
  async function lostFolders(): Promise<readonly string[]> {
    const [stack] = (await environment.cloud.state()).stacks;
    const known = (await environment.resources()).map(({ urn }) => urn);
    const made = stack?.folders.map(({ uid }) => `dashboards-${uid}`) ?? [];
    return made.filter((name) => !known.some((urn) => urn.endsWith(`::${name}`))).map((name) => `Folder ${name}`);
  }

  const types = async () => (await environment.resources()).map(({ type }) => type);

  it("reports a reset connection before creating anything", async () => {
    await environment.cloud.addFault({ path: "^/api/", reset: true });
    await fails("connection reset", /backend\.apiUrl: expected an answer from .* got fetch failed: .*ECONNRESET/);
    assert.deepEqual(await types(), ["pulumi:pulumi:Stack"]);
  });

  it("reports 401 before creating anything", async () => {
    await environment.cloud.addFault({ path: "^/api/", status: 401 });
    await fails("401", /grafanaCloudToken: expected a token that .* accepts, got 401/);
    assert.deepEqual(await types(), ["pulumi:pulumi:Stack"]);
  });

  it("reports 403 with the missing scope", async () => {
    await environment.cloud.changeSettings({ stackReadyDelayMs: null }); // so that nothing inside the stack is created yet
    await environment.cloud.addFault({
      method: "POST",
      path: "^/api/v1/accesspolicies",
      status: 403,
      body: { code: "Forbidden", message: "Insufficient permissions: scope accesspolicies:write is required" },
    });
    await fails("403", /AccessPolicy \(access-tokens-\w+\)[^]*scope accesspolicies:write is required/);
  });

  it("reports a lost answer about a policy, and adopts the policy on demand", async () => {
    await environment.cloud.addFault({ ...LOST, times: 2, method: "POST", path: "^/api/v1/accesspolicies" });
    await fails("answers lost: access policies", /Access policy with name .*petrosalocal-\w+.* already exists/);
    await adoptsExisting("AccessPolicy access-tokens-collector", "AccessPolicy access-tokens-profiles");
  });

  it("reports tokens that stay refused, with policy, region, endpoint and fix", async () => {
    await environment.cloud.changeSettings({ tokenActivationDelayMs: NEVER_MS });
    await fails(
      "slow token activation",
      /^error: token of access policy "petrosalocal-\w+" \(region prod-sa-east-1\): expected .* to accept it within 4 s, last answer: 401\n.*fix: /m,
    );
    await environment.cloud.changeSettings({ tokenActivationDelayMs: 0 });
  });

  it("reports write gateways that are down", async () => {
    await environment.cloud.addFault({ path: "^/gateways/", status: 503 });
    await fails(
      "gateways down",
      /^error: token of access policy .*: expected .* to accept it within 4 s, last answer: 503/m,
    );
  });

  it("reports a stack that does not become ready within the configured time", async () => {
    await environment.configure({ "backend.stack.readinessTimeout": "3s" });
    await fails(
      "stack never ready",
      /^error: stack "petrosalocal": expected .*\/api\/health to answer 200 within 3 s, last answer: 503\n.*fix: run `pulumi up` again/m,
    );
    await environment.cloud.changeSettings({ stackReadyDelayMs: 0 });
  });

  it("reports a lost answer about the service account, and gives the next one another name", async () => {
    await environment.cloud.addFault({ ...LOST, method: "POST", path: "/api/serviceaccounts$" });
    await fails("answer lost: service account", /StackServiceAccount \(grafana-cloud-pulumi\)[^]*400 Bad Request/);
  });

  it("reports 403 in the stack", async () => {
    await environment.cloud.addFault({ path: "^/grafana/.*/(folders|provisioning)", status: 403 });
    await fails("403 in the stack", /\((dashboards-(overview|tradeengine)|alerting-petrosa-\w+)\)[^]*403/);
  });

  it("reports a lost answer in the stack, and adopts the object on demand", async () => {
    await environment.cloud.addFault({ ...LOST, method: "POST", path: "/api/folders" });
    await fails("answer lost: folder", /Folder \(dashboards-(overview|tradeengine)\)/);
    const lost = await lostFolders();
    assert.equal(lost.length, 1); // which of the two is created first is random
    await adoptsExisting(...lost);
    assert.deepEqual(await lostFolders(), []);
  });

  it("converges once nothing fails, without duplicates", async () => {
    await environment.up();
    await environment.expectNoChanges();
    const { stacks, policies } = await environment.cloud.state();
    assert.deepEqual(policies.map(({ name }) => name).sort(), ["petrosalocal-collector", "petrosalocal-profiles"]);
    assert.equal(stacks.length, 1);
    assert.deepEqual(stacks[0]?.folders.map(({ uid }) => uid).sort(), ["overview", "tradeengine"]);
    assert.deepEqual(stacks[0].contactPoints.map(({ name }) => name).sort(), [
      "grafana-default-email",
      "petrosa-slack",
      "petrosa-webhook",
    ]);
  });

  it("succeeds in a first update with every transient fault at once", async () => {
    await environment.destroy();
    for (const fault of PASSING) await environment.cloud.addFault(fault);
    const { exitCode, text, seconds } = await run(environment, UP);
    const faults = await environment.cloud.faults();
    table.push([`${PASSING.length} transient faults at once → exit code ${exitCode} after ${seconds} s`]);
    assert.equal(exitCode, 0, text);
    assert.deepEqual(
      faults.map(({ method, path, hits }) => [method, path, hits]),
      PASSING.map(({ method, path, times }) => [method, path, times]),
    );
    await environment.cloud.clearFaults();
    assert.deepEqual(await environment.preview(), {});
  });
});
