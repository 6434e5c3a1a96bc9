import { lateValues } from "../../../render/alloy/features/destination.ts";
import { EXAMPLE_DESTINATIONS } from "../../../render/reference/committed-files.ts";
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { collectorPods } from "../../../render/collector.ts";
import { TELEMETRY_PORTS } from "../../../render/alloy/endpoints.ts";
import { printConfig } from "../../../render/alloy/language/print.ts";
import { renderRole } from "../../../render/alloy/roles/role.ts";
import type { Role } from "../../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../../render/alloy/roles/index.ts";
import { collectorCombinations } from "../../combinations.ts";
import { planOf, planWith, roleWith } from "./roles.ts";

const TAIL = { "traces.sampling": { kind: "tail", tracesPerSecond: 100, percent: 10 } };
const EBPF = { "profiles.ebpf": { namespaces: ["petrosa-apps"] } };
const NOTHING = {
  "metrics.applications.enabled": false,
  "metrics.kubernetes.enabled": false,
  "metrics.host.enabled": false,
  "logs.pods.enabled": false,
  "logs.events.enabled": false,
  "profiles.pull": false,
};

/** Formats rules as `verbs resources`. */
const rights = ({ rbac }: Role): readonly string[] =>
  rbac
    .map(({ apiGroups = [], resources = [], nonResourceURLs = [], verbs }) =>
      [verbs.join(","), ...nonResourceURLs, ...resources.map((name) => [...apiGroups, name].join("/"))].join(" "),
    )
    .sort();

const everyRole = collectorCombinations().flatMap(({ name, collector }) =>
  collectorRoles(planOf(collector)).map((role) => [role, `${role.name} of ${name}`] as const),
);

describe("permissions of the roles", () => {
  it("only allow reading, without wildcards, and never include Secrets or ConfigMaps", () => {
    for (const [{ rbac }, title] of everyRole) {
      for (const { apiGroups = [], resources = [], nonResourceURLs = [], verbs } of rbac) {
        assert.deepEqual(
          verbs.filter((verb) => !["get", "list", "watch"].includes(verb)),
          [],
          title,
        );
        const names = [...apiGroups, ...resources, ...nonResourceURLs];
        assert.deepEqual(
          names.filter((name) => /\*|secret|configmap/.test(name)),
          [],
          title,
        );
      }
    }
  });

  it("of the gateway match its enabled features", () => {
    assert.deepEqual(rights(roleWith("gateway", NOTHING)), ["get,list,watch /pods"]);
    assert.deepEqual(rights(roleWith("gateway")), [
      "get,list,watch /events",
      "get,list,watch /pods",
      "get,list,watch /pods /services",
      "get,list,watch discovery.k8s.io/endpointslices",
    ]);
    assert.deepEqual(rights(roleWith("gateway", { ...NOTHING, ...TAIL })), [
      "get,list,watch /pods",
      "get,list,watch discovery.k8s.io/endpointslices",
    ]);
  });

  it("of the gateway include more if it scrapes the API server", () => {
    const apiServer = { ...NOTHING, "metrics.kubernetes.enabled": true, "metrics.kubernetes.apiServer": true };
    assert.deepEqual(rights(roleWith("gateway", apiServer)), [
      "get /metrics",
      "get,list,watch /pods",
      "get,list,watch /services /pods",
      "get,list,watch discovery.k8s.io/endpointslices",
    ]);
  });

  it("of the node include pods for logs, and the kubelet's metrics", () => {
    assert.deepEqual(rights(roleWith("node")), [
      "get /nodes/metrics",
      "get,list,watch /nodes",
      "get,list,watch /pods /namespaces",
    ]);
    assert.deepEqual(rights(roleWith("node", { "metrics.kubernetes.enabled": false, "logs.pods.enabled": false })), []);
  });

  it("of the sampler are empty, and those of the profiler include pods", () => {
    assert.deepEqual(rights(roleWith("sampler", TAIL)), []);
    assert.deepEqual(rights(roleWith("profiler", EBPF)), ["get,list,watch /pods"]);
  });
});

describe("outgoing connections of the roles", () => {
  const called = ({ egress }: Role): readonly string[] => [...egress].sort();

  it("lead from the gateway to the API server, its scrape targets, its peers and the backends", () => {
    const always = ["backend:otlp", "backend:profiles", "kubernetes-api", "peers"];
    assert.deepEqual(called(roleWith("gateway", NOTHING)), always);
    assert.deepEqual(called(roleWith("gateway")), ["application-pods", "kube-state-metrics", ...always].sort());
    assert.deepEqual(called(roleWith("gateway", { ...NOTHING, ...TAIL })), [...always, "sampler"]);
  });

  it("lead from the node to the kubelet and the backend of its signals", () => {
    assert.deepEqual(called(roleWith("node")), ["backend:otlp", "kubelet", "kubernetes-api"]);
    assert.deepEqual(called(roleWith("node", NOTHING_BUT_HOST)), ["backend:otlp"]);
  });

  it("lead from the sampler and the profiler to the backend", () => {
    assert.deepEqual(called(roleWith("sampler", TAIL)), ["backend:otlp"]);
    assert.deepEqual(called(roleWith("profiler", EBPF)), ["backend:otlp", "backend:profiles", "kubernetes-api"]);
  });
});

