import assert from "node:assert/strict";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import type { System } from "../../model/catalog/system.ts";
import { defineSystem } from "../../model/catalog/define-system.ts";
import { deploy } from "../../testing/harness.ts";
import { difference } from "../difference.ts";
import { settingsWith } from "../components/find.ts";

const dnsLabel = (maxLength: number) =>
  fc.stringMatching(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/).map((text) => text.slice(0, maxLength).replace(/-+$/, ""));

const application = fc.record({
  namespace: dnsLabel(32).filter((name) => name !== "observability"),
  team: dnsLabel(32),
  createNamespace: fc.boolean(),
  adoptObjects: fc.boolean(),
  egressPolicy: fc.boolean(),
  profiles: fc.constantFrom("collector", "direct", "off"),
});
const applicationsFrom = (minLength: number) =>
  fc.uniqueArray(application, { minLength, maxLength: 4, selector: ({ namespace }) => namespace });

/** Without the hundreds of dashboards and rules, which do not depend on applications. */
const graphOf = async (given: readonly unknown[]) =>
  (await deploy(settingsWith("dev", { applications: given, "catalog.systems": [] }))).resources;

describe("any set of applications", () => {
  it("produces each URN once, and object names that Kubernetes accepts", async () => {
    await fc.assert(
      fc.asyncProperty(applicationsFrom(1), async (given) => {
        const graph = await graphOf(given);
        assert.equal(new Set(graph.map(({ urn }) => urn)).size, graph.length);
        for (const { inputs, provider } of graph.filter((resource) => resource.provider === "kubernetes")) {
          const { name } = (inputs["metadata"] ?? inputs) as { name: string };
          assert.match(name, /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, provider);
        }
      }),
      { numRuns: 8 },
    );
  });

  it("leaves the others unchanged if one is added, except for the collector's configuration and network policies", async () => {
    await fc.assert(
      fc.asyncProperty(applicationsFrom(2), async (given) => {
        const [added] = given;
        const others = given.slice(1);
        if (added === undefined) return;
        const { added: more, removed, changed } = difference(await graphOf(others), await graphOf([...others, added]));
        const tokens = /^AccessPolicy(RotatingToken)? access-tokens-profiles$/;
        const foreign = more.filter(
          (label) => !label.split(" ")[1]?.startsWith(added.namespace) && !tokens.test(label),
        );
        assert.deepEqual(
          { foreign, removed, changed },
          {
            foreign: [],
            removed: [],
            changed: [
              "ConfigMap collector-config",
              "ConfigMap collector-node-config",
              "NetworkPolicy collector-allow-scrapes",
              "NetworkPolicy collector-allow-telemetry-from-applications",
            ],
          },
        );
      }),
      { numRuns: 8 },
    );
  });

  it("does not depend on their order", async () => {
    await fc.assert(
      fc.asyncProperty(applicationsFrom(2), async (given) => {
        assert.deepEqual(difference(await graphOf(given), await graphOf([...given].reverse())), {
          added: [],
          removed: [],
          changed: [],
        });
      }),
      { numRuns: 4 },
    );
  });
});

describe("a system that is published in addition to others", () => {
  const known = systems as Record<string, System>;
  const [model] = Object.values(systems);

  before(() => {
    assert.ok(model);
    const services = model.services.map((service) => ({ ...service, id: "ledger", serviceName: "ledger" }));
    known["ledger"] = defineSystem({ id: "ledger", title: "Ledger", services });
  });
  after(() => void Reflect.deleteProperty(known, "ledger"));

  it("adds its folder, dashboards, rules and rows on the dashboards on all services, and changes nothing else", async () => {
    const graph = async (names: readonly string[]) =>
      (await deploy(settingsWith("dev", { "catalog.systems": names }))).resources;
    assert.deepEqual(difference(await graph(["tradeengine"]), await graph(["ledger", "tradeengine"])), {
      added: ["Dashboard dashboards-ledger-service", "Folder dashboards-ledger", "RuleGroup alerting-ledger"],
      removed: [],
      changed: ["Dashboard dashboards-fleet-overview", "Dashboard dashboards-fleet-slos"], // tables of all services
    });
  });
});
