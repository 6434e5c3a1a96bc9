import { EXAMPLE_DESTINATIONS } from "../../../render/reference/committed-files.ts";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { QUEUE_SHARE_PER_SIGNAL } from "../../../model/collector/sizing.ts";
import { minutes, object, seconds } from "../../../render/alloy/language/ast.ts";
import type { Block, Quantity, RawString } from "../../../render/alloy/language/ast.ts";
import { renderRole } from "../../../render/alloy/roles/role.ts";
import { componentsNamed, find, has, planWith, roleWith } from "./roles.ts";

const BACKEND = "otelcol.exporter.otlphttp backend";
const TAIL = { kind: "tail", tracesPerSecond: 100, percent: 10 };
const GIBIBYTE = 1024 ** 3;

/** A queue's file takes up to 2.95 times the size of its content (measured with single spans). */
const GROWTH = 2.95;

const amounts = ({ attributes }: Block, ...names: readonly string[]): readonly number[] =>
  names.map((name) => (attributes[name] as Quantity).amount);

describe("queues of the gateway", () => {
  it("leave space on the volume even if the queues of all signals are full of the smallest requests", () => {
    const { queue_size } = find(roleWith("gateway", { queueGibibytes: 10 }), `${BACKEND} > sending_queue`).attributes;
    assert.equal(queue_size, GIBIBYTE);
    assert.ok(3 * QUEUE_SHARE_PER_SIGNAL * GROWTH < 0.9);
  });

  it("have a limit in bytes, and so do the requests formed from them", () => {
    const queue = find(roleWith("gateway"), `${BACKEND} > sending_queue`);
    assert.equal(queue.attributes["sizer"], "bytes");
    assert.deepEqual(find({ blocks: [queue] }, "sending_queue > batch").attributes, {
      flush_timeout: seconds(1),
      min_size: 128 * 1024,
      max_size: 3 * 1024 ** 2,
      sizer: "bytes",
    });
  });

  it("have the same size for the samplers", () => {
    const gateway = roleWith("gateway", { queueGibibytes: 10, "traces.sampling": TAIL });
    const size = (exporter: string) => find(gateway, `${exporter} > sending_queue`).attributes["queue_size"];
    assert.equal(size("otelcol.exporter.loadbalancing samplers"), size(BACKEND));
  });
});

describe("memory of the gateway", () => {
  it("never runs out: the limiter refuses some telemetry at 70 % and everything at 85 %", () => {
    for (const label of ["pushed", "scraped"]) {
      const limiter = find(roleWith("gateway", { memoryMebibytes: 1024 }), `otelcol.processor.memory_limiter ${label}`);
      assert.deepEqual(amounts(limiter, "check_interval", "limit", "spike_limit"), [1, 870, 153]);
    }
  });
});

describe("pushed telemetry", () => {
  it("arrives over connections with a maximum age, so that new gateways get a share", () => {
    const keepalive = "otelcol.receiver.otlp applications > grpc > keepalive > server_parameters";
    assert.deepEqual(find(roleWith("gateway"), keepalive).attributes, {
      max_connection_age: minutes(2),
      max_connection_age_grace: seconds(15),
    });
  });

  it("gets the names of its pod, workload, namespace and node", () => {
    const { metadata } = find(roleWith("gateway"), "otelcol.processor.k8sattributes default > extract").attributes;
    const workloads = ["deployment", "statefulset", "daemonset", "cronjob", "job"];
    assert.deepEqual(
      metadata,
      ["namespace", ...workloads, "pod", "node"].map((kind) => `k8s.${kind}.name`),
    );
  });
});

describe("resources of scraped metrics", () => {
  it("drop the target's address, and get the service and team from the job", () => {
    const { blocks } = find(roleWith("gateway"), "otelcol.processor.transform scraped");
    const texts = (blocks[0]?.attributes["statements"] as RawString[]).map(({ text }) => text);
    const name = 'resource.attributes["service.name"]';
    const ofApplication = `IsMatch(${name}, "^[^/]+/[^/]+$") and not IsMatch(${name}, "^integrations/")`;
    assert.deepEqual(texts, [
      String.raw`delete_matching_keys(resource.attributes, "^((net\\.host|server)\\..*|(http|url)\\.scheme)$")`,
      'set(resource.attributes["k8s.cluster.name"], "petrosa-prod")',
      'set(resource.attributes["deployment.environment.name"], "prod")',
      `set(resource.attributes["service.namespace"], Split(${name}, "/")[0]) where ${ofApplication}`,
      `set(${name}, Split(${name}, "/")[1]) where ${ofApplication}`,
    ]);
  });
});

