import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { parse } from "yaml";
import type { ServicePort } from "../../../model/collector/network-policy.ts";
import { ALLOY_CHART_VERSION } from "../../../model/versions.ts";
import { alloyChartValues, alloyPodLabels } from "../../../render/charts/alloy.ts";
import type { AlloyChartPlan } from "../../../render/charts/alloy.ts";
import { startAdmission } from "./admission.ts";
import type { Admission, Standard } from "./admission.ts";
import { chartIn, inventory, podTemplate } from "./helm.ts";
import type { Chart } from "./helm.ts";
import { alloyChart } from "./tools.ts";

const ports: readonly ServicePort[] = [
  { name: "otlp-grpc", port: 4317, protocol: "TCP" },
  { name: "otlp-http", port: 4318, protocol: "TCP" },
];
const gateway: AlloyChartPlan = {
  role: { name: "gateway", ports, hostPaths: [] },
  name: "grafana-alloy",
  imageTag: "v1.19.2",
  configKey: "config.alloy",
  secretName: "tokens",
  size: { cpuMillicores: 250, memoryMebibytes: 1024 },
  workload: { kind: "statefulset", replicas: 2, queueGibibytes: 10 },
};
const autoscaled: AlloyChartPlan = {
  ...gateway,
  workload: { kind: "statefulset", replicas: 2, queueGibibytes: 10, autoscaling: { maxReplicas: 6, cpuPercent: 70 } },
};
const sampler: AlloyChartPlan = { ...gateway, name: "sampler", role: { name: "sampler", ports, hostPaths: [] } };
const node: AlloyChartPlan = {
  ...gateway,
  name: "node",
  role: {
    name: "node",
    ports: [],
    hostPaths: [{ name: "pod-logs", path: "/var/log/pods", mountPath: "/var/log/pods" }],
  },
  workload: { kind: "daemonset", stateDirectory: "/var/lib/state" },
};
const profiler: AlloyChartPlan = {
  ...node,
  name: "profiler",
  role: { name: "profiler", ports: [], hostPaths: [{ name: "tracing", path: "/sys/t", mountPath: "/sys/t" }] },
  workload: { kind: "daemonset" },
};

/** Expected result of the chart for a role. */
interface Expected {
  readonly plan: AlloyChartPlan;
  readonly standard: Standard;
  /** All objects. They include no roles, custom resources, ConfigMaps or Secrets, which the program creates. */
  readonly objects: readonly string[];
  /** Arguments of Alloy that only some roles have. */
  readonly clustering?: readonly string[];
  /** Volumes of Alloy's container by mount path. */
  readonly mounts: Readonly<Record<string, string>>;
}

const COMMON_MOUNTS = {
  "/etc/alloy": "config",
  "/etc/alloy-credentials": "credentials (read-only)",
  "/var/lib/alloy": "queue",
};
const CLUSTERING = [
  "--cluster.enabled=true",
  "--cluster.join-addresses=grafana-alloy-cluster",
  "--cluster.name=gateway",
];
const GATEWAY_OBJECTS = [
  "PodDisruptionBudget grafana-alloy",
  "Service grafana-alloy",
  "Service grafana-alloy-cluster",
  "StatefulSet grafana-alloy",
];

const roles: Readonly<Record<string, Expected>> = {
  gateway: {
    plan: gateway,
    standard: "restricted",
    objects: GATEWAY_OBJECTS,
    clustering: CLUSTERING,
    mounts: COMMON_MOUNTS,
  },
  "gateway with autoscaling": {
    plan: autoscaled,
    standard: "restricted",
    objects: ["HorizontalPodAutoscaler grafana-alloy", ...GATEWAY_OBJECTS],
    clustering: CLUSTERING,
    mounts: COMMON_MOUNTS,
  },
  sampler: {
    plan: sampler,
    standard: "restricted",
    objects: ["PodDisruptionBudget sampler", "Service sampler", "StatefulSet sampler"],
    mounts: COMMON_MOUNTS,
  },
  node: {
    plan: node,
    standard: "privileged",
    objects: ["DaemonSet node"],
    mounts: { ...COMMON_MOUNTS, "/var/log/pods": "pod-logs (read-only)" },
  },
  profiler: {
    plan: profiler,
    standard: "privileged",
    objects: ["DaemonSet profiler"],
    mounts: { ...COMMON_MOUNTS, "/sys/t": "tracing (read-only)", "/tmp": "symbols" },
  },
};

