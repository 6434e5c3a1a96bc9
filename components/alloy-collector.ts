import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { CollectorConfig, Config } from "../model/config.ts";
import { COLLECTOR_NAME } from "../model/names.ts";
import { ALLOY_VERSION } from "../model/versions.ts";
import { gatewayPorts, renderGatewayConfig } from "../render/alloy/gateway.ts";
import { alloyChartValues } from "../render/alloy/values.ts";
import type { TelemetryBackend } from "./backend.ts";
import { createNetworkPolicies, createServiceAccount } from "./collector-access.ts";
import { LABELS } from "./labels.ts";

export interface AlloyCollectorArgs extends Pick<Config, "collector" | "cluster" | "environment" | "applications"> {
  readonly backend: Pick<TelemetryBackend, "otlp" | "profiles" | "collectorToken">;
}

const CONFIG_KEY = "config.alloy";
const CREDENTIALS_DIRECTORY = "/etc/alloy-credentials";
const CREDENTIAL_KEYS = { otlp: "otlp-token", profiles: "profiles-token" } as const;
const STORAGE_DIRECTORY = "/var/lib/alloy";
/** Helm waits this long for ready pods: an image pull and a volume on a slow cluster. */
const RELEASE_TIMEOUT_SECONDS = 600;

/** Grafana Alloy in a namespace of its own. It takes all signals, and passes them on with a token from a mounted file. */
export class AlloyCollector extends pulumi.ComponentResource {
  static readonly __pulumiType = "observability:index:AlloyCollector";

  constructor(name: string, args: AlloyCollectorArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlloyCollector.__pulumiType, name, {}, opts);
    // The seed systems' NetworkPolicies select the collector's namespace by the label `name`.
    const namespace = new k8s.core.v1.Namespace(
      `${name}-namespace`,
      { metadata: { name: args.cluster.namespace, labels: { ...LABELS, name: args.cluster.namespace } } },
      { parent: this },
    );
    const child = { parent: this, deletedWith: namespace };
    const metadata = { name: COLLECTOR_NAME, namespace: namespace.metadata.name, labels: LABELS };
    const token = args.backend.collectorToken.value;

    const secret = new k8s.core.v1.Secret(
      `${name}-credentials`,
      { metadata, stringData: { [CREDENTIAL_KEYS.otlp]: token, [CREDENTIAL_KEYS.profiles]: token } },
      child,
    );
    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata, data: { [CONFIG_KEY]: gatewayConfig(args) } },
      child,
    );
    const access = createServiceAccount(name, metadata, args.cluster.namespace, { parent: this });
    const policies = createNetworkPolicies(name, metadata, args, child);
    const release = new k8s.helm.v3.Release(
      `${name}-release`,
      {
        ...chartSource(args.collector.chart),
        name: COLLECTOR_NAME,
        namespace: metadata.namespace,
        values: chartValues(args.collector),
        atomic: true, // a failed upgrade goes back to what ran before and leaves no pending release
        timeout: RELEASE_TIMEOUT_SECONDS,
      },
      { ...child, dependsOn: [secret, config, ...access, ...policies] }, // the values name them as text
    );
    this.registerOutputs({ release: release.status.status });
  }
}

function gatewayConfig(args: AlloyCollectorArgs): pulumi.Output<string> {
  const { cluster, environment, collector, backend } = args;
  const { otlp, profiles } = backend;
  return pulumi
    .all([otlp.url, otlp.username, profiles.url, profiles.username])
    .apply(([url, username, pushUrl, user]) =>
      renderGatewayConfig({
        cluster: cluster.name,
        environment,
        otlp: { url, username },
        profiles: { url: pushUrl, username: user },
        credentialsDirectory: CREDENTIALS_DIRECTORY,
        credentialKeys: CREDENTIAL_KEYS,
        storageDirectory: STORAGE_DIRECTORY,
        storageGibibytes: collector.queueGibibytes,
        memoryMebibytes: collector.memoryMebibytes,
      }),
    );
}

function chartSource(
  chart: CollectorConfig["chart"],
): Pick<k8s.helm.v3.ReleaseArgs, "chart" | "version" | "repositoryOpts"> {
  return "path" in chart
    ? { chart: chart.path }
    : { chart: "alloy", version: chart.version, repositoryOpts: { repo: chart.repository } };
}

function chartValues(collector: CollectorConfig) {
  return alloyChartValues({
    releaseName: COLLECTOR_NAME,
    name: COLLECTOR_NAME,
    replicas: collector.replicas,
    serviceAccountName: COLLECTOR_NAME,
    configMap: { name: COLLECTOR_NAME, key: CONFIG_KEY },
    credentials: { secretName: COLLECTOR_NAME, directory: CREDENTIALS_DIRECTORY },
    storage: { directory: STORAGE_DIRECTORY, gibibytes: collector.queueGibibytes },
    memoryMebibytes: collector.memoryMebibytes,
    cpu: `${collector.cpuMillicores}m`,
    imageTag: `v${ALLOY_VERSION}`,
    ports: gatewayPorts,
  });
}