describe("resources of pushed telemetry", () => {
  const statements = find(roleWith("gateway"), "otelcol.processor.transform pushed").blocks.filter(
    ({ attributes }) => attributes["context"] === "resource",
  );
  const texts = statements.map(({ attributes }) =>
    (attributes["statements"] as RawString[]).map(({ text }) => text).slice(1),
  );

  it("have the same cluster, environment and team on all signals", () => {
    assert.deepEqual(
      statements.map(({ name }) => name),
      ["metric_statements", "log_statements", "trace_statements"],
    );
    for (const text of texts) {
      assert.deepEqual(text, [
        'set(resource.attributes["k8s.cluster.name"], "petrosa-prod")',
        'set(resource.attributes["deployment.environment.name"], "prod")',
        'set(resource.attributes["service.namespace"], "petrosa") where resource.attributes["service.namespace"] == nil and resource.attributes["k8s.namespace.name"] == "petrosa-apps"',
      ]);
    }
  });

  it("drop unused attributes, but none that identify a service or its location", () => {
    const [, pattern = ""] =
      /"\^\((.*)\)\$"/.exec(String((statements[0]?.attributes["statements"] as RawString[])[0]?.text)) ?? [];
    const deleted = new RegExp(`^(${pattern.replaceAll("\\\\", "\\")})$`);
    const names = {
      "process.pid": true,
      "process.runtime.version": true,
      "k8s.pod.uid": true,
      "host.ip": true,
      "k8s.pod.name": false,
      "service.name": false,
      "service.instance.id": false,
      "host.name": false,
      "process.executable.name": false,
    };
    assert.deepEqual(Object.fromEntries(Object.keys(names).map((name) => [name, deleted.test(name)])), names);
  });
});

describe("events", () => {
  it("are not read if they are disabled", () => {
    assert.equal(has(roleWith("gateway"), "loki.source.kubernetes_events default"), true);
    const off = roleWith("gateway", { "logs.events.enabled": false });
    assert.deepEqual(
      [componentsNamed(off, "loki.source.kubernetes_events"), componentsNamed(off, "loki.process")],
      [[], []],
    );
  });
});

describe("tail sampling", () => {
  const changes = { "traces.sampling": { ...TAIL, decisionWait: "15s", keepSlowerThan: "2s" } };
  const sampler = roleWith("sampler", changes);
  const sampling = find(sampler, "otelcol.processor.tail_sampling default");

  it("keeps only errors, slow traces and a share of the rest", () => {
    const policies = sampling.blocks.filter(({ name }) => name === "policy");
    assert.deepEqual(
      policies.map(({ attributes, blocks: [condition] }) => [
        attributes["name"],
        condition?.name,
        condition?.attributes,
      ]),
      [
        ["errors", "status_code", { status_codes: ["ERROR"] }],
        ["slow", "latency", { threshold_ms: 2000 }],
        ["share", "probabilistic", { sampling_percentage: 10 }],
      ],
    );
  });

  it("applies the share to errors and slow traces too if they are not selected", () => {
    const plain = roleWith("sampler", { "traces.sampling": { ...TAIL, keepErrors: false } });
    const policies = find(plain, "otelcol.processor.tail_sampling default").blocks;
    assert.deepEqual(
      policies.map(({ attributes, name }) => attributes["name"] ?? name),
      ["share", "output"],
    );
  });

  it("has space for the traces of one decision wait even if one sampler is down, and caches more decisions", () => {
    const { decision_wait, num_traces, expected_new_traces_per_sec, decision_cache } = sampling.attributes;
    assert.deepEqual([decision_wait, num_traces, expected_new_traces_per_sec], [seconds(15), 100 * 15 * 1.5, 100]);
    assert.deepEqual(decision_cache, object({ sampled_cache_size: 9000, non_sampled_cache_size: 9000 }));
    assert.equal(planWith(changes).sizes.sampler?.traces, 2250);
  });

  it("keeps spans in one queue on disk for all samplers, not in memory for each of them", () => {
    const otlp = "otelcol.exporter.loadbalancing samplers > protocol > otlp";
    const gateway = roleWith("gateway", changes);
    assert.deepEqual(find(gateway, `${otlp} > queue`).attributes, { enabled: false });
  });

  it("retries each sampler every second, so that others receive no duplicates and the parts of a trace arrive together", () => {
    const balancing = "otelcol.exporter.loadbalancing samplers";
    const gateway = roleWith("gateway", changes);
    const soon = { initial_interval: seconds(1), max_interval: seconds(1) };
    assert.deepEqual(find(gateway, `${balancing} > protocol > otlp > retry`).attributes, {
      ...soon,
      max_elapsed_time: seconds(30),
    });
    assert.deepEqual(find(gateway, `${balancing} > retry_on_failure`).attributes, {
      ...soon,
      max_elapsed_time: seconds(0),
    });
    assert.deepEqual(find(gateway, balancing).attributes["timeout"], seconds(40));
  });

  it("sends all spans of a trace to one sampler, which it finds through their common Service", () => {
    const balancing = "otelcol.exporter.loadbalancing samplers";
    const gateway = roleWith("gateway", changes);
    assert.equal(find(gateway, balancing).attributes["routing_key"], "traceID");
    assert.deepEqual(find(gateway, `${balancing} > resolver > kubernetes`).attributes, {
      service: "grafana-alloy-sampler.observability",
      ports: [4317],
    });
  });
});

describe("metrics of traces", () => {
  it("have a limit, and a label with the pod that counted", () => {
    const changes = { replicas: 1, "traces.spanMetrics": true, "traces.serviceGraph": true, "traces.seriesLimit": 500 };
    const gateway = roleWith("gateway", changes);
    const { aggregation_cardinality_limit } = find(gateway, "otelcol.connector.spanmetrics red").attributes;
    const { max_items } = find(gateway, "otelcol.connector.servicegraph edges > store").attributes;
    assert.deepEqual([aggregation_cardinality_limit, max_items], [500, 500]);
    assert.match(
      renderRole(gateway, EXAMPLE_DESTINATIONS),
      /statements = \[string\.format\(`set\(datapoint\.attributes\["collector"\], "%s"\)`, sys\.env\("POD_NAME"\)\)\]/,
    );
  });
});
