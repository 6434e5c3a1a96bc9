import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { parse } from "yaml";
import { KUBE_STATE_METRICS_CHART_VERSION, KUBE_STATE_METRICS_VERSION } from "../../../model/versions.ts";
import { kubeStateMetricsPodLabels, kubeStateMetricsValues } from "../../../render/charts/kube-state-metrics.ts";
import { startAdmission } from "./admission.ts";
import type { Admission } from "./admission.ts";
import { chartIn, inventory, podTemplate } from "./helm.ts";
import type { Chart } from "./helm.ts";
import { serve } from "./run-kube-state-metrics.ts";

const FOLDER = "local/charts/kube-state-metrics";
const RELEASE = "state";
const NAME = "own-kube-state-metrics";
const plan = {
  name: NAME,
  metrics: ["kube_namespace_created", "kube_node_info"],
  cpuMillicores: 100,
  memoryMebibytes: 128,
};
const values = kubeStateMetricsValues(plan);
const everything = kubeStateMetricsValues({ ...plan, metrics: "all" });

describe("the offline chart of kube-state-metrics", function () {
  this.timeout("10m");
  let chart: Chart;
  let admission: Admission;
  before(async () => {
    chart = await chartIn(FOLDER, RELEASE, "restricted");
    admission = await startAdmission();
  });
  after(() => admission?.stop());

  const rights = (of: typeof values) => chart.render(of).flatMap(({ rules = [] }) => rules);

  it("has the deployed versions", async () => {
    const { version, appVersion } = parse(await readFile(join(FOLDER, "Chart.yaml"), "utf8")) as Record<string, string>;
    assert.deepEqual([version, appVersion], [KUBE_STATE_METRICS_CHART_VERSION, KUBE_STATE_METRICS_VERSION]);
  });

  it("passes helm lint with the program's values", () => {
    chart.lint(values);
    chart.lint(everything);
  });

  it("creates the same objects as the public chart", () => {
    assert.deepEqual(inventory(chart.render(values)), [
      `ClusterRole ${NAME}`,
      `ClusterRoleBinding ${NAME}`,
      `Deployment ${NAME}`,
      `Service ${NAME}`,
      `ServiceAccount ${NAME}`,
    ]);
  });

  it("creates objects that the API server accepts, and a restricted pod", async () => {
    assert.deepEqual(await admission.objections(chart.render(values), "restricted"), []);
    assert.deepEqual(await admission.objections(chart.render(everything), "restricted"), []);
  });

  it("allows the account to watch only the chosen resources", () => {
    assert.deepEqual(rights(values), [
      { apiGroups: [""], resources: ["namespaces"], verbs: ["list", "watch"] },
      { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"] },
    ]);
  });

  it("grants the permissions to watch every resource that can be chosen", async () => {
    const watches = (own: string) => own.match(/^kube_state_metrics_watch_total\{.*/gm) ?? [];
    const { length } = everything.collectors;
    const { own } = await serve(admission, chart.render(everything), ({ own }) => watches(own).length >= length);
    assert.equal(watches(own).length, length);
    assert.deepEqual(
      watches(own).filter((line) => !line.includes('result="success"')),
      [],
    );
  });

  it("runs kube-state-metrics so that it provides only the chosen metrics", async () => {
    const names = (metrics: string) => new Set(metrics.match(/^\w+(?=\{)/gm) ?? []);
    const { metrics } = await serve(admission, chart.render(values), ({ metrics }) => names(metrics).size >= 2);
    assert.deepEqual([...names(metrics)].sort(), plan.metrics);
  });

  it("passes the chosen metrics, and sets the pod labels that NetworkPolicies select", () => {
    const { metadata, spec } = podTemplate(chart.render(values));
    for (const [label, value] of Object.entries(kubeStateMetricsPodLabels(RELEASE)))
      assert.equal(metadata.labels[label], value);
    assert.deepEqual(spec.containers[0]?.args, [
      "--port=8080",
      "--resources=namespaces,nodes",
      "--metric-allowlist=^kube_namespace_created$,^kube_node_info$",
    ]);
  });

  const refused: Readonly<Record<string, readonly [values: unknown, message: string]>> = {
    "an unknown value": [{ ...values, podLabels: {} }, "additional properties 'podLabels' not allowed"],
    "a missing value": [{ ...values, image: {} }, "at '/image': missing property 'tag'"],
    "access to Secrets": [{ ...values, collectors: ["secrets"] }, "at '/collectors/0': value must be one of"],
    "two pods": [{ ...values, replicas: 2 }, "at '/replicas': value must be 1"],
  };
  for (const [what, [bad, message]] of Object.entries(refused)) {
    it(`rejects ${what}`, () => {
      const words = chart.refusal(bad);
      assert.ok(words.includes(message), words);
    });
  }
});
