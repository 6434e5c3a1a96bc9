import { EXAMPLE_DESTINATIONS } from "../../../render/reference/committed-files.ts";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { block, call, object } from "../../../render/alloy/language/ast.ts";
import type { Block, Value } from "../../../render/alloy/language/ast.ts";
import { component, exported } from "../../../render/alloy/language/components.ts";
import { collectorPlan } from "../../../render/collector.ts";
import { referenceProblems } from "../../../render/alloy/language/check-references.ts";
import { renderRole } from "../../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorCombinations } from "../../combinations.ts";
import { collectorInput } from "../../../testing/environments.ts";
import { planOf, titleOf } from "./roles.ts";

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

  it("names the location and the undeclared component", () => {
    assert.deepEqual(referenceProblems([user(handler)]), [
      'otelcol.exporter.otlphttp "backend" > sending_queue > storage: refers to otelcol.storage.file "queue", which is not declared; declare it or refer to another component',
    ]);
  });

  it("names an export that the component does not have", () => {
    const wrong: Value = { kind: "reference", component: "otelcol.storage.file", label: "queue", field: "input" };
    assert.deepEqual(referenceProblems([storage, user(wrong)]), [
      'otelcol.exporter.otlphttp "backend" > sending_queue > storage: refers to "input" of otelcol.storage.file "queue", which exports handler',
    ]);
  });

  it("checks references in lists, objects and calls", () => {
    const nested = [object({ a: call("f", [handler]) })];
    assert.deepEqual(
      referenceProblems([user(nested)]).map((problem) => problem.split(":")[0]),
      ['otelcol.exporter.otlphttp "backend" > sending_queue > storage > a'],
    );
  });

  it("rejects two components with the same name", () => {
    assert.deepEqual(referenceProblems([storage, storage]), [
      'otelcol.storage.file "queue": declared twice; give one of them another label',
    ]);
  });
});

describe("references of the roles", () => {
  /** No component refers to sources and receivers of telemetry. */
  const SOURCES = [
    "loki.source.file",
    "loki.source.kubernetes_events",
    "otelcol.receiver.otlp",
    "prometheus.scrape",
    "pyroscope.ebpf",
    "pyroscope.receive_http",
    "pyroscope.scrape",
  ];

  for (const { name, collector } of collectorCombinations()) {
    it(`are valid, and include every component except sources: ${name}`, () => {
      for (const { name: role, blocks } of collectorRoles(planOf(collector))) {
        assert.deepEqual(referenceProblems(blocks), [], role);
        const referred = blocks.filter((one) => !SOURCES.includes(one.name));
        for (const missing of referred) {
          const problems = referenceProblems(blocks.filter((one) => one !== missing));
          assert.ok(
            problems.length > 0,
            `no component refers to ${titleOf(missing)} of the ${role}, so it has no effect`,
          );
          for (const problem of problems)
            assert.ok(problem.includes(`refers to ${missing.name} "${missing.label}"`), problem);
        }
      }
    });
  }

  it("are checked when a role is rendered", () => {
    const [gateway] = collectorRoles(planOf({}));
    assert.ok(gateway);
    const broken = { ...gateway, blocks: gateway.blocks.filter(({ name }) => name !== "otelcol.storage.file") };
    assert.throws(() => renderRole(broken, EXAMPLE_DESTINATIONS), {
      message:
        'configuration of the gateway:\n  otelcol.exporter.otlphttp "backend" > sending_queue > storage: refers to otelcol.storage.file "queue", which is not declared; declare it or refer to another component',
    });
  });
});

describe("text from settings", () => {
  it("cannot change the syntax", () => {
    const hostile = 'x"\n}\notelcol.exporter.debug "y" { }\n`';
    const endpoint = { url: hostile, username: hostile };
    const input = collectorInput("prod");
    const texts = [
      { ...input, environment: hostile, cluster: { ...input.cluster, name: hostile, namespace: hostile } },
      input,
    ].map((one) =>
      collectorRoles(collectorPlan(one)).map((role) => renderRole(role, { otlp: endpoint, profiles: endpoint })),
    );
    const lines = texts.map((all) => all.map((text) => text.split("\n").length));
    assert.deepEqual(lines[0], lines[1]);
    for (const text of texts.flat()) assert.doesNotMatch(text, /^\s*otelcol\.exporter\.debug/m);
  });
});
