import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import type { Registered } from "../../testing/registrations.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const titleOf = ({ type, name }: Registered): string => `${type.split(":").at(-1) ?? ""} ${name}`;

describe("GrafanaCloudStack in mode create", () => {
  let prod: Deployment;
  let dev: Deployment;
  before(async () => {
    prod = await deploy(settingsOf("prod"));
    dev = await deploy(settingsOf("dev"));
  });

  it("registers the stack, a service account and its token", () => {
    assert.deepEqual(childrenOf(prod.resources, "GrafanaCloudStack"), [
      "Stack grafana-cloud",
      "StackServiceAccount grafana-cloud-pulumi",
      "StackServiceAccountRotatingToken grafana-cloud-pulumi",
    ]);
    assert.deepEqual(prod.calls, []);
  });

  it("waits until the stack answers", () => {
    assert.deepEqual(inputsOf(find(prod.resources, "Stack grafana-cloud")), {
      slug: "petrosa",
      name: "petrosa",
      regionSlug: "prod-sa-east-1",
      description: "Managed by the observability Pulumi program",
      labels: { team: "petrosa", environment: "prod" },
      deleteProtection: true,
      waitForReadiness: true,
      waitForReadinessTimeout: "10m",
    });
  });

  it("takes name, description and timeout from the configuration", async () => {
    const changes = { name: "Petrosa", description: "Telemetry", readinessTimeout: "20m" };
    const stack = { mode: "create", slug: "petrosadev", region: "prod-eu-west-2", ...changes };
    const { resources } = await deploy(settingsWith("dev", { "backend.stack": stack }));
    const { inputs } = find(resources, "Stack grafana-cloud");
    assert.deepEqual(
      [inputs["name"], inputs["description"], inputs["waitForReadinessTimeout"], inputs["regionSlug"]],
      ["Petrosa", "Telemetry", "20m", "prod-eu-west-2"],
    );
  });

  it("is protected if configured", () => {
    assert.equal(find(prod.resources, "Stack grafana-cloud").options.protect, true);
    assert.equal(find(dev.resources, "Stack grafana-cloud").options.protect, false);
  });

  it("deletes an old stack before creating its replacement, because a slug is unique", () => {
    assert.equal(find(dev.resources, "Stack grafana-cloud").options.deleteBeforeReplace, true);
  });

  it("leaves the name of the service account to Pulumi, so that it is always new", () => {
    assert.deepEqual(inputsOf(find(prod.resources, "StackServiceAccount grafana-cloud-pulumi")), {
      stackSlug: "petrosa",
      role: "Admin",
    });
  });

  it("rotates the service account's token with the same lifetime and overlap as all others", async () => {
    const tokens = { lifetime: "48h", overlap: "90m" };
    const { resources } = await deploy(settingsWith("dev", { "backend.tokens": tokens }));
    assert.deepEqual(inputsOf(find(resources, "StackServiceAccountRotatingToken grafana-cloud-pulumi")), {
      stackSlug: "petrosadev",
      serviceAccountId: "grafana-cloud-pulumi-id",
      namePrefix: "observability-pulumi",
      secondsToLive: 172_800,
      earlyRotationWindowSeconds: 5400,
    });
  });

  it("manages what is inside the stack as that service account, whose token is secret", () => {
    const provider = find(prod.resources, "grafana grafana-stack");
    assert.deepEqual(inputsOf(provider), {
      url: "https://petrosa.grafana.net",
      auth: { secret: `${CANARY}-key` },
      stackId: "1402895",
    });
  });

  it("deletes what is inside an unprotected stack with the stack", () => {
    const gone = dev.resources.filter(({ options }) => options.deletedWith === "grafana-cloud").map(titleOf);
    const published = dev.resources.map(titleOf).filter((title) => /^(Dashboard|Folder|RuleGroup) /.test(title));
    assert.ok(published.length > 20);
    const others = [
      "AccessPolicyRotatingToken access-tokens-collector",
      "AccessPolicyRotatingToken access-tokens-profiles",
      "Alerting alerting",
      "ContactPoint alerting-petrosa-slack",
      "Dashboards dashboards",
      "StackServiceAccount grafana-cloud-pulumi",
      "StackServiceAccountRotatingToken grafana-cloud-pulumi",
    ];
    assert.deepEqual(gone.sort(), [...published, ...others].sort());
  });

  it("drops nothing with a stack that Grafana Cloud refuses to delete", () => {
    assert.deepEqual(
      prod.resources.filter(({ options }) => options.deletedWith === "grafana-cloud").map(({ name }) => name),
      [],
    );
  });
});

describe("GrafanaCloudStack in mode adopt", () => {
  let adopted: Deployment;
  before(async () => {
    const stack = { mode: "adopt", slug: "shared" };
    adopted = await deploy(settingsWith("dev", { "backend.stack": stack }));
  });

  it("looks up the stack once by its slug, and registers no stack", () => {
    assert.deepEqual(adopted.calls, [
      { token: "grafana:cloud/getStack:getStack", provider: "grafana-cloud", inputs: { slug: "shared" } },
    ]);
    assert.deepEqual(childrenOf(adopted.resources, "GrafanaCloudStack"), [
      "StackServiceAccount grafana-cloud-pulumi",
      "StackServiceAccountRotatingToken grafana-cloud-pulumi",
    ]);
  });

  it("mints tokens for that stack, in its region", () => {
    const { inputs } = find(adopted.resources, "AccessPolicy access-tokens-collector");
    assert.deepEqual(
      [inputs["name"], inputs["region"], inputs["realms"]],
      ["shared-collector", "prod-sa-east-1", [{ type: "stack", identifier: "1402895" }]],
    );
  });

  it("deletes what it created in the stack itself, because the stack outlives the program", () => {
    const inStack = adopted.resources.filter(({ type }) => type.startsWith("grafana:"));
    assert.deepEqual([...new Set(inStack.map(({ options }) => options.deletedWith))], [""]);
  });
});
