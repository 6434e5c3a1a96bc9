/** Creates only `count` dashboards, as the program does. Measures the cost of one more resource. */
import * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { systems } from "../../../catalog/index.ts";
import { GRAFANA_CLOUD_DATA_SOURCES } from "../../../model/backends/grafana-cloud.ts";
import { effective } from "../../../model/catalog/effective.ts";
import { planDashboards } from "../../../render/dashboards/index.ts";

const config = new pulumi.Config();
const provider = new grafana.Provider("grafana", { url: config.require("url"), auth: config.requireSecret("auth") });
const count = config.requireNumber("count");
const name = `bench-${count}`; // stacks of different sizes share a Grafana
const folder = new grafana.oss.Folder("bench", { uid: name, title: name }, { provider });
const { dashboards } = planDashboards(effective(Object.values(systems)), {
  environment: "bench",
  dataSources: GRAFANA_CLOUD_DATA_SOURCES,
  runbookUrl: "https://git.example.com/runbooks",
});
const [board] = dashboards;
for (let index = 0; index < count; index++) {
  const configJson = JSON.stringify({
    ...board?.json,
    uid: `${name}-${index}`,
    title: `Dashboard ${index} of ${count}`,
  });
  new grafana.oss.Dashboard(`board-${index}`, { folder: folder.uid, configJson }, { provider });
}
