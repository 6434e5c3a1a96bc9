import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { keepLists } from "../../../model/catalog/keep-lists.ts";
import { systems } from "../../../catalog/index.ts";
import type { RawString } from "../../../render/alloy/language/ast.ts";
import type { Role } from "../../../render/alloy/roles/role.ts";
import { ruleOf, rulesOf } from "./relabelling.ts";
import { componentsNamed, find, roleWith, titleOf } from "./roles.ts";

const kept = keepLists(Object.values(systems));
const ALL = { "metrics.kubernetes.apiServer": true };
const TAIL = { "traces.sampling": { kind: "tail", tracesPerSecond: 100, percent: 10 } };

describe("clustering", () => {
  const clustered = (role: Role): readonly string[] =>
    role.blocks.filter(({ blocks }) => blocks.some(({ name }) => name === "clustering")).map(titleOf);

  it("distributes among the gateways the targets that exist once", () => {
    assert.deepEqual(clustered(roleWith("gateway", ALL)), [
      "prometheus.scrape applications",
      "prometheus.scrape kube_state_metrics",
      "prometheus.scrape api_servers",
      "loki.source.kubernetes_events default",
      "pyroscope.scrape applications",
    ]);
  });

  it("is off for pods that handle only their own node or their own traces", () => {
    const others = [roleWith("node"), roleWith("sampler", TAIL)];
    assert.deepEqual(others.flatMap(clustered), []);
  });
});

describe("keep-lists", () => {
  const names = (role: Role, label: string): readonly string[] => {
    const [rule] = rulesOf(role, `prometheus.relabel ${label}`);
    assert.ok(rule);
    assert.deepEqual([rule.attributes["source_labels"], rule.attributes["action"]], [["__name__"], "keep"]);
    return (rule.attributes["regex"] as RawString).text.split("|");
  };

  const withUp = (list: readonly string[]) => [...new Set([...list, "up"])];

  it("contain the metrics that the catalog uses, and `up`", () => {
    const gateway = roleWith("gateway", ALL);
    const node = roleWith("node");
    assert.deepEqual(names(gateway, "kube_state_metrics"), withUp(kept["kube-state-metrics"]));
    assert.deepEqual(names(gateway, "api_servers"), withUp(kept["api-server"]));
    assert.deepEqual(names(node, "kubelet"), withUp(kept.kubelet));
    assert.deepEqual(names(node, "cadvisor"), withUp(kept.cadvisor));
    assert.deepEqual(names(node, "host"), withUp(kept.host));
    for (const role of [gateway, node, roleWith("sampler", TAIL)])
      assert.deepEqual(names(role, "self"), withUp(kept.collector));
    for (const [source, list] of Object.entries(kept)) assert.notDeepEqual(list, [], source);
  });

  it("do not exist if all metrics are kept", () => {
    const all = { ...ALL, "metrics.kubernetes.keep": "all", "metrics.host.keep": "all" };
    const relabelling = (role: Role) => componentsNamed(role, "prometheus.relabel").map(titleOf);
    assert.deepEqual(relabelling(roleWith("gateway", all)), ["prometheus.relabel self"]);
    assert.deepEqual(relabelling(roleWith("node", all)), ["prometheus.relabel self"]);
  });

  it("drop cAdvisor metrics that repeat those of containers", () => {
    const rule = rulesOf(roleWith("node"), "prometheus.relabel cadvisor").map(ruleOf)[1];
    assert.equal(rule?.action, "drop");
    const dropped = (name: string, container: string) => rule.regex.test(`${name};${container}`);
    assert.deepEqual(
      [
        dropped("container_cpu_usage_seconds_total", ""),
        dropped("container_memory_working_set_bytes", "POD"),
        dropped("container_cpu_usage_seconds_total", "app"),
        dropped("container_network_receive_bytes_total", ""),
        dropped("up", ""),
      ],
      [true, true, false, false, false],
    );
  });
});

describe("scrape jobs of the collector", () => {
  const jobOf = (role: Role, component: string) =>
    rulesOf(role, component).find(({ attributes }) => attributes["target_label"] === "job")?.attributes["replacement"];

  it("have the job names of Grafana's integrations", () => {
    const node = roleWith("node");
    assert.deepEqual(
      ["kubelet", "cadvisor", "host", "self"].map((label) => jobOf(node, `discovery.relabel ${label}`)),
      [
        "integrations/kubernetes/kubelet",
        "integrations/kubernetes/cadvisor",
        "integrations/node_exporter",
        "integrations/alloy",
      ],
    );
    assert.equal(
      jobOf(roleWith("gateway", ALL), "discovery.relabel api_servers"),
      "integrations/kubernetes/kube-apiserver",
    );
  });

  it("find kube-state-metrics through its Service in the collector's namespace", () => {
    const { targets, honor_labels } = find(roleWith("gateway"), "prometheus.scrape kube_state_metrics").attributes;
    assert.deepEqual(targets, [
      {
        kind: "object",
        fields: {
          __address__: "observability-kube-state-metrics.observability.svc.cluster.local:8080",
          job: "integrations/kubernetes/kube-state-metrics",
          cluster: "petrosa-prod",
        },
      },
    ]);
    assert.equal(honor_labels, true);
  });

  it("verify API servers with the cluster's authority, and accept any certificate of kubelets", () => {
    const tls = (role: Role, label: string) => find(role, `prometheus.scrape ${label} > tls_config`).attributes;
    const authority = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt";
    assert.deepEqual(tls(roleWith("gateway", ALL), "api_servers"), { ca_file: authority });
    for (const label of ["kubelet", "cadvisor"])
      assert.deepEqual(tls(roleWith("node"), label), { insecure_skip_verify: true });
  });

  it("label each pod of the collector with its role", () => {
    const roles = [
      roleWith("gateway"),
      roleWith("node"),
      roleWith("sampler", TAIL),
      roleWith("profiler", { "profiles.ebpf": { namespaces: ["petrosa-apps"] } }),
    ];
    for (const role of roles) {
      const rule = rulesOf(role, "discovery.relabel self").find(
        ({ attributes }) => attributes["target_label"] === "role",
      );
      assert.equal(rule?.attributes["replacement"], role.name);
    }
  });
});
