import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  type Export,
  interruptedCreations,
  plannedCreations,
  type StoredResource,
  withAdopted,
} from "../../../commands/recovery/deployment.ts";
import { identify } from "../../../commands/recovery/identity.ts";
import { adoptExisting, type Commands, recover } from "../../../commands/recovery/recover.ts";

const PROVIDER = "urn:pulumi:dev::observability::pulumi:providers:grafana::grafana-cloud";
const CLUSTER = "urn:pulumi:dev::observability::pulumi:providers:kubernetes::kubernetes";
const provider = { urn: PROVIDER, type: "pulumi:providers:grafana", id: "1", inputs: { cloudApiUrl: "https://cloud" } };
const cluster = {
  urn: CLUSTER,
  type: "pulumi:providers:kubernetes",
  id: "2",
  inputs: { context: "petrosa-dev", kubeconfig: "./kubeconfig" },
};

const resource = (type: string, name: string, inputs: object = {}): StoredResource => ({
  urn: `urn:pulumi:dev::observability::parent$${type}::${name}`,
  type,
  custom: true,
  inputs: { ...inputs },
  provider: type.startsWith("kubernetes:") ? `${CLUSTER}::2` : `${PROVIDER}::1`,
});
const stack = resource("grafana:cloud/stack:Stack", "grafana-cloud", { slug: "petrosadev" });
const token = resource("grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken", "collector");
const release = resource("kubernetes:helm.sh/v3:Release", "release", { namespace: "observability", name: "alloy" });

const exported = (resources: readonly StoredResource[], creating: readonly StoredResource[] = []): Export => ({
  version: 3,
  deployment: {
    resources: [provider, cluster, ...resources],
    pending_operations: creating.map((pending) => ({ type: "creating", resource: pending })),
  },
});

/** A stack that keeps imported resources until the next refresh, which drops those that do not exist. */
function fake(start: Export, existing: readonly StoredResource[], plan: readonly StoredResource[] = [], managers = "") {
  let state = start;
  const ran: string[] = [];
  const lines: string[] = [];
  const survives = ({ urn }: StoredResource) =>
    existing.some((other) => other.urn === urn) || !plan.concat(existing).some((other) => other.urn === urn);
  const commands: Commands = {
    pulumi: (args, input) => {
      const command = args.slice(0, 2).join(" ");
      ran.push(command);
      if (command === "stack import") state = JSON.parse(input ?? "") as Export;
      if (args[0] === "refresh") {
        const resources = (state.deployment.resources ?? []).filter(survives);
        state = { ...state, deployment: { ...state.deployment, resources } };
      }
      if (args[0] !== "preview") return Promise.resolve(JSON.stringify(state));
      const known = new Set(state.deployment.resources?.map(({ urn }) => urn));
      const steps = plan.filter(({ urn }) => !known.has(urn)).map((newState) => ({ op: "create", newState }));
      return Promise.resolve(JSON.stringify({ steps }));
    },
    kubectl: (args) => {
      ran.push(`kubectl ${args.join(" ")}`);
      return Promise.resolve(args.includes("get") ? managers : "secret/sh.helm.release.v1.alloy.v1\n");
    },
    report: (line) => lines.push(line),
  };
  const resources = () => state.deployment.resources ?? [];
  return { commands, ran, lines, resources, ids: () => resources().map(({ id }) => id) };
}

describe("interrupted creations", () => {
  it("are those of custom resources that are not in the state", () => {
    const component: StoredResource = { urn: "urn:component", type: "observability:index:Dashboards" };
    const interrupted = exported([stack], [stack, token, component]);
    assert.deepEqual(interruptedCreations(interrupted), [token]);
  });

  it("do not include other operations", () => {
    const { deployment } = exported([], []);
    const updating = { deployment: { ...deployment, pending_operations: [{ type: "updating", resource: stack }] } };
    assert.deepEqual(interruptedCreations({ version: 3, ...updating }), []);
  });
});

describe("planned creations", () => {
  it("are those whose provider, parent and dependencies exist", () => {
    const orphan = { ...token, parent: "urn:nowhere" };
    const early = { ...token, dependencies: [stack.urn] };
    const unprovided = { ...token, provider: `${PROVIDER}::04da6b54-80e4-46f7-96ec-b56ff0331ba9` };
    const steps = [stack, orphan, early, unprovided].map((newState) => ({ op: "create", newState }));
    assert.deepEqual(plannedCreations({ steps }, exported([])), [stack]);
    assert.deepEqual(plannedCreations({ steps: [{ op: "update", newState: stack }] }, exported([])), []);
  });
});

describe("adoption", () => {
  it("appends resources and leaves no operation pending", () => {
    const adopted = withAdopted(exported([token], [stack]), [{ ...stack, id: "petrosadev" }]);
    assert.deepEqual(adopted, exported([token, { ...stack, id: "petrosadev" }]));
  });
});

