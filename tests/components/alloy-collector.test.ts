import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { deploy, isSecret, settingsOf, type Deployment } from "../harness.ts";
import { CANARY } from "../mocks.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const labels = { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "observability" };
const metadata = { name: "grafana-alloy", namespace: "observability", labels };

describe("AlloyCollector", () => {
  let prod: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
  });

  it("registers what the chart does not, then the release", () => {
    assert.deepEqual(childrenOf(prod.resources, "AlloyCollector"), [
      "ClusterRole collector-role",
      "ClusterRoleBinding collector-role-binding",
      "ConfigMap collector-config",
      "Namespace collector-namespace",
      "NetworkPolicy collector-allow-backend",
      "NetworkPolicy collector-allow-dns",
      "NetworkPolicy collector-allow-kubernetes-api",
      "NetworkPolicy collector-allow-telemetry-from-applications",
      "NetworkPolicy collector-default-deny",
      "Release collector-release",
      "Secret collector-credentials",
      "ServiceAccount collector-account",
    ]);
  });

  it("labels its namespace as the applications' network policies expect it", () => {
    assert.deepEqual(inputsOf(find(prod.resources, "Namespace collector-namespace"))["metadata"], {
      name: "observability",
      labels: { ...labels, name: "observability" },
    });
  });

  it("keeps the tokens in one Secret of a fixed name, a key for each use", () => {
    const secret = inputsOf(find(prod.resources, "Secret collector-credentials"));
    assert.deepEqual(secret["metadata"], metadata);
    const token = `${CANARY}-token-of-petrosa-collector`;
    assert.deepEqual(secret["stringData"], { secret: { "otlp-token": token, "profiles-token": token } });
  });

  it("keeps its configuration in one ConfigMap of a fixed name, without a token", () => {
    const config = inputsOf(find(prod.resources, "ConfigMap collector-config"));
    assert.deepEqual(config["metadata"], metadata);
    const { data } = config as { data: Record<string, string> };
    assert.deepEqual(Object.keys(data), ["config.alloy"]);
    assert.match(data["config.alloy"] ?? "", /password_file = "\/etc\/alloy-credentials\/otlp-token"/);
    assert.match(data["config.alloy"] ?? "", /password_file = "\/etc\/alloy-credentials\/profiles-token"/);
    assert.doesNotMatch(data["config.alloy"] ?? "", new RegExp(CANARY));
  });

  it("writes to the stack's endpoints as the stack's users, in the name of cluster and environment", () => {
    const { data } = inputsOf(find(prod.resources, "ConfigMap collector-config")) as { data: Record<string, string> };
    for (const text of [
      'endpoint = "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp"',
      'username      = "1402895"',
      'url = "https://profiles-prod-011.grafana.net"',
      'username      = "1402896"',
      'set(attributes["k8s.cluster.name"], "petrosa-prod")',
      'set(attributes["deployment.environment.name"], "prod")',
    ]) {
      assert.ok(data["config.alloy"]?.includes(text), text);
    }
  });

  it("may read pods and their owners, and no Secret", () => {
    const role = inputsOf(find(prod.resources, "ClusterRole collector-role"));
    const rules = role["rules"] as { apiGroups: string[]; resources: string[]; verbs: string[] }[];
    assert.deepEqual(role["metadata"], { name: "observability-grafana-alloy", labels });
    assert.notDeepEqual(rules, []);
    for (const { apiGroups, resources, verbs } of rules) {
      assert.deepEqual(
        verbs.filter((verb) => !["get", "list", "watch"].includes(verb)),
        [],
      );
      assert.deepEqual(
        [...apiGroups, ...resources].filter((name) => name === "*" || name.includes("secret")),
        [],
      );
    }
  });

  it("binds that role to its own service account", () => {
    const binding = inputsOf(find(prod.resources, "ClusterRoleBinding collector-role-binding"));
    assert.deepEqual(
      [binding["roleRef"], binding["subjects"]],
      [
        { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "observability-grafana-alloy" },
        [{ kind: "ServiceAccount", name: "grafana-alloy", namespace: "observability" }],
      ],
    );
  });

  it("denies all traffic of its namespace but what a policy names", () => {
    const spec = (name: string) => inputsOf(find(prod.resources, `NetworkPolicy collector-${name}`))["spec"];
    assert.deepEqual(spec("default-deny"), { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    const pods = { matchLabels: { "app.kubernetes.io/name": "alloy", "app.kubernetes.io/instance": "grafana-alloy" } };
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

/** The chart's values, two levels of which are objects. */
const valuesOf = ({ resources }: Deployment) =>
  find(resources, "Release collector-release").inputs["values"] as Record<string, Record<string, unknown>>;

describe("release of the AlloyCollector", () => {
  let prod: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
  });

  it("is the pinned chart under a fixed name, and rolls back what fails", () => {
    const { values, ...release } = inputsOf(find(prod.resources, "Release collector-release"));
    assert.deepEqual(release, {
      chart: "alloy",
      version: "1.11.1",
      repositoryOpts: { repo: "https://grafana.github.io/helm-charts" },
      name: "grafana-alloy",
      namespace: "observability",
      atomic: true,
      timeout: 600,
      compat: "true",
    });
    assert.equal(typeof values, "object");
  });

  it("knows Secret and ConfigMap by name, and holds no secret", () => {
    const values = valuesOf(prod);
    assert.equal(isSecret(values), false);
    assert.doesNotMatch(JSON.stringify(values), new RegExp(CANARY));
    assert.deepEqual(values["controller"]?.["volumes"], {
      extra: [{ name: "credentials", secret: { secretName: "grafana-alloy", defaultMode: 0o440 } }],
    });
    assert.deepEqual(values["alloy"]?.["configMap"], { create: false, name: "grafana-alloy", key: "config.alloy" });
  });

  it("comes after all that its pods need, and after what protects them", () => {
    assert.deepEqual(find(prod.resources, "Release collector-release").options.dependsOn, [
      "collector-account",
      "collector-allow-backend",
      "collector-allow-dns",
      "collector-allow-kubernetes-api",
      "collector-allow-telemetry-from-applications",
      "collector-config",
      "collector-credentials",
      "collector-default-deny",
      "collector-namespace",
      "collector-role-binding",
    ]);
  });

  it("has the sizes of the configuration", async () => {
    const sizes = { replicas: 5, cpuMillicores: 500, memoryMebibytes: 512, queueGibibytes: 3 };
    const values = valuesOf(await deploy(settingsWith("dev", { collector: sizes })));
    assert.equal(values["controller"]?.["replicas"], 5);
    assert.deepEqual(values["alloy"]?.["resources"], {
      requests: { cpu: "500m", memory: "512Mi" },
      limits: { memory: "512Mi" },
    });
    assert.match(JSON.stringify(values["controller"]?.["volumeClaimTemplates"]), /"storage":"3Gi"/);
  });

  it("takes a chart on disk without asking a repository", async () => {
    const { resources } = await deploy(settingsWith("dev", { "collector.chart": { path: "./charts/alloy" } }));
    const { chart, version, repositoryOpts } = find(resources, "Release collector-release").inputs;
    assert.deepEqual([chart, version, repositoryOpts], ["./charts/alloy", undefined, undefined]);
  });

  it("moves with its namespace", async () => {
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
