import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { before, describe, it } from "mocha";
import { deploy, refusal, valueOf, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { leaks } from "../graph/leaks.ts";
import { mapSecrets } from "../../testing/harness.ts";
import { goldenOfTiny, graph, SECRETS, settings } from "./graph.ts";
import { withTinyKind } from "./tiny/index.ts";

const secrets = Object.fromEntries(SECRETS.map((key) => [key, CANARY]));

interface Output {
  readonly leftOut: readonly { readonly kind: string; readonly name: string; readonly lacks: string }[];
}

/**
 * The program with another kind of backend instead of Grafana Cloud. Only three files know about it. It has no traces, no profiles
 * and no tokens, authenticates in its own way, and takes rules as files.
 */
describe("a kind of backend that accepts only metrics and logs", () => {
  let deployment: Deployment;
  let outputs: Output;
  before(async () => {
    deployment = await graph();
    outputs = (await valueOf(deployment.outputs)) as unknown as Output;
  });
  const inputs = (name: string): Record<string, unknown> =>
    deployment.resources.find((resource) => resource.name === name && resource.custom)?.inputs ?? assert.fail(name);
  const names = (type: RegExp) => deployment.resources.filter((one) => type.test(one.type)).map(({ name }) => name);
  const config = (name: string) =>
    (inputs(name)["data"] as Record<string, string>)["config.alloy"] ?? assert.fail(name);

  it("registers the committed resources (make golden)", async () => {
    const files = await goldenOfTiny();
    assert.deepEqual(globSync("tests/backends/golden/*").sort(), Object.keys(files).sort());
    for (const [path, text] of Object.entries(files)) assert.equal(readFileSync(path, "utf8"), text, path);
  });

  it("registers nothing of Grafana Cloud", () => {
    assert.deepEqual(names(/^grafana:cloud|GrafanaCloudStack|AccessTokens|grafana:alerting/), []);
    assert.equal(deployment.calls.length, 0);
  });

  it("runs the collector without roles, receivers and pipelines for signals that it does not accept", () => {
    assert.deepEqual(names(/:Release$/).sort(), [
      "collector-kube-state-metrics",
      "collector-node-release",
      "collector-release",
    ]);
    for (const name of ["collector-config", "collector-node-config"]) {
      assert.doesNotMatch(config(name), /traces\s+=|pyroscope\.|tail_sampling|spanmetrics|loadbalancing/);
    }
    assert.match(config("collector-config"), /^\/\/ Metrics and logs from applications\.$/m);
  });

  it("sends each signal to the backend's destination with the backend's protocol", () => {
    const gateway = config("collector-config");
    assert.match(gateway, /metrics = \[otelcol\.exporter\.prometheus\.metrics\.input\]/);
    assert.match(gateway, /url += "http:\/\/prometheus\.stores\.svc:9090\/api\/v1\/write"/);
    assert.match(
      gateway,
      /endpoint = "https:\/\/logs\.south-1\.example\.com"\n\s+auth += otelcol\.auth\.sigv4\.logs\.handler/,
    );
    assert.doesNotMatch(gateway, /password|basic/);
  });

  it("mounts no Secret, and gives the pods the identity of the backend", () => {
    assert.deepEqual(names(/core\/v1:Secret/), []);
    assert.doesNotMatch(JSON.stringify(inputs("collector-release")), /credentials/);
    for (const name of ["collector-account", "collector-node-account"]) {
      const metadata = inputs(name)["metadata"] as Record<string, unknown>;
      assert.deepEqual(metadata["annotations"], { "tiny.example.com/role": "writer" });
    }
  });

  it("lets the collector reach in-cluster destinations by pod label, and the others by port on the internet", () => {
    const spec = (name: string) => inputs(`collector-${name}`)["spec"] as { egress: unknown };
    assert.deepEqual(spec("allow-backend-metrics").egress, [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "stores" } },
            podSelector: { matchLabels: { app: "prometheus" } },
          },
        ],
        ports: [{ protocol: "TCP", port: 9090 }],
      },
    ]);
    assert.match(JSON.stringify(spec("allow-backend").egress), /"ports":\[\{"port":443,"protocol":"TCP"\}\]/);
  });

  it("switches off unaccepted signals in the applications' SDKs", () => {
    const data = inputs("petrosa-apps-config")["data"] as Record<string, string>;
    assert.deepEqual(
      [data["OTEL_TRACES_EXPORTER"], data["OTEL_METRICS_EXPORTER"], data["ENABLE_PROFILER"]],
      ["none", undefined, "false"],
    );
    assert.equal("PYROSCOPE_SERVER_ADDRESS" in data, false);
  });

  it("publishes dashboards with only the panels that have data", () => {
    const boards = deployment.resources
      .filter(({ type }) => type === "grafana:oss/dashboard:Dashboard")
      .map(({ name, inputs: { configJson } }) => [name.replace("dashboards-", ""), configJson as string] as const);
    assert.ok(boards.length > 10);
    for (const [name, json] of boards) {
      assert.doesNotMatch(json, /\$\{(logs|traces|profiles|usage)\}|"query":"loki"/, name);
      assert.match(json, /"uid":"\$\{metrics\}"/, name);
    }
    assert.equal(
      boards.some(([name]) => /^fleet-(logs|traces|profiles)$/.test(name)),
      false,
    );
  });

  it("delivers rules as files, without rules on data that it does not have", () => {
    const files = inputs("tiny-rules")["data"] as Record<string, string>;
    assert.ok(Object.keys(files).length >= 5);
    assert.ok(Object.keys(files).every((name) => name.endsWith(".prometheus.yaml")));
    assert.doesNotMatch(Object.values(files).join(), /count_over_time\(\{|GrafanaCloudTokenExpiring/);
  });

  it("lists everything that is left out once in an output", () => {
    const { leftOut } = outputs;
    const keys = leftOut.map(({ kind, name }) => `${kind} ${name}`);
    assert.equal(new Set(keys).size, keys.length);
    assert.deepEqual([...new Set(leftOut.map(({ lacks }) => lacks))].sort(), [
      "expiring tokens",
      "logs",
      "profiles",
      "traces",
      "usage",
    ]);
    const kinds = Map.groupBy(leftOut, ({ kind }) => kind);
    assert.deepEqual([...kinds.keys()].sort(), ["dashboard", "panel", "rule"]);
    assert.deepEqual(
      leftOut.find(({ name }) => name === "fleet-logs"),
      { kind: "dashboard", name: "fleet-logs", lacks: "logs" },
    );
  });

  it("fills the other outputs with what exists", () => {
    const { grafanaUrl, dataSources, collector } = outputs as unknown as Record<string, unknown>;
    assert.equal(grafanaUrl, "https://grafana.example.com");
    assert.deepEqual(dataSources, { metrics: "prometheus", logs: "logs" });
    assert.deepEqual(Object.keys(collector as object), ["otlpGrpc", "otlpHttp"]);
  });

  it("gives its secret only to its provider", () => {
    const holders = deployment.resources.filter((one) => JSON.stringify(one.inputs).includes("tinyPassword"));
    assert.deepEqual(
      holders.map(({ name }) => name),
      ["tiny-grafana"],
    );
    const outside = deployment.resources.map((one) => JSON.stringify(mapSecrets(one.inputs, () => "[secret]")));
    assert.ok(outside.every((text) => !leaks(text, CANARY)));
  });

  const message = (changes: object, values: object = secrets) =>
    withTinyKind(async (mark) => {
      const backend = { ...(settings["backend"] as object), ...changes };
      const { error, resources } = await refusal({ ...settings, backend, ...values }, SECRETS, { mark });
      assert.deepEqual(resources, []);
      return (error as Error).message;
    });

  it("requires its own secrets, and no bootstrap token", async () => {
    const others = Object.fromEntries(SECRETS.slice(1).map((key) => [key, CANARY]));
    assert.equal(
      await message({}, others),
      `observability config of stack test has 1 problem
  tinyPassword: expected a secret, got nothing
    fix: pulumi config set --secret observability:tinyPassword`,
    );
  });

  it("checks its own settings, and runs its own preflight", async () => {
    assert.match(await message({ region: "South" }), /backend\.region: expected a region, got "South"/);
    assert.match(await message({ region: "north-1", replicas: 2 }), /backend\.replicas: expected 1 in north-1, got 2/);
    assert.match(await message({ region: "nowhere-1" }), /^preflight of stack test has 1 problem\n {2}backend\.region/);
    assert.match(await message({ kind: "huge" }), /backend\.kind: expected tiny, got "huge"/);
  });

  it("is unknown to the unmodified program", async () => {
    const { error } = await refusal({ ...settings, ...secrets }, SECRETS);
    assert.match((error as Error).message, /backend\.kind: expected grafana-cloud, got "tiny"/);
    await assert.rejects(deploy(settings, { secretKeys: SECRETS }));
  });
});
