import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { deploy, isSecret, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const labels = { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "observability" };
const collector = "http://grafana-alloy.observability.svc.cluster.local";
const APPLICATION = { namespace: "petrosa-apps", team: "petrosa" };

const deployWith = (application: Record<string, unknown>): Promise<Deployment> =>
  deploy(settingsWith("dev", { applications: [{ ...APPLICATION, ...application }] }));

/** Contents of every ConfigMap, however profiles are sent. */
const COMMON = {
  OTEL_EXPORTER_OTLP_ENDPOINT: `${collector}:4317`,
  OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
  OTEL_METRIC_EXPORT_INTERVAL: "60000",
  OTEL_SEMCONV_STABILITY_OPT_IN: "http",
};

const DATA = {
  collector: { ...COMMON, ENABLE_PROFILER: "true", PYROSCOPE_SERVER_ADDRESS: `${collector}:4040` },
  direct: { ...COMMON, ENABLE_PROFILER: "true", PYROSCOPE_SERVER_ADDRESS: "https://profiles-prod-011.grafana.net" },
  off: { ...COMMON, ENABLE_PROFILER: "false" },
} as const;

/** Every way to configure an application, each in a separate namespace. */
const EVERY = (["collector", "direct", "off"] as const).flatMap((profiles) =>
  [false, true].flatMap((adoptObjects) =>
    [false, true].flatMap((createNamespace) =>
      [false, true].map((egressPolicy) => ({
        namespace: [profiles, adoptObjects, createNamespace, egressPolicy].join("-"),
        team: "petrosa",
        profiles,
        adoptObjects,
        createNamespace,
        egressPolicy,
      })),
    ),
  ),
);

describe("ApplicationIntegration in every configuration", () => {
  let all: Deployment;
  before(async () => {
    all = await deploy(settingsWith("dev", { applications: EVERY }));
  });

  for (const { namespace, team, ...choices } of EVERY) {
    it(`registers the objects for ${JSON.stringify(choices)}`, () => {
      const resources = all.resources.filter(({ parentName }) => parentName === namespace);
      const patch = choices.adoptObjects ? "Patch" : "";
      const expected = [
        `ConfigMap${patch} ${namespace}-config`,
        ...(choices.createNamespace ? [`Namespace ${namespace}-namespace`] : []),
        ...(choices.egressPolicy ? [`NetworkPolicy ${namespace}-egress`] : []),
        ...(choices.profiles === "direct" ? [`Secret${patch} ${namespace}-credentials`] : []),
      ];
      assert.deepEqual(childrenOf(resources, "ApplicationIntegration"), expected);
      assert.deepEqual(inputsOf(find(resources, expected[0] ?? ""))["data"], {
        ...DATA[choices.profiles],
        OTEL_RESOURCE_ATTRIBUTES: `deployment.environment.name=dev,k8s.cluster.name=petrosa-dev,k8s.namespace.name=${namespace},service.namespace=${team}`,
      });
    });
  }
});

describe("ApplicationIntegration", () => {
  it("names ConfigMap and Secret after the team", async () => {
    const { resources } = await deployWith({ profiles: "direct" });
    const metadata = { namespace: "petrosa-apps", labels };
    assert.deepEqual(inputsOf(find(resources, "ConfigMap petrosa-apps-config"))["metadata"], {
      ...metadata,
      name: "petrosa-common-config",
    });
    assert.deepEqual(inputsOf(find(resources, "Secret petrosa-apps-credentials"))["metadata"], {
      ...metadata,
      name: "petrosa-sensitive-credentials",
    });
  });

  it("names ConfigMap and Secret as configured", async () => {
    const names = { configMapName: "telemetry", secretName: "telemetry-token" };
    const { resources } = await deployWith({ profiles: "direct", ...names });
    const nameOf = (label: string) => (find(resources, label).inputs["metadata"] as { name: string }).name;
    assert.equal(nameOf("ConfigMap petrosa-apps-config"), "telemetry");
    assert.equal(nameOf("Secret petrosa-apps-credentials"), "telemetry-token");
  });

  it("gives applications that push profiles directly the token in the variables that their SDKs read", async () => {
    const { resources } = await deployWith({ profiles: "direct" });
    const token = `${CANARY}-token-of-petrosadev-profiles`;
    assert.deepEqual(inputsOf(find(resources, "Secret petrosa-apps-credentials"))["stringData"], {
      secret: {
        PYROSCOPE_AUTH_TOKEN: token,
        PYROSCOPE_BASIC_AUTH_USER: "1402896",
        PYROSCOPE_BASIC_AUTH_PASSWORD: token,
      },
    });
    assert.equal(isSecret(find(resources, "ConfigMap petrosa-apps-config").inputs["data"]), false);
  });

  it("takes over its keys in shared objects from their previous owner", async () => {
    const { resources } = await deployWith({ profiles: "direct", adoptObjects: true });
    for (const label of ["ConfigMapPatch petrosa-apps-config", "SecretPatch petrosa-apps-credentials"]) {
      const { annotations } = find(resources, label).inputs["metadata"] as { annotations?: unknown };
      assert.deepEqual(annotations, { "pulumi.com/patchForce": "true" }, label);
    }
  });

  it("creates objects after the namespace that it creates for them", async () => {
    const { resources } = await deployWith({ profiles: "direct", createNamespace: true });
    assert.deepEqual(inputsOf(find(resources, "Namespace petrosa-apps-namespace"))["metadata"], {
      name: "petrosa-apps",
      labels,
    });
    for (const label of [
      "ConfigMap petrosa-apps-config",
      "Secret petrosa-apps-credentials",
      "NetworkPolicy petrosa-apps-egress",
    ]) {
      assert.ok(find(resources, label).options.dependsOn.includes("petrosa-apps-namespace"), label);
    }
  });
});

describe("egress policy of an application", () => {
  const spec = async (application: Record<string, unknown>) =>
    inputsOf(find((await deployWith(application)).resources, "NetworkPolicy petrosa-apps-egress"))["spec"] as {
      egress: { to: unknown; ports: { port: number }[] }[];
    };

  it("allows the collector and DNS", async () => {
    const { egress, ...rest } = await spec({ profiles: "collector" });
    assert.deepEqual(rest, { podSelector: {}, policyTypes: ["Egress"] });
    assert.deepEqual(
      egress.map(({ to, ports }) => [to, ports.map(({ port }) => port)]),
      [
        [[{ namespaceSelector: { matchLabels: { name: "observability" } } }], [4317, 4318, 4040]],
        [[{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } } }], [53, 53]],
      ],
    );
  });

  it("also allows the backend if the application pushes profiles to it", async () => {
    const { egress } = await spec({ profiles: "direct" });
    assert.deepEqual(
      egress.slice(2).map(({ ports }) => ports),
      [[{ protocol: "TCP", port: 443 }]],
    );
  });
});
