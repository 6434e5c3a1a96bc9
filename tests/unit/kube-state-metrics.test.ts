import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { kubeStateMetricsPodLabels, kubeStateMetricsValues } from "../../render/charts/kube-state-metrics.ts";
import type { KubeStateMetricsPlan } from "../../render/charts/kube-state-metrics.ts";

const plan = { name: "own-kube-state-metrics", metrics: ["kube_pod_info"], cpuMillicores: 100, memoryMebibytes: 256 };
const values = (change: Partial<KubeStateMetricsPlan> = {}) => kubeStateMetricsValues({ ...plan, ...change });

describe("Helm values of kube-state-metrics", () => {
  it("define one restricted pod of the tested version with its own name", () => {
    assert.deepEqual(values(), {
      fullnameOverride: "own-kube-state-metrics",
      image: { tag: "v2.19.1" },
      replicas: 1,
      updateStrategy: "Recreate",
      prometheusScrape: false,
      service: { port: 8080 },
      collectors: ["pods"],
      metricAllowlist: ["^kube_pod_info$"],
      env: [{ name: "GOMEMLIMIT", value: "230MiB" }],
      resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
      securityContext: {
        enabled: true,
        runAsUser: 65_534,
        runAsGroup: 65_534,
        fsGroup: 65_534,
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      },
      containerSecurityContext: {
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
      },
    });
  });

  it("watch only the objects that the kept metrics describe, regardless of their order", () => {
    const metrics = [
      "kube_pod_info",
      "kube_networkpolicy_labels",
      "kube_ingress_info",
      "kube_pod_info",
      "kube_resourcequota",
    ];
    const { collectors, metricAllowlist } = values({ metrics });
    assert.deepEqual(collectors, ["ingresses", "networkpolicies", "pods", "resourcequotas"]);
    assert.deepEqual(metricAllowlist, [
      "^kube_ingress_info$",
      "^kube_networkpolicy_labels$",
      "^kube_pod_info$",
      "^kube_resourcequota$",
    ]);
    assert.deepEqual(values({ metrics: metrics.toReversed() }), values({ metrics }));
  });

  it("omit metrics that the scrape itself adds", () =>
    assert.deepEqual(values({ metrics: ["up", "kube_pod_info", "scrape_samples_scraped"] }), values()));

  it("keep everything on request, except Secrets and ConfigMaps", () => {
    const { collectors, metricAllowlist } = values({ metrics: "all" });
    assert.deepEqual(metricAllowlist, []);
    assert.equal(collectors.length, 26);
    assert.ok(!collectors.includes("secrets") && !collectors.includes("configmaps"));
  });

  const refused: Readonly<Record<string, readonly [metrics: readonly string[], message: string]>> = {
    "a metric of Secrets": [["kube_secret_info"], "kube-state-metrics: no allowed collector provides kube_secret_info"],
    "a metric of ConfigMaps": [
      ["kube_configmap_info"],
      "kube-state-metrics: no allowed collector provides kube_configmap_info",
    ],
    "an unrelated metric": [["upper"], "kube-state-metrics: no allowed collector provides upper"],
    "an empty list of metrics": [["up"], "kube-state-metrics: expected the names of metrics, got none"],
  };
  for (const [what, [metrics, message]] of Object.entries(refused))
    it(`reject ${what}`, () => assert.throws(() => values({ metrics }), { message }));
});

describe("kubeStateMetricsPodLabels", () => {
  it("are the chart's selector labels", () => {
    assert.deepEqual(kubeStateMetricsPodLabels("state"), {
      "app.kubernetes.io/name": "kube-state-metrics",
      "app.kubernetes.io/instance": "state",
    });
  });
});
