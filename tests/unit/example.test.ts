import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { telemetryFor } from "../../examples/application/contract.ts";

const outputs = {
  schemaVersion: 1,
  environment: { name: "dev", cluster: "petrosa-dev" },
  applications: { "petrosa-apps": { configMapName: "petrosa-common-config" } },
};

describe("examples/application: the contract", () => {
  it("returns the namespace's part and the cluster", () => {
    assert.deepEqual(telemetryFor("petrosa-apps", "dev", outputs), {
      configMapName: "petrosa-common-config",
      cluster: "petrosa-dev",
    });
  });

  it("rejects a stack without outputs", () => {
    assert.throws(() => telemetryFor("petrosa-apps", "dev", {}), {
      message:
        "stack dev: expected the output schemaVersion, got none\n" +
        "  fix: run `pulumi up` on that stack, or correct application:observabilityStack",
    });
  });

  it("rejects another version of the contract", () => {
    assert.throws(() => telemetryFor("petrosa-apps", "dev", { ...outputs, schemaVersion: 2 }), {
      message:
        "stack dev: expected outputs of schemaVersion 1, got 2\n" +
        "  fix: use the same release of observability for this program and that stack",
    });
  });

  it("rejects a namespace that the stack does not serve", () => {
    assert.throws(() => telemetryFor("shop", "dev", outputs), {
      message:
        'application:namespace: expected a namespace that stack dev serves (petrosa-apps), got "shop"\n' +
        "  fix: add it to observability:applications of that stack, and run `pulumi up` on it",
    });
  });
});
