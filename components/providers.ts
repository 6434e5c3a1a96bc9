import * as k8s from "@pulumi/kubernetes";
import type { Config } from "../model/config/index.ts";

/** The cluster, by an explicit context. Secrets and ConfigMaps are updated in place, so that mounted files follow a rotation. */
export function kubernetesProvider(cluster: Config["cluster"]): k8s.Provider {
  return new k8s.Provider("kubernetes", {
    context: cluster.context,
    kubeconfig: cluster.kubeconfig,
    clusterIdentifier: cluster.name,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
  });
}
