import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { call, object } from "../../../render/alloy/language/ast.ts";
import type { RawString } from "../../../render/alloy/language/ast.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { POD, relabelled } from "./relabelling.ts";
import { componentsNamed, find, has, planWith, roleWith } from "./roles.ts";

describe("log files", () => {
  const node = roleWith("node");
  const ofPod = (labels: object) => relabelled(node, "discovery.relabel pod_logs", { ...POD, ...labels });
  const annotated = (of: "pod" | "namespace", value: string) => ({
    [`__meta_kubernetes_${of}_annotation_observability_logs`]: value,
  });
  const LABELS = {
    __address__: "10.0.0.7:8080",
    __path__: "/var/log/pods/*0b5e8f4c-1111-4222-8333-000000000000/app/*.log",
    "k8s.namespace.name": "petrosa-apps",
    "k8s.pod.name": "tradeengine-7d9c5b8f6d-x2x9z",
    "k8s.container.name": "app",
    "k8s.deployment.name": "tradeengine",
    "service.name": "tradeengine",
    "service.namespace": "petrosa",
    "service.instance.id": "petrosa-apps.tradeengine-7d9c5b8f6d-x2x9z.app",
  };
  /** The node's name is set by an Alloy function. */
  const NODE = { "k8s.node.name": "" };

  it("are found for each container, with attributes that identify their source", () => {
    assert.deepEqual({ ...ofPod({}), ...NODE }, { ...LABELS, ...NODE });
  });

  it("pass their identifying attributes to the resource of their lines", () => {
    const { keys } = find(node, "otelcol.processor.groupbyattrs pods").attributes;
    const names = Object.keys({ ...LABELS, ...NODE }).filter((name) => !name.startsWith("__"));
    const workloads = ["k8s.statefulset.name", "k8s.daemonset.name", "k8s.job.name"];
    assert.deepEqual([...(keys as string[])].sort(), [...names, ...workloads].sort());
  });

  it("are excluded by an annotation of the pod or namespace, and the pod's annotation takes precedence", () => {
    assert.equal(ofPod(annotated("pod", "false")), undefined);
    assert.equal(ofPod(annotated("namespace", "false")), undefined);
    assert.notEqual(ofPod({ ...annotated("namespace", "false"), ...annotated("pod", "true") }), undefined);
    assert.equal(ofPod({ ...annotated("namespace", "true"), ...annotated("pod", "false") }), undefined);
    assert.notEqual(ofPod(annotated("pod", "no")), undefined);
  });

  it("of a static pod are found under the hash of its manifest", () => {
    const mirror = { __meta_kubernetes_pod_annotation_kubernetes_io_config_mirror: "1a2b3c" };
    assert.equal(ofPod(mirror)?.["__path__"], "/var/log/pods/*1a2b3c/app/*.log");
  });

  it("have the application's name from its other signals", () => {
    const name = { __meta_kubernetes_pod_annotation_resource_opentelemetry_io_service_name: "engine" };
    const { "service.name": service, "k8s.deployment.name": deployment } = ofPod(name) ?? {};
    assert.deepEqual([service, deployment], ["engine", "tradeengine"]);
  });

  it("of the collector belong to the platform team, unless its namespace is also an application namespace", () => {
    const own = { __meta_kubernetes_namespace: "observability" };
    assert.equal(ofPod(own)?.["service.namespace"], "platform");
    const team = ofPod({ __meta_kubernetes_namespace: "petrosa-apps" })?.["service.namespace"];
    assert.equal(team, "petrosa");
  });

  for (const [kind, attribute] of [
    ["StatefulSet", "k8s.statefulset.name"],
    ["DaemonSet", "k8s.daemonset.name"],
    ["Job", "k8s.job.name"],
  ] as const) {
    it(`of a ${kind} have the name of the ${kind}`, () => {
      const labels = ofPod({
        __meta_kubernetes_pod_controller_kind: kind,
        __meta_kubernetes_pod_controller_name: "ledger",
      });
      assert.deepEqual([labels?.[attribute], labels?.["service.name"]], ["ledger", "ledger"]);
    });
  }

  it("are found only on this node", () => {
    for (const [label, field] of [
      ["pods", "spec.nodeName=%s"],
      ["node", "metadata.name=%s"],
    ] as const) {
      const { attributes } = find(node, `discovery.kubernetes ${label} > selectors`);
      assert.deepEqual(attributes["field"], call("string.format", field, call("sys.env", "K8S_NODE_NAME")));
    }
    for (const { attributes, blocks } of componentsNamed(node, "discovery.kubernetes")) {
      assert.equal(blocks[0]?.attributes["role"], attributes["role"]);
    }
  });
});

