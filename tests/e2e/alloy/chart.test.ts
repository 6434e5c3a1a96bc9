import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { after, before, describe, it } from "mocha";
import { parseAllDocuments } from "yaml";
import { gatewayPorts } from "../../../render/alloy/gateway.ts";
import { alloyChartValues, alloyPodLabels } from "../../../render/alloy/values.ts";
import type { AlloyChartPlan } from "../../../render/alloy/values.ts";
import { executable } from "./tools.ts";

const CHART = "local/charts/alloy";
const plan: AlloyChartPlan = {
  releaseName: "gateway",
  name: "grafana-alloy",
  imageTag: "v1.19.2",
  replicas: 2,
  serviceAccountName: "collector",
  configMap: { name: "gateway-config", key: "config.alloy" },
  credentials: { secretName: "gateway-credentials", directory: "/etc/alloy-credentials" },
  storage: { directory: "/var/lib/alloy", gibibytes: 10 },
  cpu: "250m",
  memoryMebibytes: 1024,
  ports: gatewayPorts,
};

describe("offline Alloy chart", function () {
  this.timeout("10m");
  const folder = mkdtempSync(join(tmpdir(), "alloy-chart-"));
  let helmPath = "";
  before(async () => {
    helmPath = await executable("helm");
  });
  after(() => rmSync(folder, { recursive: true }));

  function helm(command: readonly string[], values: unknown) {
    const file = join(folder, "values.json");
    writeFileSync(file, JSON.stringify(values));
    const env = { HOME: folder, KUBECONFIG: "" };
    return execaSync(helmPath, [...command, CHART, "--namespace", "observability", "--values", file], {
      env,
      reject: false,
    });
  }

  function render(values: unknown): string {
    const { stdout, stderr, exitCode } = helm(["template", plan.releaseName], values);
    assert.equal(exitCode, 0, stderr);
    return stdout;
  }

  it("passes helm lint with the program's values", () => {
    const { stdout, exitCode } = helm(["lint", "--strict"], alloyChartValues(plan));
    assert.equal(exitCode, 0, stdout);
  });

  it("makes the Service, the StatefulSet and the PodDisruptionBudget under the collector's name", () => {
    const objects = parseAllDocuments(render(alloyChartValues(plan))).map((document) => ({
      kind: document.get("kind"),
      name: document.getIn(["metadata", "name"]),
      namespace: document.getIn(["metadata", "namespace"]),
    }));
    const of = (kind: string) => ({ kind, name: "grafana-alloy", namespace: "observability" });
    assert.deepEqual(
      objects.sort((a, b) => String(a.kind).localeCompare(String(b.kind))),
      [of("PodDisruptionBudget"), of("Service"), of("StatefulSet")],
    );
  });

  it("labels the pods as NetworkPolicies and spreading expect", () => {
    const [statefulSet] = parseAllDocuments(render(alloyChartValues(plan))).filter(
      (d) => d.get("kind") === "StatefulSet",
    );
    assert.ok(statefulSet);
    const labels: unknown = JSON.parse(JSON.stringify(statefulSet.getIn(["spec", "template", "metadata", "labels"])));
    assert.deepEqual(labels, alloyPodLabels(plan.releaseName));
  });

  it("starts Alloy as the official chart does", () => {
    const args = render(alloyChartValues(plan))
      .match(/(?<=args:\n)(?: +- .*\n)+/g)
      ?.map((list) =>
        list
          .trim()
          .split(/\s+- |^- /)
          .slice(1),
      );
    assert.deepEqual(args, [
      [
        "run",
        "/etc/alloy/config.alloy",
        "--storage.path=/var/lib/alloy",
        "--server.http.listen-addr=0.0.0.0:12345",
        "--server.http.ui-path-prefix=/",
        "--disable-reporting",
        "--stability.level=public-preview",
      ],
      ["--watched-dir=/etc/alloy", "--reload-url=http://localhost:12345/-/reload"],
    ]);
  });

  it("renders something else when any part of the plan changes", () => {
    const changes: Partial<AlloyChartPlan>[] = [
      { name: "other" },
      { imageTag: "v1.19.3" },
      { replicas: 3 },
      { serviceAccountName: "other" },
      { configMap: { ...plan.configMap, name: "other" } },
      { configMap: { ...plan.configMap, key: "other.alloy" } },
      { credentials: { ...plan.credentials, secretName: "other" } },
      { credentials: { ...plan.credentials, directory: "/other" } },
      { storage: { ...plan.storage, directory: "/other" } },
      { storage: { ...plan.storage, gibibytes: 20 } },
      { storage: { ...plan.storage, storageClassName: "gp3" } },
      { cpu: "1" },
      { memoryMebibytes: 2048 },
      { ports: gatewayPorts.slice(1) },
    ];
    const texts = [{}, ...changes].map((change) => render(alloyChartValues({ ...plan, ...change })));
    assert.equal(new Set(texts).size, changes.length + 1);
  });

  const values = alloyChartValues(plan);
  const refused: [name: string, values: unknown, message: string][] = [
    ["an unknown value", { ...values, livenessProbe: {} }, "additional properties 'livenessProbe' not allowed"],
    [
      "an unknown value further down",
      { ...values, alloy: { ...values.alloy, clustering: { enabled: true } } },
      "at '/alloy': additional properties 'clustering' not allowed",
    ],
    ["a missing value", { ...values, image: {} }, "at '/image': missing property 'tag'"],
    ["a value it does not implement", { ...values, rbac: { create: true } }, "at '/rbac/create': value must be false"],
  ];
  for (const [name, bad, message] of refused) {
    it(`refuses ${name}`, () => {
      const { exitCode, stderr } = helm(["template", plan.releaseName], bad);
      assert.notEqual(exitCode, 0);
      assert.ok(stderr.includes(message), stderr);
    });
  }
});
