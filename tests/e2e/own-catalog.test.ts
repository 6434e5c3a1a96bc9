import assert from "node:assert/strict";
import { relative } from "node:path";
import { after, before, describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { checkout } from "../../local/layout.ts";
import { indexFile, ownCatalog, systemFile, type OwnCatalog } from "../own-catalog.ts";
import type { Changes } from "./changes.ts";
import { boardsOf } from "./expected.ts";
import { startEnvironment } from "./environment.ts";
import type { Environment } from "./environment.ts";
import { instanceApi } from "./grafana.ts";
import { assertClearFailure, run } from "./transcript.ts";

const CONFIG_MAP = "/api/v1/namespaces/observability/configmaps";

describe("a catalog directory outside the checkout", () => {
  let environment: Environment;
  let directory: OwnCatalog;
  let named = "";
  let made: Changes;

  before(async () => {
    directory = await ownCatalog({ "index.ts": indexFile("shop"), "shop.ts": systemFile() });
    environment = await startEnvironment("own-catalog");
    named = relative(checkout, directory.path);
    assert.match(named, /^\.\./);
    await environment.configure({ "catalog.directory": named, "catalog.systems": ["shop"] });
    made = await environment.up();
  });
  after(async () => {
    await environment?.close();
    await directory?.remove();
  });

  it("publishes its dashboard and rule group", async () => {
    for (const name of ["Dashboard dashboards-checkout-service", "Folder dashboards-shop"]) {
      assert.equal(made[name], "create");
    }
    const groups = Object.keys(made).filter((name) => name.startsWith("RuleGroup "));
    assert.deepEqual(groups, ["RuleGroup alerting-checkout"]);
    const grafana = await instanceApi(environment);
    const { meta } = (await grafana("/dashboards/uid/checkout-service")) as { meta: { folderUid: string } };
    assert.equal(meta.folderUid, "shop");
    const rules = (await grafana("/v1/provisioning/alert-rules")) as readonly { uid: string; folderUID: string }[];
    assert.deepEqual(
      rules.map(({ uid, folderUID }) => [uid, folderUID]),
      [["checkout-absent", "shop"]],
    );
  });

  it("keeps the metrics that its services use in the collector's configuration", async () => {
    const maps = await environment.kubernetes.list(CONFIG_MAP);
    assert.ok(JSON.stringify(maps).includes("kube_pod_service_account"));
  });

  it("changes nothing the second time", () => environment.expectNoChanges());

  it("reports errors in it and changes nothing", async () => {
    const before = await everything();
    await directory.write({ "shop.ts": systemFile({ name: "checkout absent" }) });
    for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
      assertClearFailure(
        await run(environment, command),
        /has 1 problem\n *catalog\.directory: expected \S+\/index\.ts to load, got catalog system shop has 1 problem\n.*alerts\.absent\.name: expected a PascalCase name, got checkout absent\n.*\n *fix: correct \S+\/shop\.ts:\d+; /,
      );
    }
    assert.deepEqual(await everything(), before);
  });

  it("updates only resources whose source changed", async () => {
    await directory.write({ "shop.ts": systemFile({ name: "CheckoutGone" }) });
    const effect = { "RuleGroup alerting-checkout": "update" };
    assert.deepEqual([await environment.preview(), await environment.up()], [effect, effect]);
  });

  it("can be published together with all built-in systems", async () => {
    await environment.configure({ "catalog.systems": [...Object.keys(systems), "shop"] });
    const added = await environment.up();
    const boards = boardsOf(Object.values(systems)).map(({ key }) => `Dashboard dashboards-${key}`);
    assert.deepEqual(
      boards.filter((name) => !(name in added) && !(name in made)),
      [],
    );
    await environment.expectNoChanges();
  });

  /** Returns everything that exists in the cloud and in the state. */
  async function everything(): Promise<unknown> {
    return { cloud: await environment.cloud.state(), resources: await environment.resources() };
  }
});
