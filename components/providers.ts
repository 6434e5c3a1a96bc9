import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import type { Config } from "../model/config/index.ts";
import type { GrafanaCloudStack } from "./backends/grafana-cloud/stack.ts";

/** Grafana Cloud: stacks, access policies, tokens, service accounts. */
export function grafanaCloudProvider(apiUrl: string, bootstrapToken: pulumi.Output<string>): grafana.Provider {
  return new grafana.Provider("grafana-cloud", { cloudApiUrl: apiUrl, cloudAccessPolicyToken: bootstrapToken });
}

/** The Grafana of the stack: folders, dashboards, alerting. */
export function grafanaStackProvider(stack: GrafanaCloudStack): grafana.Provider {
  return new grafana.Provider("grafana-stack", {
    url: stack.url,
    auth: stack.serviceAccountToken,
    stackId: stack.stackId.apply(Number),
  });
}

/** The cluster, by an explicit context. Secrets and ConfigMaps change in place, so that mounted files follow a rotation. */
export function kubernetesProvider(cluster: Config["cluster"]): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    context: cluster.context,
    kubeconfig: cluster.kubeconfig,
    clusterIdentifier: cluster.name,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}