const NOTHING_BUT_HOST = { ...NOTHING, "metrics.host.enabled": true };

describe("ports of the roles", () => {
  it("are those that receive telemetry from applications, on the gateway", () => {
    assert.deepEqual(roleWith("gateway").ports, TELEMETRY_PORTS);
    assert.deepEqual(
      TELEMETRY_PORTS.map(({ name, port, protocol }) => [name, port, protocol]),
      [
        ["otlp-grpc", 4317, "TCP"],
        ["otlp-http", 4318, "TCP"],
        ["pyroscope", 4040, "TCP"],
      ],
    );
  });

  it("are one on the sampler, and zero on the node and the profiler", () => {
    assert.deepEqual(
      roleWith("sampler", TAIL).ports.map(({ port }) => port),
      [4317],
    );
    assert.deepEqual([roleWith("node").ports, roleWith("profiler", EBPF).ports], [[], []]);
  });

  it("are exactly the ports on which the configuration listens", () => {
    for (const [role, title] of everyRole) {
      const listening = renderRole(role, EXAMPLE_DESTINATIONS).matchAll(/(?:"0\.0\.0\.0:|listen_port +=\s*)(\d+)/g);
      assert.deepEqual(
        [...listening].map(([, port]) => Number(port)),
        role.ports.map(({ port }) => port),
        title,
      );
    }
  });
});

describe("directories of the node", () => {
  const mounted = ({ hostPaths }: Role) => hostPaths.map(({ path, mountPath }) => [path, mountPath]);

  it("are mounted only by the node and the profiler, and only for reading", () => {
    for (const [{ name, hostPaths }, title] of everyRole) {
      assert.deepEqual(hostPaths.length > 0 && !["node", "profiler"].includes(name), false, title);
      assert.deepEqual(
        hostPaths.filter(({ writable }) => writable),
        [],
        title,
      );
    }
  });

  it("match the enabled features", () => {
    const logs = ["/var/log/pods", "/var/log/pods"];
    const root = ["/", "/host/root"];
    assert.deepEqual(mounted(roleWith("node")), [logs, root]);
    assert.deepEqual(mounted(roleWith("node", { "metrics.host.enabled": false })), [logs]);
    assert.deepEqual(mounted(roleWith("node", NOTHING_BUT_HOST)), [root]);
    assert.deepEqual(mounted(roleWith("profiler", EBPF)), [
      ["/sys/kernel/tracing", "/sys/kernel/tracing"],
      ["/sys/kernel/debug", "/sys/kernel/debug"],
    ]);
  });
});

describe("kinds of pods", () => {
  const kinds = (changes: object) => {
    const plan = planWith({ ...changes });
    return collectorPods(collectorRoles(plan), plan).map(({ kind, instance }) => `${kind} ${instance}`);
  };

  it("are gateway, node and kube-state-metrics by default", () => {
    assert.deepEqual(kinds({}), [
      "gateway grafana-alloy",
      "node grafana-alloy-node",
      "kube-state-metrics kube-state-metrics",
    ]);
  });

  it("are only the gateway if nothing else is enabled", () =>
    assert.deepEqual(kinds(NOTHING), ["gateway grafana-alloy"]));

  it("include samplers for tail sampling and profilers for eBPF profiles", () => {
    assert.deepEqual(kinds({ ...NOTHING, ...TAIL, ...EBPF }), [
      "gateway grafana-alloy",
      "sampler grafana-alloy-sampler",
      "profiler grafana-alloy-profiler",
    ]);
  });
});

const LATE = lateValues(EXAMPLE_DESTINATIONS);

describe("credentials in the configuration", () => {
  it("are files: those with the token and that of the ServiceAccount", () => {
    const files = new Set(
      everyRole.flatMap(([{ blocks }]) => printConfig(blocks, LATE).match(/\w*(?:password|token)\w* += .*/g) ?? []),
    );
    assert.deepEqual([...files].map((line) => line.replace(/ +/g, " ")).sort(), [
      'bearer_token_file = "/var/run/secrets/kubernetes.io/serviceaccount/token"',
      'password_file = "/etc/alloy-credentials/otlp-token"',
      'password_file = "/etc/alloy-credentials/profiles-token"',
    ]);
  });

  it("are sent to the API server and the kubelet, never to an application", () => {
    const holders = everyRole.flatMap(([{ blocks }]) =>
      blocks.filter((block) => /bearer|basic_auth|authorization/.test(printConfig([block], LATE))),
    );
    assert.deepEqual([...new Set(holders.map(({ name, label }) => `${name} ${label}`))].sort(), [
      "prometheus.scrape api_servers",
      "prometheus.scrape cadvisor",
      "prometheus.scrape kubelet",
      "pyroscope.write backend",
    ]);
  });
});
