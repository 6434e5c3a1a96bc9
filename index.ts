import { systems as builtIn } from "./catalog/index.ts";
import { ApplicationIntegration } from "./components/application-integration.ts";
import { createBackend } from "./components/backends/index.ts";
import { AlloyCollector } from "./components/collector/alloy-collector.ts";
import { stackOutputs } from "./components/outputs.ts";
import { kubernetesProvider } from "./components/providers.ts";
import { publish } from "./components/publish.ts";
import { preflight } from "./startup/preflight.ts";
import { readSettings } from "./startup/settings.ts";

// Problems with the settings, the backend and the cluster are all reported here, before the first resource is registered.
const { config, catalog, systems, backendSecret, contactPointSecret } = await readSettings(builtIn);
await preflight(config, backendSecret);

// Where telemetry is stored, and write-only tokens for it.
const direct = config.applications.some(({ profiles }) => profiles === "direct");
const backend = createBackend(config.backend, { applicationTokens: direct, secret: backendSecret });

// The collector, and what applications need to find and reach it.
const place = { cluster: config.cluster, environment: config.environment };
const inCluster = { provider: kubernetesProvider(config.cluster) };
const collected = { collector: config.collector, applications: config.applications, systems: Object.values(catalog) };
new AlloyCollector("collector", { ...place, ...collected, backend }, inCluster);
const integrations = config.applications.map(
  (application) => new ApplicationIntegration(application.namespace, { ...place, application, backend }, inCluster),
);

// Dashboards and alert rules, generated from the catalog.
const { alerts } = config;
const published = publish({ environment: place.environment, alerts, systems, backend, secret: contactPointSecret });

// The contract with application deploys: model/outputs.ts. The set of outputs depends on the backend.
// eslint-disable-next-line no-restricted-syntax -- a named export that is undefined would be warned of
export default stackOutputs(place, backend, integrations, published);