describe("identity", () => {
  const metadata = { namespace: "observability", name: "alloy" };
  for (const [type, inputs, id] of [
    ["grafana:cloud/stack:Stack", { slug: "petrosadev" }, "petrosadev"],
    ["grafana:cloud/accessPolicy:AccessPolicy", { region: "eu", name: "collector" }, "eu:id of collector"],
    ["grafana:oss/folder:Folder", { uid: "tradeengine" }, "tradeengine"],
    ["grafana:alerting/contactPoint:ContactPoint", { name: "slack" }, "slack"],
    ["grafana:alerting/ruleGroup:RuleGroup", { folderUid: "tradeengine", name: "api" }, "tradeengine:api"],
    ["kubernetes:helm.sh/v3:Release", metadata, "observability/alloy"],
    ["kubernetes:core/v1:Secret", { metadata }, "observability/alloy"],
    ["kubernetes:core/v1:Namespace", { metadata: { name: "observability" } }, "observability"],
    ["kubernetes:core/v1:ConfigMapPatch", { metadata }, undefined],
    ["grafana:cloud/stackServiceAccount:StackServiceAccount", { name: "pulumi-1a2b3c4" }, undefined],
    ["grafana:cloud/accessPolicyRotatingToken:AccessPolicyRotatingToken", {}, undefined],
    ["grafana:oss/dashboard:Dashboard", {}, undefined],
  ] as const) {
    it(`of ${type} is ${id ?? "undefined, because it can be created again"}`, async () => {
      const found = await identify(resource(type, "one", inputs), (region, name) =>
        Promise.resolve(`${region}:id of ${name}`),
      );
      assert.equal(found, id);
    });
  }
});

describe("recovery", () => {
  it("only refreshes a stack without pending operations", async () => {
    const { commands, ran, lines } = fake(exported([]), []);
    await recover(commands);
    assert.deepEqual([ran, lines], [["stack export", "refresh --yes", "stack export"], []]);
  });

  it("first forgets the Helm record, then adopts, then refreshes", async () => {
    const { commands, ran, lines, ids } = fake(exported([], [stack, token, release]), [stack]);
    await recover(commands);
    assert.deepEqual(ran, [
      "stack export",
      "kubectl --kubeconfig ./kubeconfig --context petrosa-dev --namespace observability delete secret --selector " +
        "owner=helm,name=alloy,status in (pending-install,pending-upgrade,pending-rollback,uninstalling) --ignore-not-found --output name",
      "stack import",
      "refresh --yes",
      "stack export",
    ]);
    assert.deepEqual(ids(), ["1", "2", "petrosadev", "observability/alloy"]);
    assert.deepEqual(lines, [
      "Release alloy: forgot its unfinished operation (secret/sh.helm.release.v1.alloy.v1)",
      "Stack grafana-cloud: adopted as petrosadev",
      "AccessPolicyRotatingToken collector: will be created",
      "Release release: adopted as observability/alloy",
    ]);
  });
});

describe("adoption of Kubernetes objects", () => {
  const metadata = { namespace: "observability", name: "alloy" };
  const policy = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", "policy", { metadata });
  const account = resource("kubernetes:core/v1:ServiceAccount", "account", { metadata });

  it("keeps the field manager name of the killed update", async () => {
    const managers = "kube-controller-manager pulumi-kubernetes-090e17ee";
    const { commands, ran, resources } = fake(exported([], [policy, account]), [policy, account], [], managers);
    await recover(commands);
    const flags = "kubectl --kubeconfig ./kubeconfig --context petrosa-dev --namespace observability";
    const output = "--ignore-not-found --show-managed-fields --output jsonpath={.metadata.managedFields[*].manager}";
    assert.deepEqual(
      ran.filter((command) => command.startsWith("kubectl")),
      [
        `${flags} get NetworkPolicy.v1.networking.k8s.io alloy ${output}`,
        `${flags} get ServiceAccount.v1. alloy ${output}`,
      ],
    );
    const outputs = { __fieldManager: "pulumi-kubernetes-090e17ee" };
    assert.deepEqual(
      resources().slice(2),
      [policy, account].map((one) => ({ ...one, id: "observability/alloy", outputs })),
    );
  });

  it("leaves objects that do not exist to the refresh", async () => {
    const { commands, lines } = fake(exported([], [policy]), [], [policy]);
    await recover(commands);
    assert.deepEqual(lines, ["NetworkPolicy policy: will be created"]);
  });
});

describe("adoption of existing objects", () => {
  const folder = { ...resource("grafana:oss/folder:Folder", "shop", { uid: "shop" }), dependencies: [stack.urn] };
  const other = resource("grafana:oss/folder:Folder", "other", { uid: "other" });
  const secret = resource("kubernetes:core/v1:Secret", "secret", { metadata: { name: "secret" } });

  it("repeats while adopted objects lead to more, and only in Grafana", async () => {
    const { commands, lines, ids } = fake(exported([]), [stack, folder], [stack, folder, other, secret]);
    await adoptExisting(commands);
    assert.deepEqual(ids(), ["1", "2", "petrosadev", "shop"]);
    assert.deepEqual(lines, [
      "Stack grafana-cloud: adopted as petrosadev",
      "Folder other: will be created",
      "Folder shop: adopted as shop",
    ]);
  });
});
