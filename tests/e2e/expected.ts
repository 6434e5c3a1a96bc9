import { systems as catalog } from "../../catalog/index.ts";
import type { StateSummary } from "../../local/grafana-cloud/test-api/summary.ts";
import type { System } from "../../model/catalog/system.ts";
import { planApplication } from "../../render/applications.ts";
import { configSchema } from "../../model/config/index.ts";
import type { Config } from "../../model/config/index.ts";
import type { NetworkPolicy } from "../../model/collector/network-policy.ts";
import type { StackOutputs } from "../../model/outputs.ts";
import { type TokenExpiry } from "../../render/alerts/expression.ts";
import { collectorPlan, planCollector, ROLE_NAMES } from "../../render/collector.ts";
import { renderRole } from "../../render/alloy/roles/role.ts";
import { collectorRoles } from "../../render/alloy/roles/index.ts";
import { collectorInput } from "../../testing/environments.ts";
import { settingsOf } from "../../startup/stack-file.ts";
import { GRAFANA_CLOUD_DATA_SOURCES, GRAFANA_CLOUD_DESTINATIONS } from "../../model/backends/grafana-cloud.ts";
import type { KnownDestinations } from "../../model/backends/destinations.ts";
import { isLater } from "../../model/later.ts";
import { ruleGroupsOf } from "../../testing/alerts.ts";
import { dashboardsOf } from "../../testing/boards.ts";
import type { StackDetails } from "./grafana.ts";

/** Expected results of the committed configuration of the stack `local`. */

const config: Config = configSchema.parse(settingsOf("local"));
export const systems = config.catalog.systems.flatMap((name) => catalog[name] ?? []);

const context = {
  environment: config.environment,
  dataSources: GRAFANA_CLOUD_DATA_SOURCES,
  runbookUrl: config.alerts.runbookUrl ?? "",
};

export const boardsOf = (chosen: readonly System[]) => dashboardsOf(chosen, context);
export const boards = boardsOf(systems);

export const ruleGroups = (grafanaUrl: string, tokens: TokenExpiry) =>
  ruleGroupsOf(systems, {
    context: { ...context, tokensExpire: true, receiverFor: () => undefined },
    known: { grafanaUrl, tokens },
  });

/** Returns the outputs; the test provides `credentialsVersion`. */
export const outputs = (cloudUrl: string, credentialsVersion: string): StackOutputs => ({
  schemaVersion: 1,
  environment: { name: "local", cluster: "local" },
  grafanaUrl: `${cloudUrl}/grafana/petrosalocal`,
  collector: {
    otlpGrpc: "http://grafana-alloy.observability.svc.cluster.local:4317",
    otlpHttp: "http://grafana-alloy.observability.svc.cluster.local:4318",
    profiles: "http://grafana-alloy.observability.svc.cluster.local:4040",
  },
  applications: {
    "petrosa-apps": {
      configMapName: "petrosa-common-config",
      secretName: "petrosa-sensitive-credentials",
      credentialsVersion,
    },
  },
  dataSources: {
    metrics: "grafanacloud-prom",
    logs: "grafanacloud-logs",
    traces: "grafanacloud-traces",
    profiles: "grafanacloud-profiles",
    usage: "grafanacloud-usage",
  },
  dashboards: Object.fromEntries(boards.map(({ uid }) => [uid, `${cloudUrl}/grafana/petrosalocal/d/${uid}`])),
});

