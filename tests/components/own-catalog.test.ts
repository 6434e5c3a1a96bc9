import * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { deploy, refusal, type Deployment } from "../../testing/harness.ts";
import { CANARY } from "../../testing/mocks.ts";
import { indexFile, ownCatalog, systemFile, type OwnCatalog } from "../own-catalog.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

const SECRETS = { grafanaCloudToken: CANARY, slackWebhookUrl: CANARY };
const METRIC = "kube_pod_service_account";

describe("program with a directory of systems", () => {
  let directory: OwnCatalog;
  let deployed: Deployment;
  before(async () => {
    directory = await ownCatalog({ "index.ts": indexFile("shop"), "shop.ts": systemFile() });
    deployed = await deploy(
      settingsWith("dev", {
        "catalog.directory": directory.path,
        "catalog.systems": ["shop"],
      }),
    );
  });
  after(() => directory.remove());

  it("publishes its dashboards and rules, whose runbooks are under the shared URL", () => {
    const published = childrenOf(deployed.resources, "Dashboards");
    assert.ok(published.includes("Dashboard dashboards-checkout-service"));
    assert.ok(published.includes("Folder dashboards-shop"));
    assert.deepEqual(
      childrenOf(deployed.resources, "Alerting").filter((name) => name.startsWith("RuleGroup ")),
      ["RuleGroup alerting-checkout"],
    );
    const group = inputsOf(find(deployed.resources, "RuleGroup alerting-checkout"));
    assert.deepEqual([group["name"], group["folderUid"]], ["checkout", "shop"]);
    const [rule, ...others] = group["rules"] as readonly { uid: string; annotations: Record<string, string> }[];
    assert.deepEqual([rule?.uid, others], ["checkout-absent", []]);
    assert.match(rule?.annotations["runbook_url"] ?? "", /^https:.*\/docs\/runbooks\/CheckoutAbsent\.md$/);
  });

  it("keeps its metrics when the collector scrapes", async () => {
    const without = await deploy(settingsWith("dev", {}));
    const configOf = ({ resources }: Deployment) =>
      JSON.stringify(inputsOf(find(resources, "ConfigMap collector-config")));
    assert.ok(configOf(deployed).includes(METRIC));
    assert.ok(
      !configOf(without).includes(METRIC),
      "this metric proves nothing, because a built-in system also reads it",
    );
  });

  it("checks thresholds against its rules", async () => {
    const settings = settingsWith("dev", {
      "catalog.directory": directory.path,
      "catalog.systems": ["shop"],
      "alerts.thresholds": { "checkout-absent": 1 },
    });
    assert.match(
      await refused(settings),
      /has 1 problem\n {2}alerts\.thresholds\.checkout-absent: expected the id of a rule that has/,
    );
  });
});

describe("program with an invalid directory of systems", () => {
  let directory: OwnCatalog;
  before(async () => {
    const again = systemFile({ id: "store", alert: "gone", name: "CheckoutGone" });
    directory = await ownCatalog({
      "index.ts": indexFile("shop", "store"),
      "shop.ts": systemFile(),
      "store.ts": again,
    });
  });
  after(() => directory.remove());

  it("reports its problems and all others, but not what merely follows from them", async () => {
    const settings = settingsWith("dev", {
      environment: "Dev",
      "catalog.directory": directory.path,
      "catalog.systems": ["tradeengine", "shop"],
      "alerts.thresholds": { "checkout-latency": 1 },
    });
    assert.equal(
      (await refused(settings)).replaceAll(directory.path, "/our-catalog"),
      `observability config of stack test has 2 problems
  environment: expected a DNS label (a-z, 0-9, -, at most 63 characters), got "Dev"
    fix: pulumi config set --path 'observability:environment' dev
  /our-catalog/index.ts systems.store.services.checkout: expected an id that no other service has, got "checkout", which is also used in /our-catalog/index.ts systems.shop.services.checkout
    fix: rename it`,
    );
  });

  it("looks for it relative to the program", async () => {
    const message = await refused(settingsWith("dev", { "catalog.directory": "../our-catalog" }));
    const lines = [
      "  catalog.directory: expected a folder, got ../our-catalog, which does not exist",
      `    fix: create it, or use another folder; relative paths start at ${process.cwd()}`,
    ];
    assert.deepEqual(message.split("\n").slice(1), lines);
  });

  it("does not look for a directory that is stored encrypted", async () => {
    const settings = settingsWith("dev", { catalog: { systems: [], directory: CANARY } });
    assert.match(await refused(settings, ["catalog"]), /has 1 problem\n {2}catalog: expected a plaintext value/);
  });
});

/** The error message of the program, which has registered nothing, shows no stack trace and contains no secret. */
async function refused(
  settings: Readonly<Record<string, unknown>>,
  encrypted: readonly string[] = [],
): Promise<string> {
  const { error, resources } = await refusal({ ...settings, ...SECRETS }, [...Object.keys(SECRETS), ...encrypted]);
  assert.ok(error instanceof pulumi.RunError);
  assert.deepEqual(resources, []);
  assert.doesNotMatch(error.message, new RegExp(CANARY));
  return error.message;
}
