import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { ENVIRONMENTS } from "../../testing/environments.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { deploy, isSecret, mapSecrets, valueOf, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { settingsWith } from "../components/find.ts";
import type { Registered } from "../../testing/registrations.ts";
import { leaks } from "./leaks.ts";

const LABELS = { "app.kubernetes.io/managed-by": "pulumi", "app.kubernetes.io/part-of": "observability" };

/** Graphs that together contain every kind of resource in the program. */
const GRAPHS = {
  ...Object.fromEntries(ENVIRONMENTS.map((environment) => [environment, settingsOf(environment)])),
  "an adopted stack with every type of contact point": settingsWith("local", {
    "backend.stack": { mode: "adopt", slug: "shared" },
    "alerts.contactPoints": [
      { name: "chat", type: "slack", secret: "chatUrl" },
      { name: "pager", type: "pagerduty", secret: "pagerKey" },
      { name: "hook", type: "webhook", secret: "hookUrl" },
      { name: "mail", type: "email", addresses: ["oncall@example.com"] },
    ],
    "alerts.routes": { critical: "pager", warning: "chat", info: "hook" },
    "alerts.paging": true,
    "alerts.muteTimings": [{ name: "maintenance", weekdays: ["sunday"] }],
  }),
};

/** Returns the explicit provider for a resource of this type. */
function providerOf(type: string): string {
  if (type.startsWith("kubernetes:")) return "kubernetes";
  return type.startsWith("grafana:cloud/") ? "grafana-cloud" : "grafana-stack";
}

const isProvider = ({ type }: Registered): boolean => type.startsWith("pulumi:providers:");
const isComponent = ({ custom, type }: Registered): boolean => !custom && type !== "pulumi:pulumi:Stack";
const labelOf = ({ type, name }: Registered): string => `${type} ${name}`;

for (const [title, settings] of Object.entries(GRAPHS)) {
  describe(`graph of ${title}`, () => {
    let graph: Deployment;
    let made: readonly Registered[];
    before(async () => {
      graph = await deploy(settings);
      made = graph.resources.filter((resource) => resource.custom && !isProvider(resource));
    });

    it("has resources of all three providers", () => {
      assert.deepEqual([...new Set(made.map(({ type }) => providerOf(type)))].sort(), [
        "grafana-cloud",
        "grafana-stack",
        "kubernetes",
      ]);
    });

    it("uses each URN once", () => {
      const urns = graph.resources.map(({ urn }) => urn);
      assert.deepEqual(
        urns.filter((urn, index) => urns.indexOf(urn) < index),
        [],
      );
    });

    it("puts every resource into a component, and every component and provider under the stack", () => {
      for (const resource of made) assert.match(resource.parent, /^observability:index:\w+$/, labelOf(resource));
      for (const resource of graph.resources.filter((each) => isComponent(each) || isProvider(each))) {
        assert.equal(resource.parent, "pulumi:pulumi:Stack", labelOf(resource));
      }
    });

    it("begins every name with the component's name", () => {
      for (const resource of made) {
        assert.ok(resource.name.startsWith(resource.parentName), `${labelOf(resource)} in ${resource.parentName}`);
      }
    });

    it("uses the explicit provider of the right kind for every resource and call", () => {
      for (const resource of made) assert.equal(resource.provider, providerOf(resource.type), labelOf(resource));
      for (const { token, provider } of graph.calls) assert.equal(provider, providerOf(token), token);
    });

    it("passes no inputs to components that the state would store", () => {
      for (const resource of graph.resources.filter(isComponent)) {
        assert.deepEqual(resource.inputs, {}, labelOf(resource));
      }
    });

    it("labels every Kubernetes object, and limits names to 63 characters", () => {
      for (const { type, name, inputs } of made.filter((resource) => resource.provider === "kubernetes")) {
        const metadata = (type.endsWith(":Release") ? inputs : inputs["metadata"]) as Record<string, unknown>;
        assert.match(metadata["name"] as string, /^[a-z0-9-]{1,63}$/, name);
        if (type.endsWith(":Release")) continue;
        const labels = metadata["labels"] as Record<string, string>;
        assert.deepEqual({ ...labels, ...LABELS }, labels, name);
      }
    });

    it("keeps secrets in secret envelopes in every input", () => {
      for (const resource of graph.resources) {
        const outside = JSON.stringify(mapSecrets(resource.inputs, () => "[secret]"));
        assert.equal(leaks(outside, CANARY), false, labelOf(resource));
      }
    });

    it("passes secrets only to resources that use them", () => {
      const holders = graph.resources.filter(({ inputs }) => leaks(JSON.stringify(inputs), CANARY));
      const allowed =
        /^(pulumi:providers:grafana|kubernetes:core\/v1:Secret(Patch)?|grafana:alerting\/contactPoint:ContactPoint)$/;
      assert.deepEqual(
        holders.map(({ type }) => type).filter((type) => !allowed.test(type)),
        [],
      );
      assert.ok(holders.length >= 4, `${holders.length} resources with a secret`);
      for (const { inputs } of holders) assert.ok(Object.values(inputs).some(isSecret));
    });

    it("keeps secrets out of outputs", async () => {
      assert.equal(leaks(JSON.stringify(await valueOf(graph.outputs)), CANARY), false);
    });

    it("is the same in the update as in the preview", async () => {
      const updated = await deploy(settings, { preview: false });
      const labels = ({ resources }: Deployment) => resources.map(labelOf).sort();
      assert.deepEqual(labels(updated), labels(graph));
    });
  });
}

describe("search for secrets", () => {
  const password = Buffer.from(`user:${CANARY}:x`);
  for (const [form, text] of Object.entries({
    clear: `token=${CANARY}`,
    base64: password.toString("base64"),
    "base64 at another offset": Buffer.from(`users:${CANARY}`).toString("base64"),
    "base64 at a third offset": Buffer.from(`a:${CANARY}`).toString("base64"),
    base64url: password.toString("base64url"),
    hex: password.toString("hex"),
    "upper-case hex": password.toString("hex").toUpperCase(),
    URL: `https://user:${encodeURIComponent(CANARY)}@example.com`,
    JSON: JSON.stringify({ token: CANARY }),
  })) {
    it(`finds a secret in ${form}`, () => assert.equal(leaks(text, CANARY), true));
  }

  it("finds nothing in text without a secret", () => assert.equal(leaks("canary-secret", CANARY), false));
});