describe("log lines", () => {
  const stages = (changes = {}) => find(roleWith("node", changes), "loki.process pods").blocks;
  const stage = (name: string, changes = {}) => stages(changes).find((block) => block.name === name)?.attributes;

  it("have a rate limit for each namespace, with bursts of ten seconds", () => {
    assert.deepEqual(stage("stage.limit", { "logs.pods.linesPerSecond": 100 }), {
      rate: 100,
      burst: 1000,
      drop: true,
      by_label_name: "k8s.namespace.name",
      max_distinct_labels: 10_000,
    });
  });

  it("are joined only if enabled, before anything is extracted from them", () => {
    const names = (changes = {}) => stages(changes).map(({ name }) => name.replace("stage.", ""));
    assert.deepEqual(names(), ["cri", "limit", "json", "regex", "labels", "label_drop"]);
    assert.deepEqual(names({ "logs.pods.multiline": true }), [
      "cri",
      "limit",
      "multiline",
      "json",
      "regex",
      "labels",
      "label_drop",
    ]);
    const { firstline } = stage("stage.multiline", { "logs.pods.multiline": true }) ?? {};
    const first = new RegExp((firstline as RawString).text);
    assert.deepEqual(
      ["Error: x", "    at f (a.ts:1)", "\tat f"].map((line) => first.test(line)),
      [true, false, false],
    );
  });

  it("get the trace id from JSON or text", () => {
    assert.deepEqual(stage("stage.labels"), { values: object({ level: "", trace_id: "", span_id: "" }) });
    const text = (stage("stage.regex")?.["expression"] as RawString).text.replace("(?P<", "(?<");
    const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    for (const line of [`trace_id=${trace}`, `traceId: "${trace}"`, `{'traceID': '${trace}'}`, `traceid=${trace}`]) {
      assert.equal(new RegExp(text).exec(line)?.groups?.["trace_id"], trace, line);
    }
    assert.equal(new RegExp(text).test(`id=${trace}`), false);
  });

  it("are never refused to save memory: they wait in their files", () => {
    const node = roleWith("node");
    assert.deepEqual(
      componentsNamed(node, "otelcol.processor.memory_limiter").map(({ label }) => label),
      ["scraped"],
    );
  });
});

describe("the node role", () => {
  it("exists if at least one of its three parts is enabled", () => {
    const parts = ["logs.pods.enabled", "metrics.kubernetes.enabled", "metrics.host.enabled"];
    const off = Object.fromEntries(parts.map((part) => [part, false]));
    const has = (changes: object) => collectorRoles(planWith({ ...changes })).some(({ name }) => name === "node");
    assert.equal(has(off), false);
    for (const part of parts) assert.equal(has({ ...off, [part]: true }), true, part);
  });

  it("does not contain disabled parts", () => {
    const only = roleWith("node", { "logs.pods.enabled": false, "metrics.kubernetes.enabled": false });
    assert.deepEqual(
      ["loki.source.file pods", "prometheus.scrape kubelet", "prometheus.scrape host"].map((title) => has(only, title)),
      [false, false, true],
    );
  });
});
