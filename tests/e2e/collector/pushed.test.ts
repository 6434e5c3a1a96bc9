import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import { deploy, NAMESPACE, ORIGIN } from "./deployed.ts";
import type { ApplicationName, Deployed } from "./deployed.ts";
import { PodLog } from "./pod-logs.ts";
import { reportEvent } from "./pods.ts";
import { Tally } from "./tally.ts";
import { gauges, ingestProfile, logs, numbered, pushProfile, sendOtlp, sendOtlpGrpc, spans } from "./telemetry.ts";
import { until } from "./until.ts";
import { dataTestProblem } from "./world.ts";

const TRACE = "5b8efff798038103d269b633813fc60c";
/** The test machine may lack udev, which nodes have, and the first gateway is alone for a moment. */
const EXPECTED = /disabling udev device properties|failed to connect to peers; bootstrapping a new cluster/;

describe("pushed signals, pod logs and events through the deployed collector", function () {
  this.timeout("15m");
  const tally = new Tally();
  let deployed: Deployed;

  before(async function () {
    const problem = await dataTestProblem();
    if (problem !== undefined) {
      console.log(`    skipped: ${problem}`);
      return this.skip();
    }
    deployed = await deploy("collector-pushed");
  });
  after(async () => {
    await deployed?.close();
    tally.print();
  });

  const expectAll = (expectation: Parameters<Tally["expect"]>[1]) =>
    tally.expect(deployed.world.environment.cloud, expectation);
  const tenant = () => String(deployed.stack.id);

  it("are handled without unhealthy components or errors in the log", async () => {
    for (const one of [...deployed.gateways, deployed.node]) {
      assert.deepEqual(await one.get("/-/healthy"), { status: 200, text: "All Alloy components are healthy.\n" });
      const lines = one.log().split("\n");
      assert.deepEqual(
        lines.filter((line) => /level=(error|warn)|forbidden|context prefix/.test(line) && !EXPECTED.test(line)),
        [],
      );
    }
  });

  it("deliver pushed metrics, logs and traces once, each with its origin", async () => {
    const resource = {
      "service.name": "tradeengine",
      "k8s.pod.uid": deployed.pod("both").uid,
      "deployment.environment.name": "claimed-by-the-application",
      "process.command_line": "python main.py",
    };
    const url = deployed.gateways[0].url("otlp-http");
    // Pods are listed in the background; telemetry before that passes through without pod names.
    await until("known pods", async () => {
      assert.equal(await sendOtlp(url, "logs", logs(resource, ["probe"])), 200);
      return (await deployed.lines(/^probe$/)).some((line) => line.resource["k8s.namespace.name"] !== undefined);
    });
    const makers = { traces: spans, logs, metrics: gauges };
    for (const [signal, make] of Object.entries(makers) as [keyof typeof makers, typeof spans][]) {
      const body = (way: string, at: number) => make(resource, numbered(`${signal}-${way}`, 100, at));
      for (let at = 0; at < 1000; at += 100) {
        assert.equal(await sendOtlp(url, signal, body("protobuf", at), "protobuf"), 200);
        assert.equal(await sendOtlp(url, signal, body("json", at), "json"), 200);
        assert.equal(await sendOtlpGrpc(deployed.gateways[1].url("otlp-grpc"), signal, body("grpc", at)), 0);
      }
      const expected = {
        ...ORIGIN,
        "service.name": "tradeengine",
        "service.namespace": "petrosa",
        "k8s.namespace.name": NAMESPACE,
        "k8s.deployment.name": "both",
        "k8s.pod.name": deployed.pod("both").name,
        "k8s.node.name": "node-1",
      };
      await expectAll({
        title: `pushed ${signal}`,
        filter: { signal },
        pattern: `^${signal}-\\w+-\\d{6}$`,
        sent: 3000,
        isRight: (item) =>
          Object.entries(expected).every(([key, value]) => item.resource[key] === value) &&
          !("process.command_line" in item.resource) &&
          item.tenant === tenant() &&
          item.tokenName.startsWith("petrosalocal-collector"),
      });
    }
  });

  it("have secrets removed from pushed signals", async () => {
    const url = deployed.gateways[0].url("otlp-http");
    const address = { "url.full": "https://ana:hunter2@example.com/?token=abcdefghijkl", "http.route": "/orders" };
    assert.equal(await sendOtlp(url, "traces", spans({}, ["with-secret"], address)), 200);
    assert.equal(await sendOtlp(url, "logs", logs({}, ["with-secret mail ana@example.com"])), 200);
    const [line] = await until("the line", async () => {
      const found = await deployed.lines(/^with-secret/);
      return found.length > 0 ? found : undefined;
    });
    assert.equal(line?.name, "with-secret mail ****");
    const span = await until("the span", async () =>
      (await deployed.world.environment.cloud.telemetry({ signal: "traces" })).find(
        ({ name }) => name === "with-secret",
      ),
    );
    assert.equal(span.attributes["http.route"], "/orders");
    assert.doesNotMatch(JSON.stringify(span.attributes), /hunter2|abcdefghijkl/);
  });

  it("deliver pushed profiles once", async () => {
    const url = deployed.gateways[1].url("pyroscope");
    for (const name of numbered("pushed", 20)) {
      await pushProfile(url, "profile", { __name__: "process_cpu", service_name: name });
    }
    for (const name of numbered("ingested", 20)) await ingestProfile(url, `${name}{region=sa}`);
    await expectAll({
      title: "pushed profiles",
      filter: { signal: "profiles" },
      key: (item) => /(?:pushed|ingested)-\d{6}/.exec(`${item.name} ${JSON.stringify(item.attributes)}`)?.[0],
      sent: 40,
      isRight: (item) =>
        item.attributes["k8s_cluster_name"] === "local" &&
        item.attributes["deployment_environment_name"] === "local" &&
        item.tenant === String(deployed.stack.hpInstanceId),
    });
  });

  const logOf = (name: ApplicationName, namespace = NAMESPACE): PodLog => {
    const { name: pod, uid } = deployed.pod(name);
    return new PodLog(join(deployed.world.nodeFolder, "var/log/pods"), { namespace, pod, uid, container: "app" });
  };

  it("deliver pod logs once, with level and trace id, and exclude pods that opted out", async () => {
    const loud = logOf("both");
    logOf("quiet-pod").write(["must-not-arrive"]);
    logOf("quiet-namespace", "silenced").write(["must-not-arrive"]);
    loud.write(numbered("pod-text", 300));
    loud.write(numbered("pod-json", 300).map((msg) => JSON.stringify({ level: "error", trace_id: TRACE, msg })));
    // A file is discovered a few seconds after its first line. If it is rotated before that, it is not read.
    await until("the first lines", async () => (await deployed.lines(/pod-json-000299/)).length > 0);
    loud.rotate();
    loud.write(numbered("pod-after", 300));
    const resource = {
      ...ORIGIN,
      "k8s.namespace.name": NAMESPACE,
      "k8s.pod.name": deployed.pod("both").name,
      "k8s.container.name": "app",
      "k8s.node.name": "node-1",
      "k8s.deployment.name": "both",
      "service.name": "both",
      "service.namespace": "petrosa",
      "service.instance.id": `${NAMESPACE}.${deployed.pod("both").name}.app`,
    };
    for (const [prefix, attributes] of [
      ["pod-text", {}],
      ["pod-json", { level: "error", trace_id: TRACE }],
      ["pod-after", {}],
    ] as const) {
      await expectAll({
        title: `pod logs: ${prefix}`,
        filter: { signal: "logs" },
        pattern: `${prefix}-\\d{6}`,
        sent: 300,
        isRight: (item) =>
          isSame(item.resource, resource) && isSame(item.attributes, attributes) && item.tenant === tenant(),
      });
    }
    assert.deepEqual(await deployed.lines(/must-not-arrive/), []);
  });

  it("have secrets removed from pod logs, and lines joined that containerd split", async () => {
    const card = "4111 1111 1111 1111";
    logOf("by-pod").write([
      "login of ana@example.com with Bearer abcdefghijklmnop1234",
      `pay ${card} {"password": "hunter2hunter2"}`,
      "x".repeat(40_000),
    ]);
    await until("the long line", async () => (await deployed.lines(/^x{40000}$/)).length === 1);
    const of = async (pattern: RegExp) => (await deployed.lines(pattern)).map(({ name }) => name);
    assert.deepEqual(await of(/^login of/), ["login of **** with Bearer ****"]);
    assert.deepEqual(await of(/^pay /), ['pay **** {"password": "****"}']);
  });

  it("drop only lines of a flooding namespace, and report it in a metric", async () => {
    logOf("flood-logs", "flooding").write(numbered("flood", 10_000));
    logOf("by-service").write(numbered("calm", 100));
    await expectAll({
      title: "pod logs beside a flood",
      filter: { signal: "logs" },
      pattern: "^calm-\\d{6}$",
      sent: 100,
      isRight: ({ tenant: user }) => user === tenant(),
    });
    // A burst of ten seconds, then 200 lines a second.
    const arrived = (await deployed.lines(/^flood-/)).length;
    assert.ok(arrived >= 2_000 && arrived < 5_000, `${arrived} lines of the flood`);
    const dropped = await until(
      "dropped lines in the collector's metrics",
      async () =>
        (await deployed.points("loki_process_dropped_lines_total")).findLast(
          ({ attributes, value }) => attributes["reason"] === "ratelimit_drop_stage" && Number(value) > 0,
        ),
      90_000,
    );
    assert.equal(dropped.attributes["role"], "node");
  });

  it("deliver Kubernetes events once, although two gateways run", async () => {
    for (const message of numbered("event", 20)) {
      await reportEvent(deployed.world.plane.api, NAMESPACE, deployed.pod("both"), {
        reason: "Tested",
        message,
        type: "Warning",
      });
    }
    await expectAll({
      title: "Kubernetes events",
      filter: { signal: "logs" },
      pattern: "event-\\d{6}",
      sent: 20,
      isRight: (item) =>
        isSame(item.resource, {
          ...ORIGIN,
          "service.name": "kubernetes-events",
          "service.namespace": "platform",
          "k8s.namespace.name": NAMESPACE,
        }) &&
        item.attributes["level"] === "Warning" &&
        item.tenant === tenant(),
    });
  });
});

const isSame = (one: object, other: object): boolean => {
  const text = (value: object) => JSON.stringify(Object.entries(value).sort());
  return text(one) === text(other);
};