/** Objects of the program, identified by `metadata.labels`. */
export const OWN_OBJECTS = [
  "ClusterRole observability-grafana-alloy",
  "ClusterRole observability-grafana-alloy-node",
  "ClusterRoleBinding observability-grafana-alloy",
  "ClusterRoleBinding observability-grafana-alloy-node",
  "ConfigMap observability/grafana-alloy",
  "ConfigMap observability/grafana-alloy-node",
  "ConfigMap petrosa-apps/petrosa-common-config",
  "Namespace observability",
  "Namespace petrosa-apps",
  "NetworkPolicy observability/allow-backend",
  "NetworkPolicy observability/allow-dns",
  "NetworkPolicy observability/allow-kubelet",
  "NetworkPolicy observability/allow-kubernetes-api",
  "NetworkPolicy observability/allow-peers",
  "NetworkPolicy observability/allow-scrape-of-kube-state-metrics",
  "NetworkPolicy observability/allow-scrapes",
  "NetworkPolicy observability/allow-telemetry-from-applications",
  "NetworkPolicy observability/allow-to-kube-state-metrics",
  "NetworkPolicy observability/allow-to-peers",
  "NetworkPolicy observability/default-deny",
  "NetworkPolicy petrosa-apps/allow-telemetry-to-collector",
  "Secret observability/grafana-alloy",
  "Secret petrosa-apps/petrosa-sensitive-credentials",
  "ServiceAccount observability/grafana-alloy",
  "ServiceAccount observability/grafana-alloy-node",
];

/** Additional labels of the collector's namespace. It is privileged because pods of the node role mount node directories. */
export const NAMESPACE_LABELS = { name: "observability", "pod-security.kubernetes.io/enforce": "privileged" };

/** Helm releases. */
export const RELEASES = ["grafana-alloy", "grafana-alloy-node", "kube-state-metrics"];

/** Objects of the Helm releases. */
export const RELEASE_OBJECTS = [
  "ClusterRole observability-kube-state-metrics",
  "ClusterRoleBinding observability-kube-state-metrics",
  "DaemonSet observability/grafana-alloy-node",
  "Deployment observability/observability-kube-state-metrics",
  "PodDisruptionBudget observability/grafana-alloy",
  "Service observability/grafana-alloy",
  "Service observability/grafana-alloy-cluster",
  "Service observability/observability-kube-state-metrics",
  "ServiceAccount observability/observability-kube-state-metrics",
  "StatefulSet observability/grafana-alloy",
  ...RELEASES.map((release) => `Secret observability/sh.helm.release.v1.${release}.v1`),
];

/** Pods of the collector, including one on each of the three nodes for node data. */
export const PODS = [
  "grafana-alloy-0",
  "grafana-alloy-node-*",
  "grafana-alloy-node-*",
  "grafana-alloy-node-*",
  "observability-kube-state-metrics-*",
];

/** Objects that Kubernetes adds; generated names are written as `*`. The Service between peers has no IPAddress. */
export const KUBERNETES_OBJECTS = [
  "ConfigMap observability/kube-root-ca.crt",
  "ConfigMap petrosa-apps/kube-root-ca.crt",
  "ControllerRevision observability/grafana-alloy-*",
  "ControllerRevision observability/grafana-alloy-node-*",
  "EndpointSlice observability/grafana-alloy-*",
  "EndpointSlice observability/grafana-alloy-cluster-*",
  "EndpointSlice observability/observability-kube-state-metrics-*",
  "Endpoints observability/grafana-alloy",
  "Endpoints observability/grafana-alloy-cluster",
  "Endpoints observability/observability-kube-state-metrics",
  "IPAddress *",
  "IPAddress *",
  "PersistentVolume *",
  "PersistentVolumeClaim observability/queue-grafana-alloy-0",
  "ReplicaSet observability/observability-kube-state-metrics-*",
  "ServiceAccount observability/default",
  "ServiceAccount petrosa-apps/default",
  ...PODS.map((pod) => `Pod observability/${pod}`),
];

/** Returns `name` with generated parts replaced by `*`. */
export const withoutChance = (name: string): string =>
  name
    .replace(/^(ControllerRevision|EndpointSlice|ReplicaSet) (.*)-[^-]+$/, "$1 $2-*")
    .replace(/(grafana-alloy-node|kube-state-metrics)(-[0-9a-f]+)?-[0-9a-z]{5}$/, "$1-*") // pods
    .replace(/^(grafana-cloud-pulumi)-[0-9a-f]{7}$/, "$1-*")
    .replace(/^(IPAddress|PersistentVolume) .*$/, "$1 *");

const known = (cloudUrl: string, id: number | string, hpInstanceId: number | string): KnownDestinations => ({
  otlp: { url: `${cloudUrl}/gateways/otlp`, username: String(id) },
  profiles: { url: `${cloudUrl}/gateways/profiles`, username: String(hpInstanceId) },
});

