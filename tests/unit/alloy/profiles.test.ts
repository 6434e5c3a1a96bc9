import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { POD, relabelled } from "./relabelling.ts";
import { find, roleWith } from "./roles.ts";

const EBPF = { "profiles.ebpf": { namespaces: ["petrosa-apps", "risk"], sampleRate: 97 } };

describe("scraped profiles", () => {
  const annotations = (values: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        `__meta_kubernetes_pod_annotation_profiles_grafana_com_${name}`,
        value,
      ]),
    );
  const ofPod = (values: Readonly<Record<string, string>>) =>
    relabelled(roleWith("gateway"), "discovery.relabel profiled_pods", { ...POD, ...annotations(values) });

  it("come from annotated pods, at the address in their annotations", () => {
    assert.equal(ofPod({}), undefined);
    assert.deepEqual(ofPod({ scrape: "true", port: "6060", path: "/debug", scheme: "https" }), {
      __address__: "10.0.0.7:6060",
      __profile_path_prefix__: "/debug",
      __scheme__: "https",
      service_name: "tradeengine",
      service_namespace: "petrosa",
      namespace: "petrosa-apps",
      pod: "tradeengine-7d9c5b8f6d-x2x9z",
    });
  });

  it("have only the selected types", () => {
    const { blocks } = find(
      roleWith("gateway", { "profiles.types": ["cpu", "block"] }),
      "pyroscope.scrape applications > profiling_config",
    );
    assert.deepEqual(
      blocks.map(({ name, attributes }) => [name, attributes["enabled"]]),
      [
        ["profile.process_cpu", true],
        ["profile.memory", false],
        ["profile.goroutine", false],
        ["profile.mutex", false],
        ["profile.block", true],
      ],
    );
  });
});

describe("eBPF profiles", () => {
  it("come only from the chosen namespaces, at the chosen rate", () => {
    const profiler = roleWith("profiler", EBPF);
    const ofPod = (namespace: string, phase = "Running") =>
      relabelled(profiler, "discovery.relabel profiled_pods", {
        ...POD,
        __meta_kubernetes_namespace: namespace,
        __meta_kubernetes_pod_phase: phase,
      });
    assert.equal(ofPod("kube-system"), undefined);
    assert.equal(ofPod("risk-2"), undefined);
    for (const namespace of ["petrosa-apps", "risk"]) {
      assert.equal(ofPod(namespace)?.["__container_id__"], "0123456789abcdef", namespace);
      assert.equal(ofPod(namespace, "Succeeded"), undefined, namespace);
    }
    assert.equal(find(profiler, "pyroscope.ebpf node").attributes["sample_rate"], 97);
  });
});
