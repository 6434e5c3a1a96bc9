import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "mocha";
import type { Block } from "../../../render/alloy/ast.ts";
import {
  gatewayBlocks,
  gatewayEgress,
  gatewayPorts,
  gatewayRbacRules,
  renderGatewayConfig,
} from "../../../render/alloy/gateway.ts";
import { EXAMPLE_GATEWAY, renderedAlloyFiles } from "../../../render/alloy/rendered.ts";

const blocks = gatewayBlocks(EXAMPLE_GATEWAY);

function find(path: string, within: readonly Block[] = blocks): Block {
  const [name, ...rest] = path.split(" > ");
  const found = within.find((candidate) => candidate.name === name);
  assert.ok(found, `no block ${name}`);
  return rest.length === 0 ? found : find(rest.join(" > "), found.blocks);
}

describe("gateway configuration", () => {
  for (const [path, text] of Object.entries(renderedAlloyFiles())) {
    it(`is the one committed as ${path}`, () => assert.equal(readFileSync(path, "utf8"), text));
  }

  it("hands all three signals from stage to stage until the exporter", () => {
    const path = ["otelcol.receiver.otlp"];
    for (let stage = path[0]; stage !== undefined && stage !== "otelcol.exporter.otlphttp"; stage = path.at(-1)) {
      const { metrics, logs, traces } = find(`${stage} > output`).attributes;
      assert.deepEqual([logs, traces], [metrics, metrics]);
      assert.ok(Array.isArray(metrics) && metrics.length === 1);
      path.push((metrics as { component: string }[])[0]?.component ?? "");
    }
    assert.deepEqual(path, [
      "otelcol.receiver.otlp",
      "otelcol.processor.memory_limiter",
      "otelcol.processor.k8sattributes",
      "otelcol.processor.transform",
      "otelcol.exporter.otlphttp",
    ]);
  });

  it("never gives up on a batch and keeps the queue on disk", () => {
    const exporter = "otelcol.exporter.otlphttp";
    assert.deepEqual(find(`${exporter} > retry_on_failure`).attributes["max_elapsed_time"], {
      kind: "quantity",
      amount: 0,
      unit: "s",
    });
    assert.deepEqual(find(`${exporter} > sending_queue`).attributes["storage"], {
      kind: "reference",
      component: "otelcol.storage.file",
      label: "queue",
      field: "handler",
    });
    assert.ok(!blocks.some((b) => b.name === "otelcol.processor.batch"), "a batch processor holds data in memory");
  });

  it("leaves room on the volume when three queues are full of single spans", () => {
    const queue = find("otelcol.exporter.otlphttp > sending_queue").attributes["queue_size"];
    assert.equal(queue, 1024 ** 3);
    const volume = EXAMPLE_GATEWAY.storageGibibytes * 1024 ** 3;
    assert.ok(3 * queue * 2.95 < volume);
  });

  it("refuses before the container's memory is used up", () => {
    const { limit, spike_limit } = find("otelcol.processor.memory_limiter").attributes;
    assert.deepEqual(
      [limit, spike_limit].map((size) => (size as { amount: number }).amount),
      [768, 153],
    );
  });

  it("reads tokens from files and holds none", () => {
    const files = renderGatewayConfig(EXAMPLE_GATEWAY).match(/password\w* .*/g);
    assert.deepEqual(files, [
      'password_file = "/etc/alloy-credentials/otlp-token"',
      'password_file = "/etc/alloy-credentials/profiles-token"',
    ]);
  });

  it("uses the pod's ServiceAccount unless told otherwise", () => {
    assert.deepEqual(find("otelcol.processor.k8sattributes").attributes, {});
    const outside = gatewayBlocks({ ...EXAMPLE_GATEWAY, kubernetesAuthentication: "kubeConfig" });
    assert.deepEqual(find("otelcol.processor.k8sattributes", outside).attributes, { auth_type: "kubeConfig" });
  });
});

describe("what the gateway needs", () => {
  it("listens on the ports applications know", () => {
    assert.deepEqual(
      gatewayPorts.map(({ name, port, protocol }) => [name, port, protocol]),
      [
        ["otlp-grpc", 4317, "TCP"],
        ["otlp-http", 4318, "TCP"],
        ["pyroscope", 4040, "TCP"],
      ],
    );
  });

  it("configures a listener for each port and nothing else", () => {
    const text = renderGatewayConfig(EXAMPLE_GATEWAY);
    const listening = [...text.matchAll(/(?:endpoint +=|listen_port +=) (?:"0\.0\.0\.0:)?(\d+)/g)].map(([, port]) =>
      Number(port),
    );
    assert.deepEqual(
      listening,
      gatewayPorts.map(({ port }) => port),
    );
  });

  it("reads pods, and no Secret", () => {
    assert.deepEqual(gatewayRbacRules, [{ apiGroups: [""], resources: ["pods"], verbs: ["get", "list", "watch"] }]);
  });

  it("calls the Kubernetes API and the backends", () => {
    assert.deepEqual([...gatewayEgress].sort(), ["kubernetes-api", "otlp-backend", "profiles-backend"]);
  });
});
