import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { renderDashboards } from "../../render/dashboards/index.ts";
import { settingsOf } from "../environments.ts";
import { deploy, type Deployment } from "../harness.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

describe("Dashboards", () => {
  let dev: Deployment;
  before(async () => {
    dev = await deploy(settingsOf("dev"));
  });

  it("registers a folder for each system and a dashboard for each service", () => {
    assert.deepEqual(childrenOf(dev.resources, "Dashboards"), [
      "Dashboard dashboards-collector-service",
      "Dashboard dashboards-kubernetes-service",
      "Dashboard dashboards-tradeengine-service",
      "Folder dashboards-collector",
      "Folder dashboards-kubernetes",
      "Folder dashboards-tradeengine",
    ]);
    assert.deepEqual(inputsOf(find(dev.resources, "Folder dashboards-tradeengine")), {
      uid: "tradeengine",
      title: "Trade engine",
    });
  });

  it("publishes what is rendered for the environment, in the system's folder, over what is there", () => {
    const { configJson, ...inputs } = inputsOf(find(dev.resources, "Dashboard dashboards-tradeengine-service"));
    assert.deepEqual(inputs, { folder: "tradeengine", overwrite: true });
    const [board] = renderDashboards(Object.values(systems), {
      environment: "dev",
      dataSources: {
        metrics: "grafanacloud-prom",
        logs: "grafanacloud-logs",
        traces: "grafanacloud-traces",
        profiles: "grafanacloud-profiles",
        usage: "grafanacloud-usage",
      },
      runbookUrl: "https://github.com/petrosa/observability/blob/main/docs/runbooks",
    });
    assert.deepEqual(JSON.parse(configJson as string), JSON.parse(JSON.stringify(board?.json)));
  });

  it("registers nothing where no system is published", async () => {
    const { resources } = await deploy(settingsWith("dev", { "catalog.systems": [] }));
    assert.deepEqual(childrenOf(resources, "Dashboards"), []);
    assert.deepEqual(childrenOf(resources, "Alerting"), ["ContactPoint alerting-petrosa-slack"]);
  });
});
