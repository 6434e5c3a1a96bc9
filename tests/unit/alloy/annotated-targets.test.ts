import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { collectorPlan } from "../../../render/collector.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorInput } from "../../../testing/environments.ts";
import { POD, relabelled } from "./relabelling.ts";
import { componentsNamed, find, has, roleWith } from "./roles.ts";

const asks = (of: "pod" | "service", also: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    Object.entries({ scrape: "true", ...also }).map(([name, value]) => [
      `__meta_kubernetes_${of}_annotation_prometheus_io_${name}`,
      value,
    ]),
  );
const READY = { __meta_kubernetes_endpointslice_endpoint_conditions_ready: "true" };

describe("annotated targets", () => {
  const gateway = roleWith("gateway");
  const ofPod = (labels: object) => relabelled(gateway, "discovery.relabel annotated_pods", { ...POD, ...labels });
  const ofService = (labels: object) =>
    relabelled(gateway, "discovery.relabel annotated_services", { ...POD, ...READY, ...labels });
  const LABELS = {
    __address__: "10.0.0.7:8080",
    __workload: "tradeengine",
    __team: "petrosa",
    job: "petrosa/tradeengine",
    namespace: "petrosa-apps",
    pod: "tradeengine-7d9c5b8f6d-x2x9z",
  };

  it("are scraped only if they are annotated for scraping", () => {
    assert.equal(ofPod({}), undefined);
    assert.equal(ofPod(asks("pod", { scrape: "yes" })), undefined);
    assert.equal(ofService({}), undefined);
  });

  it("have the same team and workload labels through a pod and a Service", () => {
    assert.deepEqual(ofPod(asks("pod")), LABELS);
    assert.deepEqual(ofService(asks("service")), LABELS);
  });

  it("are not scraped twice if both the pod and its Service are annotated", () =>
    assert.equal(ofService({ ...asks("service"), ...asks("pod") }), undefined));

  it("are scraped at the address in the annotations", () => {
    const where = { port: "9102", path: "/stats", scheme: "https", interval: "15s" };
    assert.deepEqual(ofPod(asks("pod", where)), {
      ...LABELS,
      __address__: "10.0.0.7:9102",
      __metrics_path__: "/stats",
      __scheme__: "https",
      __scrape_interval__: "15s",
    });
    assert.equal(ofPod({ ...asks("pod", where), __address__: "[fd00::7]:8080" })?.["__address__"], "[fd00::7]:9102");
    assert.equal(ofPod({ ...asks("pod", where), __address__: "10.0.0.7" })?.["__address__"], "10.0.0.7:9102");
  });

  it("are scraped with the defaults if an annotation is invalid", () => {
    const nonsense = { port: "http", path: "stats", scheme: "ftp", interval: "5s" };
    for (const [name, value] of Object.entries(nonsense)) {
      assert.deepEqual(ofPod(asks("pod", { [name]: value })), LABELS, name);
    }
  });

  it("do not include terminated pods or init containers", () => {
    assert.equal(ofPod({ ...asks("pod"), __meta_kubernetes_pod_phase: "Succeeded" }), undefined);
    assert.equal(ofPod({ ...asks("pod"), __meta_kubernetes_pod_container_init: "true" }), undefined);
    const unready = { __meta_kubernetes_endpointslice_endpoint_conditions_ready: "false" };
    assert.equal(ofService({ ...asks("service"), ...unready }), undefined);
  });

  it("are named after a standalone pod, or after a Service without pods", () => {
    const alone = { __meta_kubernetes_pod_controller_kind: "", __meta_kubernetes_pod_controller_name: "" };
    const single = ofPod({ ...alone, ...asks("pod") });
    assert.equal(single?.["job"], "petrosa/tradeengine-7d9c5b8f6d-x2x9z");
    const external = { __address__: "10.1.1.1:80", __meta_kubernetes_namespace: "petrosa-apps" };
    const service = { ...external, ...READY, ...asks("service"), __meta_kubernetes_service_name: "feed" };
    assert.equal(relabelled(gateway, "discovery.relabel annotated_services", service)?.["job"], "petrosa/feed");
  });

  it("are discovered only in application namespaces, and nowhere if there are none", () => {
    for (const label of ["pods", "services", "profiled_pods"]) {
      const { attributes } = find(gateway, `discovery.kubernetes ${label} > namespaces`);
      assert.deepEqual(attributes, { names: ["petrosa-apps"] });
    }
    const [none] = collectorRoles(collectorPlan({ ...collectorInput("prod"), applications: [] }));
    assert.ok(none);
    assert.deepEqual(componentsNamed(none, "discovery.kubernetes"), []);
    assert.equal(has(none, "pyroscope.scrape applications"), false);
  });

  it("have limits", () => {
    const limits = { sampleLimit: 1, labelLimit: 2, targetLimit: 3, interval: "30s" };
    const { attributes } = find(
      roleWith("gateway", { "metrics.applications": limits }),
      "prometheus.scrape applications",
    );
    const { sample_limit, label_limit, target_limit, scrape_interval, scrape_timeout } = attributes;
    assert.deepEqual(
      [sample_limit, label_limit, target_limit, scrape_interval, scrape_timeout],
      [1, 2, 3, "30s", "10s"],
    );
  });
});
