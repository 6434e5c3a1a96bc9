import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { block, call, object } from "../../../render/alloy/ast.ts";
import type { Block, Value } from "../../../render/alloy/ast.ts";
import { component, exported } from "../../../render/alloy/components.ts";
import { gatewayBlocks, renderGatewayConfig } from "../../../render/alloy/gateway.ts";
import { referenceProblems } from "../../../render/alloy/references.ts";
import { EXAMPLE_GATEWAY } from "../../../render/alloy/rendered.ts";

const storage = component("otelcol.storage.file", "queue", { comment: "" });
const handler = exported("otelcol.storage.file", "queue", "handler");
const user = (value: Value): Block =>
  component("otelcol.exporter.otlphttp", "backend", {
    comment: "",
    blocks: [block("sending_queue", { storage: value })],
  });

describe("referenceProblems", () => {
  it("accepts a reference to an export of a declared component, wherever it is declared", () => {
    assert.deepEqual(referenceProblems([storage, user(handler)]), []);
    assert.deepEqual(referenceProblems([user(handler), storage]), []);
  });

  it("names the place and the component that is not declared", () => {
    assert.deepEqual(referenceProblems([user(handler)]), [
      'otelcol.exporter.otlphttp "backend" > sending_queue > storage: refers to otelcol.storage.file "queue", which is not declared; declare it or refer to another component',
    ]);
  });

  it("names an export the component does not have", () => {
    const wrong: Value = { kind: "reference", component: "otelcol.storage.file", label: "queue", field: "input" };
    assert.deepEqual(referenceProblems([storage, user(wrong)]), [
      'otelcol.exporter.otlphttp "backend" > sending_queue > storage: refers to "input" of otelcol.storage.file "queue", which exports handler',
    ]);
  });

  it("looks into lists, objects and calls", () => {
    const nested = [object({ a: call("f", [handler]) })];
    assert.deepEqual(
      referenceProblems([user(nested)]).map((problem) => problem.split(":")[0]),
      ['otelcol.exporter.otlphttp "backend" > sending_queue > storage > a'],
    );
  });

  it("rejects two components with one name", () => {
    assert.deepEqual(referenceProblems([storage, storage]), [
      'otelcol.storage.file "queue": declared twice; give one of them another label',
    ]);
  });

  it("finds each reference of the gateway whose component is taken away", () => {
    const blocks = gatewayBlocks(EXAMPLE_GATEWAY);
    assert.deepEqual(referenceProblems(blocks), []);
    const referred = blocks.filter((b) => b.name !== "otelcol.receiver.otlp" && b.name !== "pyroscope.receive_http");
    for (const missing of referred) {
      const problems = referenceProblems(blocks.filter((b) => b !== missing));
      assert.ok(problems.length > 0, `nobody refers to ${missing.name}: it would do nothing`);
      for (const problem of problems)
        assert.ok(problem.includes(`refers to ${missing.name} "${missing.label}"`), problem);
    }
  });

  it("keeps text from outside out of the syntax", () => {
    const hostile = 'x"\n}\notelcol.exporter.debug "y" { }\n';
    const text = renderGatewayConfig({
      ...EXAMPLE_GATEWAY,
      cluster: hostile,
      otlp: { url: hostile, username: hostile },
      profiles: { url: hostile, username: hostile },
    });
    assert.doesNotMatch(text, /^\s*otelcol\.exporter\.debug/m);
    assert.equal(text.split("\n").length, renderGatewayConfig(EXAMPLE_GATEWAY).split("\n").length);
  });
});
