import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { preflight } from "../../startup/preflight.ts";
import { hurry } from "../hurry.ts";
import { CANARY, mocks } from "../../testing/mocks.ts";
import { accepted } from "../unit/config/input.ts";

const real = { fetch: globalThis.fetch, warn: pulumi.log.warn };
const NOWHERE = "./no-such-kubeconfig";

/** The error and the warnings of the preflight. */
async function outcome(preview: boolean, kubeconfig?: string): Promise<{ error: unknown; warnings: string[] }> {
  await pulumi.runtime.setMocks(mocks, "observability", "test", preview);
  const warnings: string[] = [];
  Object.assign(pulumi.log, { warn: (text: string) => Promise.resolve(void warnings.push(text)) });
  const config = accepted();
  const settings = { ...config, cluster: { ...config.cluster, kubeconfig } };
  const error: unknown = await preflight(settings, () => pulumi.secret(CANARY)).catch((reason: unknown) => reason);
  for (const text of [...warnings, String(error)]) assert.doesNotMatch(text, new RegExp(CANARY));
  return { error, warnings };
}

const SILENT = `  backend.apiUrl: expected an answer from https://grafana.com, got fetch failed: connect ECONNREFUSED 127.0.0.1:1
    fix: correct the address, or the network path to it (DNS, proxy, firewall); curl should fail in the same way`;
const MISSING = `  cluster.kubeconfig: expected a readable file, got ${NOWHERE}, which cannot be read
    fix: create it with your cluster's tool, or use another file: pulumi config set --path 'observability:cluster.kubeconfig' FILE`;

describe("preflight of backend and cluster", () => {
  hurry();
  const { KUBECONFIG } = process.env;
  beforeEach(() => {
    process.env["KUBECONFIG"] = NOWHERE;
    const cause = new Error("connect ECONNREFUSED 127.0.0.1:1");
    globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  });
  afterEach(() => {
    globalThis.fetch = real.fetch;
    Object.assign(pulumi.log, { warn: real.warn });
    if (KUBECONFIG === undefined) delete process.env["KUBECONFIG"];
    else process.env["KUBECONFIG"] = KUBECONFIG;
  });

  it("stops an update with every obstacle at once", async () => {
    const { error, warnings } = await outcome(false);
    assert.ok(error instanceof pulumi.RunError);
    assert.equal(
      error.message,
      `preflight of stack test has 2 problems\n${SILENT}\n${MISSING.replace(", which", " (the default), which")}`,
    );
    assert.deepEqual(warnings, []);
  });

  it("lets a preview continue with a warning, because it needs neither", async () => {
    const { error, warnings } = await outcome(true);
    assert.equal(error, undefined);
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? "", /^preflight of stack test has 2 problems\n/);
  });

  it("stops a preview at a configuration mistake, and warns of the rest", async () => {
    const { error, warnings } = await outcome(true, NOWHERE);
    assert.ok(error instanceof pulumi.RunError);
    assert.equal(error.message, `preflight of stack test has 1 problem\n${MISSING}`);
    assert.deepEqual(warnings, [`preflight of stack test has 1 problem\n${SILENT}`]);
  });
});
