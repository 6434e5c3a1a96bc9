import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, isSecret, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { find, inputsOf, settingsWith } from "./find.ts";

/** The chart's values. Their top two levels are objects. */
const valuesOf = ({ resources }: Deployment) =>
  find(resources, "Release collector-release").inputs["values"] as Record<string, Record<string, unknown>>;

describe("releases of the AlloyCollector", () => {
  let prod: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
  });

  const common = { namespace: "observability", atomic: true, timeout: 600, compat: "true" };
  const alloy = {
    chart: "alloy",
    version: "1.11.1",
    repositoryOpts: { repo: "https://grafana.github.io/helm-charts" },
    ...common,
  };
  const expected = {
    "collector-release": { name: "grafana-alloy", ...alloy },
    "collector-node-release": { name: "grafana-alloy-node", ...alloy },
    "collector-kube-state-metrics": {
      name: "kube-state-metrics",
      chart: "kube-state-metrics",
      version: "8.3.1",
      repositoryOpts: { repo: "https://prometheus-community.github.io/helm-charts" },
      ...common,
    },
  };
  for (const [name, release] of Object.entries(expected)) {
    it(`use a pinned chart and a fixed name, and roll back a failed upgrade: ${name}`, () => {
      const { values, ...others } = inputsOf(find(prod.resources, `Release ${name}`));
      assert.deepEqual(others, release);
      assert.equal(typeof values, "object");
    });
  }

  it("refer to Secret and ConfigMap by name, and contain no secret", () => {
    const values = valuesOf(prod);
    assert.equal(isSecret(values), false);
    assert.doesNotMatch(JSON.stringify(values), new RegExp(CANARY));
    assert.deepEqual(values["controller"]?.["volumes"], {
      extra: [{ name: "credentials", secret: { secretName: "grafana-alloy", defaultMode: 0o440 } }],
    });
    assert.deepEqual(values["alloy"]?.["configMap"], { create: false, name: "grafana-alloy", key: "config.alloy" });
  });

  it("depend on everything that their pods need, and on the network policies", () => {
    const policies = prod.resources.map(({ name }) => name).filter((name) => /^collector-(allow|default)/.test(name));
    const needs = ["collector-credentials", "collector-namespace", ...policies];
    const before = (release: string) => find(prod.resources, `Release ${release}`).options.dependsOn;
    const own = (role: string) => ["account", "config", "role-binding"].map((name) => `${role}-${name}`);
    assert.deepEqual(before("collector-release"), [...needs, ...own("collector")].sort());
    assert.deepEqual(before("collector-node-release"), [...needs, ...own("collector-node")].sort());
    assert.deepEqual(before("collector-kube-state-metrics"), ["collector-namespace", ...policies].sort());
  });

  it("have the configured sizes", async () => {
    const sizes = { replicas: 5, cpuMillicores: 500, memoryMebibytes: 512, queueGibibytes: 3 };
    const values = valuesOf(await deploy(settingsWith("dev", { collector: sizes })));
    assert.equal(values["controller"]?.["replicas"], 5);
    assert.deepEqual(values["alloy"]?.["resources"], {
      requests: { cpu: "500m", memory: "512Mi" },
      limits: { memory: "512Mi" },
    });
    assert.match(JSON.stringify(values["controller"]?.["volumeClaimTemplates"]), /"storage":"3Gi"/);
  });

  it("use charts on disk without a repository", async () => {
    const { resources } = await deploy(
      settingsWith("dev", {
        "collector.chart": { path: "./charts/alloy" },
        "collector.metrics.kubernetes.chart": { path: "./charts/kube-state-metrics" },
      }),
    );
    const sourceOf = (release: string) => {
      const { chart, version, repositoryOpts } = find(resources, `Release ${release}`).inputs;
      return [chart, version, repositoryOpts];
    };
    assert.deepEqual(sourceOf("collector-release"), ["./charts/alloy", undefined, undefined]);
    assert.deepEqual(sourceOf("collector-node-release"), ["./charts/alloy", undefined, undefined]);
    assert.deepEqual(sourceOf("collector-kube-state-metrics"), ["./charts/kube-state-metrics", undefined, undefined]);
  });

  it("limit kube-state-metrics to the metrics that the catalog keeps, unless all are configured", async () => {
    const allowlist = ({ resources }: Deployment) =>
      (find(resources, "Release collector-kube-state-metrics").inputs["values"] as { metricAllowlist: string[] })
        .metricAllowlist;
    assert.ok(allowlist(prod).includes("^kube_pod_status_phase$"));
    const all = await deploy(settingsWith("dev", { "collector.metrics.kubernetes.keep": "all" }));
    assert.deepEqual(allowlist(all), []);
  });

  it("follow the configured namespace", async () => {
    const { resources } = await deploy(settingsWith("dev", { "cluster.namespace": "telemetry" }));
    const namespaced = resources.filter(
      ({ parent, name }) => parent.endsWith(":AlloyCollector") && !/namespace|role/.test(name),
    );
    for (const { name, inputs } of namespaced) {
      const { namespace } = (inputs["metadata"] ?? inputs) as { namespace?: string };
      assert.equal(namespace, "telemetry", name);
    }
    assert.match(
      JSON.stringify(find(resources, "ConfigMapPatch petrosa-apps-config").inputs["data"]),
      /http:\/\/grafana-alloy\.telemetry\.svc\.cluster\.local:4317/,
    );
  });
});
