import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { assertClearFailure, run } from "./transcript.ts";

const DESTROY = ["destroy", "--yes", "--skip-preview"];

describe("a protected stack", () => {
  let environment: Environment;

  const stacks = async () => (await environment.cloud.state()).stacks.map(({ slug }) => slug);
  /** Returns the types of resources in the state, except components and providers. */
  const types = async () =>
    (await environment.resources()).map(({ type }) => type).filter((type) => /^(grafana|kubernetes):/.test(type));

  before(async () => {
    environment = await startEnvironment("protected");
    await environment.configure({ "backend.stack.protect": true, "backend.stack.deleteProtection": true });
    await environment.up();
  });
  after(() => environment?.close());

  it("is kept when Pulumi refuses to delete it", async () => {
    assertClearFailure(
      await run(environment, DESTROY),
      /Stack::grafana-cloud" cannot be deleted\nbecause it is protected/,
    );
    assert.deepEqual(await stacks(), ["petrosalocal"]);
    assert.ok((await types()).includes("grafana:cloud/stack:Stack"));
  });

  it("is kept when Grafana Cloud refuses to delete it", async () => {
    await environment.configure({ "backend.stack.protect": false });
    await environment.up();
    assertClearFailure(await run(environment, DESTROY), /Delete protection is enabled for this stack/);
    assert.deepEqual(await stacks(), ["petrosalocal"]);
    assert.deepEqual(await types(), ["grafana:cloud/stack:Stack"]);
  });

  it("is restored by an update", async () => {
    await environment.up();
    await environment.expectNoChanges();
  });

  it("is deleted as documented: remove the protection, update, then destroy", async () => {
    await environment.configure({ "backend.stack.deleteProtection": false });
    assert.deepEqual(await environment.up(), { "Stack grafana-cloud": "update" });
    await environment.destroy();
    assert.deepEqual(await environment.cloud.state(), { stacks: [], policies: [] });
    assert.deepEqual(await environment.resources(), []);
  });
});