/** Returns the configuration of each role by the name of its ConfigMap. */
export function collectorConfigs(
  cloudUrl: string,
  { id, hpInstanceId }: StackDetails,
): Readonly<Record<string, string>> {
  const roles = collectorRoles(collectorPlan(collectorInput("local")));
  const destinations = known(cloudUrl, id, hpInstanceId);
  return Object.fromEntries(roles.map((role) => [ROLE_NAMES[role.name], renderRole(role, destinations)]));
}

/** Returns the environment variables of the applications, which push profiles directly. */
export function commonConfig(cloudUrl: string): Readonly<Record<string, string>> {
  const destinations = Object.values(GRAFANA_CLOUD_DESTINATIONS);
  const [plan] = config.applications.map((application) => planApplication({ ...config, application, destinations }));
  const data = plan?.configMap.data ?? {};
  return isLater(data) ? data(known(cloudUrl, "", "")) : data;
}

export function networkPolicies(cloudUrl: string): NetworkPolicy[] {
  return planCollector(collectorInput("local")).policies.map(({ name, spec }) => ({
    name,
    spec: isLater(spec) ? spec(known(cloudUrl, "", "")) : spec,
  }));
}

/** Returns everything in Grafana Cloud except the ids of access policies, which are random. */
export const cloudState = (stackId: number) => {
  const realms = [{ type: "stack", identifier: String(stackId), labelPolicies: [] }];
  const policy = { region: "prod-sa-east-1", realms, tokens: 1 };
  return {
    stacks: [stackSummary(stackId)],
    policies: [
      {
        ...policy,
        name: "petrosalocal-collector",
        scopes: ["logs:write", "metrics:write", "profiles:write", "traces:write"],
      },
      { ...policy, name: "petrosalocal-profiles", scopes: ["profiles:write"] },
    ],
  };
};

const stackSummary = (id: number): StateSummary["stacks"][number] => ({
  id,
  slug: "petrosalocal",
  name: "petrosalocal",
  description: "Managed by the observability Pulumi program",
  region: "prod-sa-east-1",
  labels: {},
  deleteProtection: false,
  ready: true,
  serviceAccounts: [{ name: "grafana-cloud-pulumi-*", role: "Admin", tokens: 1 }],
  folders: [
    { uid: "collector", title: "Collector" },
    { uid: "grafana-cloud", title: "Grafana Cloud" },
    { uid: "kubernetes", title: "Kubernetes" },
    { uid: "overview", title: "Overview" },
    { uid: "tradeengine", title: "Trade engine" },
  ],
  dashboards: boards
    .map(({ uid, folder, json }) => ({ uid, title: String(json["title"]), folderUid: folder.uid, version: 1 }))
    .sort((a, b) => (a.title < b.title ? -1 : 1)),
  dataSources: [],
  contactPoints: [
    { name: "grafana-default-email", type: "email", provenance: "" },
    { name: "petrosa-slack", type: "slack", provenance: "api" },
    { name: "petrosa-webhook", type: "webhook", provenance: "api" },
  ],
  muteTimings: [],
  templates: [],
  policyReceiver: "petrosa-slack",
  policyProvenance: "api",
  ruleGroups: ruleGroups("", { collector: 0, profiles: 0 }) // the expiry does not affect names
    .map(({ folderUid, name, intervalSeconds, rules }) => ({
      folderUid,
      title: name,
      interval: intervalSeconds,
      rules: rules.map((rule) => ({ uid: rule.uid, title: rule.name })),
    }))
    .sort((a, b) => (a.title < b.title ? -1 : 1)),
});

const route = (severity: string, receiver: string) => ({ receiver, object_matchers: [["severity", "=", severity]] });

/** The notification policy with the contact point of each severity. */
export const notificationPolicy = {
  receiver: "petrosa-slack",
  group_by: ["alertname", "grafana_folder", "service"],
  routes: [route("critical", "petrosa-webhook"), route("warning", "petrosa-slack"), route("info", "petrosa-slack")],
};
