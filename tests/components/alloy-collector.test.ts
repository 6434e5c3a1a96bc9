import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import type { PolicyRule } from "../../render/alloy/features/feature.ts";
import { CANARY } from "../../testing/mocks.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const labels = { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "observability" };
/** The kinds of pods in prod, and the resources of each. */
const ROLES = [
  { name: "grafana-alloy", config: "collector-config", account: "collector-account" },
  { name: "grafana-alloy-node", config: "collector-node-config", account: "collector-node-account" },
] as const;

const TAIL = { sampling: { kind: "tail", tracesPerSecond: 100, percent: 10 } };
const EBPF = { ebpf: { namespaces: ["petrosa-apps"] } };
const NOTHING = {
  "collector.metrics": { kubernetes: { enabled: false }, host: { enabled: false } },
  "collector.logs.pods": { enabled: false },
};

const metadata = { name: "grafana-alloy", namespace: "observability", labels };

describe("AlloyCollector", () => {
  let prod: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
  });

  it("registers the releases and the objects that the charts do not create", () => {
    assert.deepEqual(childrenOf(prod.resources, "AlloyCollector"), [
      "ClusterRole collector-node-role",
      "ClusterRole collector-role",
      "ClusterRoleBinding collector-node-role-binding",
      "ClusterRoleBinding collector-role-binding",
      "ConfigMap collector-config",
      "ConfigMap collector-node-config",
      "Namespace collector-namespace",
      "NetworkPolicy collector-allow-backend",
      "NetworkPolicy collector-allow-dns",
      "NetworkPolicy collector-allow-kubelet",
      "NetworkPolicy collector-allow-kubernetes-api",
      "NetworkPolicy collector-allow-peers",
      "NetworkPolicy collector-allow-scrape-of-kube-state-metrics",
      "NetworkPolicy collector-allow-scrapes",
      "NetworkPolicy collector-allow-telemetry-from-applications",
      "NetworkPolicy collector-allow-to-kube-state-metrics",
      "NetworkPolicy collector-allow-to-peers",
      "NetworkPolicy collector-default-deny",
      "Release collector-kube-state-metrics",
      "Release collector-node-release",
      "Release collector-release",
      "Secret collector-credentials",
      "ServiceAccount collector-account",
      "ServiceAccount collector-node-account",
    ]);
  });

  it("adds samplers for tail sampling and profilers for eBPF profiles, each with everything it needs", async () => {
    const all = await deploy(settingsWith("prod", { "collector.traces": TAIL, "collector.profiles": EBPF }));
    const before = childrenOf(prod.resources, "AlloyCollector");
    assert.deepEqual(
      childrenOf(all.resources, "AlloyCollector").filter((label) => !before.includes(label)),
      [
        "ClusterRole collector-profiler-role",
        "ClusterRoleBinding collector-profiler-role-binding",
        "ConfigMap collector-profiler-config",
        "ConfigMap collector-sampler-config",
        "NetworkPolicy collector-allow-spans-from-gateways",
        "NetworkPolicy collector-allow-to-samplers",
        "Release collector-profiler-release",
        "Release collector-sampler-release",
        "ServiceAccount collector-profiler-account",
        "ServiceAccount collector-sampler-account",
      ],
    );
  });

  it("is only the gateway if everything else is off", async () => {
    const { resources } = await deploy(settingsWith("prod", NOTHING));
    assert.deepEqual(
      childrenOf(resources, "AlloyCollector").filter((label) => !label.startsWith("NetworkPolicy ")),
      [
        "ClusterRole collector-role",
        "ClusterRoleBinding collector-role-binding",
        "ConfigMap collector-config",
        "Namespace collector-namespace",
        "Release collector-release",
        "Secret collector-credentials",
        "ServiceAccount collector-account",
      ],
    );
  });

  it("labels its namespace for the applications' network policies and with the pod security standard its pods need", async () => {
    const labelsOf = ({ resources }: Deployment) =>
      inputsOf(find(resources, "Namespace collector-namespace"))["metadata"];
    const standard = (name: string) => ({ "pod-security.kubernetes.io/enforce": name });
    assert.deepEqual(labelsOf(prod), {
      name: "observability",
      labels: { ...labels, name: "observability", ...standard("privileged") },
    });
    const kubeletsOnly = {
      "collector.logs": { pods: { enabled: false } },
      "collector.metrics": { host: { enabled: false } },
    };
    assert.deepEqual(labelsOf(await deploy(settingsWith("prod", kubeletsOnly))), labelsOf(prod));
    assert.deepEqual(labelsOf(await deploy(settingsWith("prod", NOTHING))), {
      name: "observability",
      labels: { ...labels, name: "observability", ...standard("restricted") },
    });
  });

  it("keeps the tokens in one Secret with a fixed name and a key for each use", () => {
    const secret = inputsOf(find(prod.resources, "Secret collector-credentials"));
    assert.deepEqual(secret["metadata"], metadata);
    const token = `${CANARY}-token-of-petrosa-collector`;
    assert.deepEqual(secret["stringData"], { secret: { "otlp-token": token, "profiles-token": token } });
  });

  const configMap = (name: string) => {
    const inputs = inputsOf(find(prod.resources, `ConfigMap ${name}`));
    return { metadata: inputs["metadata"], data: inputs["data"] as Readonly<Record<string, string>> };
  };

  it("keeps the configuration of each role in one ConfigMap with a fixed name and no token", () => {
    for (const { config, name } of ROLES) {
      const { metadata: about, data } = configMap(config);
      assert.deepEqual(about, { ...metadata, name });
      assert.deepEqual(Object.keys(data), ["config.alloy"]);
      assert.match(data["config.alloy"] ?? "", /password_file = "\/etc\/alloy-credentials\/otlp-token"/);
      assert.doesNotMatch(data["config.alloy"] ?? "", new RegExp(CANARY));
    }
  });

  it("writes to the stack's endpoints as the stack's users, with cluster and environment as attributes", () => {
    const [gateway = "", node = ""] = ROLES.map(({ config }) => configMap(config).data["config.alloy"] ?? "");
    const common = [
      'endpoint = "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp"',
      'username      = "1402895"',
      'set(resource.attributes["k8s.cluster.name"], "petrosa-prod")',
      'set(resource.attributes["deployment.environment.name"], "prod")',
    ];
    for (const text of common) assert.ok(gateway.includes(text) && node.includes(text), text);
    for (const text of ['url = "https://profiles-prod-011.grafana.net"', 'username      = "1402896"']) {
      assert.ok(gateway.includes(text), text);
    }
  });

  it("gives each role read access for its features, but not to Secrets", () => {
    for (const { account, name } of ROLES) {
      const role = inputsOf(find(prod.resources, `ClusterRole ${account.replace("account", "role")}`));
      const rules = role["rules"] as PolicyRule[];
      assert.deepEqual(role["metadata"], { name: `observability-${name}`, labels });
      assert.notDeepEqual(rules, []);
      for (const { apiGroups = [], resources = [], verbs } of rules) {
        assert.deepEqual(
          verbs.filter((verb) => !["get", "list", "watch"].includes(verb)),
          [],
        );
        assert.deepEqual(
          [...apiGroups, ...resources].filter((resource) => resource === "*" || resource.includes("secret")),
          [],
        );
      }
    }
  });

  it("binds each ClusterRole to the ServiceAccount of its role", () => {
    for (const { account, name } of ROLES) {
      const binding = inputsOf(
        find(prod.resources, `ClusterRoleBinding ${account.replace("account", "role-binding")}`),
      );
      assert.deepEqual(
        [binding["roleRef"], binding["subjects"]],
        [
          { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: `observability-${name}` },
          [{ kind: "ServiceAccount", name, namespace: "observability" }],
        ],
      );
    }
  });

  it("denies all traffic in its namespace that no policy allows", () => {
    const spec = (name: string) => inputsOf(find(prod.resources, `NetworkPolicy collector-${name}`))["spec"];
    assert.deepEqual(spec("default-deny"), { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const pods = {
      matchExpressions: [{ key: "app.kubernetes.io/instance", operator: "In", values: ["grafana-alloy"] }],
    };
    const telemetry = spec("allow-telemetry-from-applications") as Record<string, unknown>;
    assert.deepEqual(telemetry["podSelector"], pods);
    assert.deepEqual(telemetry["ingress"], [
      {
        from: [
          {
            namespaceSelector: {
              matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["petrosa-apps"] }],
            },
          },
        ],
        ports: [4317, 4318, 4040].map((port) => ({ protocol: "TCP", port })),
      },
    ]);
    const backend = spec("allow-backend") as { egress: { ports: unknown }[] };
    assert.deepEqual(
      backend.egress.map(({ ports }) => ports),
      [[{ protocol: "TCP", port: 443 }]],
    );
  });

  it("names the network policies after what they allow", () => {
    const policies = prod.resources.filter(
      ({ name, type }) => type.endsWith(":NetworkPolicy") && name.startsWith("collector-"),
    );
    for (const { name, inputs } of policies) {
      assert.deepEqual(inputs["metadata"], { ...metadata, name: name.replace("collector-", "") });
    }
  });
});
