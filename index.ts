import { systems as builtIn } from "./catalog/index.ts";
import { AccessTokens } from "./components/backends/grafana-cloud/access-tokens.ts";
import { Alerting } from "./components/alerting.ts";
import { AlloyCollector } from "./components/collector/alloy-collector.ts";
import { ApplicationIntegration } from "./components/application-integration.ts";
import { readSettings } from "./startup/settings.ts";
import { Dashboards } from "./components/dashboards.ts";
import { grafanaCloudBackend } from "./components/backends/grafana-cloud/index.ts";
import { GrafanaCloudStack } from "./components/backends/grafana-cloud/stack.ts";
import { stackOutputs } from "./components/outputs.ts";
import { preflight } from "./startup/preflight.ts";
import { grafanaCloudProvider, grafanaStackProvider, kubernetesProvider } from "./components/providers.ts";

// Every problem of the configuration, and of the way to the cloud and the cluster, is told here, before the first resource.
const { config, catalog } = await readSettings(builtIn);
await preflight(config);

// The cloud half: a stack, and tokens that may do nothing but write to it.
const cloud = { provider: grafanaCloudProvider(config.backend.apiUrl, config.bootstrapToken) };
const stack = new GrafanaCloudStack("grafana-cloud", config.backend, cloud);
const tokens = new AccessTokens("access-tokens", { ...config, stack }, cloud);
const backend = grafanaCloudBackend(stack, tokens);

// The cluster half: a collector, and what applications need to find and reach it.
const cluster = { provider: kubernetesProvider(config.cluster) };
new AlloyCollector("collector", { ...config, systems: Object.values(catalog), backend }, cluster);
const integrations = config.applications.map(
  (application) => new ApplicationIntegration(application.namespace, { ...config, application, backend }, cluster),
);

// What people look at, generated from the catalog.
const grafana = { provider: grafanaStackProvider(stack), deletedWith: stack.owner };
const systems = config.catalog.systems.flatMap((name) => catalog[name] ?? []);
const boards = new Dashboards("dashboards", { ...config, systems, backend }, grafana);
new Alerting("alerting", { ...config, systems, backend, folders: boards.folders }, grafana);

// The contract with application deploys: model/outputs.ts.
export const { schemaVersion, environment, grafanaUrl, collector, applications, dataSources, dashboards } =
  stackOutputs(config, backend, integrations, boards);