describe("the Helm chart of Alloy", function () {
  this.timeout("10m");
  let folder = "";
  let admission: Admission;
  before(async () => {
    folder = await alloyChart();
    admission = await startAdmission();
  });
  after(() => admission?.stop());

  it("has the deployed version", async () => {
    const { version } = parse(await readFile(join(folder, "Chart.yaml"), "utf8")) as { version: string };
    assert.equal(version, ALLOY_CHART_VERSION);
  });

  for (const [name, { plan, standard, objects, clustering = [], mounts }] of Object.entries(roles)) {
    describe(`with the values of the ${name}`, () => {
      const values = alloyChartValues(plan);
      let chart: Chart;
      before(async () => {
        chart = await chartIn(folder, plan.name, standard);
      });
      const container = (wanted: string) => {
        const found = podTemplate(chart.render(values)).spec.containers.find(({ name }) => name === wanted);
        assert.ok(found);
        return found;
      };

      it("passes helm lint", () => chart.lint(values));

      it("creates exactly the expected objects", () => assert.deepEqual(inventory(chart.render(values)), objects));

      it(`creates objects that the API server accepts, and ${standard} pods`, async () =>
        assert.deepEqual(await admission.objections(chart.render(values), standard), []));

      it("sets the pod labels that NetworkPolicies and spread constraints expect", () =>
        assert.deepEqual(podTemplate(chart.render(values)).metadata.labels, alloyPodLabels(plan.name)));

      it("starts Alloy with the configuration and reloads it", () => {
        assert.deepEqual(container("alloy").args, [
          "run",
          "/etc/alloy/config.alloy",
          "--storage.path=/var/lib/alloy",
          "--server.http.listen-addr=0.0.0.0:12345",
          "--server.http.ui-path-prefix=/",
          "--disable-reporting",
          ...clustering,
          "--stability.level=public-preview",
        ]);
        assert.deepEqual(container("config-reloader").args, [
          "--watched-dir=/etc/alloy",
          "--reload-url=http://localhost:12345/-/reload",
        ]);
      });

      it("mounts the volumes that Alloy needs", () => {
        const found = container("alloy").volumeMounts.map(
          ({ mountPath, name, readOnly }) => [mountPath, `${name}${readOnly ? " (read-only)" : ""}`] as const,
        );
        assert.deepEqual(Object.fromEntries(found), mounts);
      });
    });
  }

  it("violates the restricted standard for the node role", async () => {
    const objects = (await chartIn(folder, node.name, "restricted")).render(alloyChartValues(node));
    const [objection, ...more] = await admission.objections(objects, "restricted");
    assert.match(
      objection ?? "",
      /^Pod: .*violates PodSecurity "restricted:latest": .*restricted volume types.*hostPath/,
    );
    assert.deepEqual(more, []);
  });

  it("opens the ports of the role in the pod and in the Service", async () => {
    const objects = (await chartIn(folder, gateway.name, "restricted")).render(alloyChartValues(gateway));
    const expected = { "http-metrics": 12_345, "otlp-grpc": 4317, "otlp-http": 4318 };
    const service = objects.find(({ kind, metadata }) => kind === "Service" && metadata.name === gateway.name);
    const inPod = podTemplate(objects).spec.containers[0]?.ports ?? [];
    assert.deepEqual(Object.fromEntries((service?.spec?.ports ?? []).map(({ name, port }) => [name, port])), expected);
    assert.deepEqual(Object.fromEntries(inPod.map(({ name, containerPort }) => [name, containerPort])), expected);
  });

  it("leaves the number of replicas to the autoscaler if there is one", async () => {
    const chart = await chartIn(folder, gateway.name, "restricted");
    const replicas = (plan: AlloyChartPlan) =>
      chart.render(alloyChartValues(plan)).find(({ kind }) => kind === "StatefulSet")?.spec?.replicas;
    assert.deepEqual([replicas(gateway), replicas(autoscaled)], [2, undefined]);
  });

  it("renders a different result when any part of the plan changes", async () => {
    const chart = await chartIn(folder, gateway.name, "restricted");
    const plans: AlloyChartPlan[] = [
      ...Object.values(roles).map(({ plan }) => plan),
      { ...gateway, name: "other" },
      { ...gateway, imageTag: "v1.19.3" },
      { ...gateway, configKey: "other.alloy" },
      { ...gateway, secretName: "other" },
      { ...gateway, size: { ...gateway.size, cpuMillicores: 500 } },
      { ...gateway, size: { ...gateway.size, memoryMebibytes: 2048 } },
      { ...gateway, role: { ...gateway.role, ports: ports.slice(1) } },
      { ...gateway, workload: { kind: "statefulset", replicas: 3, queueGibibytes: 10 } },
      { ...gateway, workload: { kind: "statefulset", replicas: 2, queueGibibytes: 20 } },
      { ...node, workload: { kind: "daemonset", stateDirectory: "/other" } },
      { ...node, workload: { kind: "daemonset" } },
    ];
    const texts = plans.map((plan) => JSON.stringify(chart.render(alloyChartValues(plan))));
    assert.equal(new Set(texts).size, plans.length);
  });
});
