import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { after, afterEach, before, describe, it } from "mocha";
import { places } from "../../local/layout.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import type { ConfigChanges } from "./changes.ts";
import { printTable } from "./table.ts";
import { assertClearFailure, run } from "./transcript.ts";

const UP = ["up", "--yes", "--skip-preview"];
const TOKEN = "glc_0123456789-stored-in-clear";
/** A port on which nothing listens. */
const DEAF = await getPort();

/** Mistakes that a user may make before the first `up`, and the message for each. */
const MISTAKES: Readonly<Record<string, readonly [changes: ConfigChanges, message: RegExp]>> = {
  "a missing bootstrap token": [
    { grafanaCloudToken: undefined },
    /grafanaCloudToken: expected a secret, got nothing\n.*fix: pulumi config set --secret observability:grafanaCloudToken/,
  ],
  "a bootstrap token in plaintext": [
    { grafanaCloudToken: TOKEN },
    /grafanaCloudToken: expected a secret, got a plaintext value/,
  ],
  "an unknown system": [
    { "catalog.systems": ["tradengine"] },
    /catalog\.systems\[0\]: .*\n.*did you mean "tradeengine"/,
  ],
  "two mistakes at once": [
    { "collector.replicas": 0, "backend.tokens": { lifetime: "90d" } },
    /has 2 problems\n.*backend\.tokens\.lifetime: .*\n.*\n.*collector\.replicas: /,
  ],
  "a service graph in two pods": [
    { "collector.replicas": 2, "collector.traces": { serviceGraph: true } },
    /collector\.traces\.serviceGraph: expected false, unless there is one gateway pod or sampling of kind tail, .*, got true\n.*fix: /,
  ],
  "eBPF profiles of no namespace": [
    { "collector.profiles.ebpf": { namespaces: [] } },
    /collector\.profiles\.ebpf\.namespaces: expected a list of namespaces, got /,
  ],
  "an unknown context": [{ "cluster.context": "prod" }, /cluster\.context: expected a context in .* got "prod"/],
  "a kubeconfig that does not exist": [
    { "cluster.kubeconfig": "./nowhere" },
    /cluster\.kubeconfig: expected a readable file, got \.\/nowhere/,
  ],
  "a Grafana Cloud that does not answer": [
    { "backend.apiUrl": `http://127.0.0.1:${DEAF}` },
    /backend\.apiUrl: expected an answer from .*, got .*ECONNREFUSED/,
  ],
};

describe("mistakes of a user", () => {
  let environment: Environment;
  let settings = "";
  const table: string[][] = [];
  const stackFile = () => join(places(environment.world).workspace, `Pulumi.${environment.world.stack}.yaml`);

  before(async () => {
    environment = await startEnvironment("mistakes");
    settings = await readFile(stackFile(), "utf8");
  });
  afterEach(() => writeFile(stackFile(), settings));
  after(async () => {
    await environment?.close();
    printTable("mistake → what the user sees", table);
  });

  async function refused(mistake: string, message: RegExp): Promise<string> {
    const transcript = await run(environment, UP);
    assertClearFailure(transcript, message);
    table.push([mistake, ...transcript.diagnostics]);
    return transcript.text;
  }

  async function assertNothingMade(): Promise<void> {
    const resources = (await environment.resources()).map(({ type }) => type);
    assert.deepEqual(
      resources.filter((type) => type !== "pulumi:pulumi:Stack"),
      [],
    );
    const { stacks, policies } = await environment.cloud.state();
    assert.deepEqual([stacks, policies], [[], []]);
  }

  for (const [mistake, [changes, message]] of Object.entries(MISTAKES)) {
    it(`reports ${mistake}, and creates nothing`, async () => {
      await environment.configure(changes);
      const text = await refused(mistake, message);
      assert.ok(!text.includes(TOKEN));
      await assertNothingMade();
    });
  }

  it("reports an unknown bootstrap token with the required scopes, and creates nothing", async () => {
    await environment.pulumi(["config", "set", "--secret", "observability:grafanaCloudToken"], {
      input: "glc_unknown",
    });
    await refused("an unknown bootstrap token", /grafanaCloudToken: expected a token .*, got 401[^]*stacks:write/);
    await assertNothingMade();
  });

  it("reports a cluster that does not answer, and creates nothing", async () => {
    const kubeconfig = (await readFile(places(environment.world).kubeconfig, "utf8")).replace(
      /127\.0\.0\.1:\d+/,
      `127.0.0.1:${DEAF}`,
    );
    const copy = join(environment.world.folder, "kubeconfig");
    await writeFile(copy, kubeconfig, { mode: 0o600 });
    await environment.configure({ "cluster.kubeconfig": copy });
    await refused("a cluster that does not answer", /cluster\.context: expected the API server .* got .*ECONNREFUSED/);
    await assertNothingMade();
  });

  it("reports which release has a chart that does not exist, and the next up continues", async () => {
    await environment.configure({ "collector.chart": { path: "./nowhere" } });
    await refused(
      "an Alloy chart that does not exist",
      /Release \(collector-(node-)?release\)[^]*path "\.\/nowhere" not found/,
    );
  });

  it("reports a kube-state-metrics chart that does not exist, and the next up continues", async () => {
    await environment.configure({ "collector.metrics.kubernetes.chart.path": "./nowhere" });
    await refused(
      "a kube-state-metrics chart that does not exist",
      /Release \(collector-kube-state-metrics\)[^]*path "\.\/nowhere" not found/,
    );
  });

  it("reports a namespace that does not exist, and the next up continues", async () => {
    await environment.configure({ "applications.0.createNamespace": false });
    await environment.configure({ "applications.0.namespace": "elsewhere" });
    await refused("a namespace that does not exist", /namespaces? "elsewhere" not found/);
  });

  it("converges once nothing is wrong", async () => {
    await environment.up();
    await environment.expectNoChanges();
  });
});
