import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { systems } from "../../catalog/index.ts";
import { GRAFANA_CLOUD_DATA_SOURCES } from "../../model/backends/grafana-cloud.ts";
import { dashboardsOf } from "../../testing/boards.ts";
import type { RenderedDashboard } from "../../render/dashboards/index.ts";
import { configOf, settingsOf } from "../../startup/stack-file.ts";
import { deploy, type Deployment } from "../../testing/harness.ts";
import { childrenOf, find, inputsOf, settingsWith } from "./find.ts";

/** The dashboards that an environment's settings ask for. */
function rendered(settings: Record<string, unknown>): readonly RenderedDashboard[] {
  const { environment, catalog, alerts } = configOf(settings);
  return dashboardsOf(
    catalog.systems.flatMap((name) => systems[name] ?? []),
    { environment, dataSources: GRAFANA_CLOUD_DATA_SOURCES, runbookUrl: alerts.runbookUrl ?? "" },
    alerts,
  );
}

describe("Dashboards", () => {
  const boards = rendered(settingsOf("dev"));
  let dev: Deployment;
  before(async () => {
    dev = await deploy(settingsOf("dev"));
  });

  it("registers every rendered dashboard, a folder for each system and one for the dashboards on all services", () => {
    const folders = new Set(boards.map(({ folder }) => folder.uid));
    assert.deepEqual(
      childrenOf(dev.resources, "Dashboards"),
      [
        ...boards.map(({ uid }) => `Dashboard dashboards-${uid}`),
        ...[...folders].map((uid) => `Folder dashboards-${uid}`),
      ].sort(),
    );
    assert.deepEqual(inputsOf(find(dev.resources, "Folder dashboards-tradeengine")), {
      uid: "tradeengine",
      title: "Trade engine",
    });
    assert.deepEqual(inputsOf(find(dev.resources, "Folder dashboards-overview")), {
      uid: "overview",
      title: "Overview",
    });
  });

  it("publishes the rendered dashboard in the system's folder, and overwrites an existing one", () => {
    const { configJson, ...inputs } = inputsOf(find(dev.resources, "Dashboard dashboards-tradeengine-service"));
    assert.deepEqual(inputs, { folder: "tradeengine", overwrite: true });
    const board = boards.find(({ uid }) => uid === "tradeengine-service");
    assert.deepEqual(JSON.parse(configJson as string), JSON.parse(JSON.stringify(board?.json)));
  });

  it("draws the thresholds of the environment", async () => {
    const settings = settingsWith("dev", { "alerts.thresholds": { "tradeengine-http-errors": 0.42 } });
    const { resources } = await deploy(settings);
    const { configJson } = inputsOf(find(resources, "Dashboard dashboards-tradeengine-service"));
    const steps = JSON.stringify([
      { value: null, color: "transparent" },
      { value: 0.42, color: "#D55E00" },
    ]);
    assert.ok((configJson as string).includes(steps));
  });

  it("registers nothing if no system is published", async () => {
    const { resources } = await deploy(settingsWith("dev", { "catalog.systems": [] }));
    assert.deepEqual(childrenOf(resources, "Dashboards"), []);
    assert.deepEqual(childrenOf(resources, "Alerting"), ["ContactPoint alerting-petrosa-slack"]);
  });
});
