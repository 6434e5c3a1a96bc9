/** Name of the collector's Service and objects. Applications rely on it: `grafana-alloy.<namespace>.svc.cluster.local`. */
export const COLLECTOR_NAME = "grafana-alloy";

/** ConfigMap that a team's applications load with `envFrom`. */
export const commonConfigName = (team: string): string => `${team}-common-config`;

/** Secret that a team's applications load with `envFrom`. */
export const credentialsName = (team: string): string => `${team}-sensitive-credentials`;

/** In-cluster DNS name of the collector. */
export const collectorHost = (namespace: string): string => `${COLLECTOR_NAME}.${namespace}.svc.cluster.local`;

/** DaemonSet that reads node-local sources: log files, host metrics, kubelet. */
export const NODE_COLLECTOR_NAME = `${COLLECTOR_NAME}-node`;
/** StatefulSet that sees whole traces. Only with tail sampling. */
export const SAMPLER_NAME = `${COLLECTOR_NAME}-sampler`;
/** Privileged DaemonSet that profiles through the kernel. Only with eBPF profiles. */
export const PROFILER_NAME = `${COLLECTOR_NAME}-profiler`;

/** Helm release of kube-state-metrics. */
export const KUBE_STATE_METRICS_NAME = "kube-state-metrics";
/** Name of its objects. The ClusterRole needs a unique name, because many clusters already run kube-state-metrics. */
export const kubeStateMetricsName = (namespace: string): string => `${namespace}-${KUBE_STATE_METRICS_NAME}`;
export const KUBE_STATE_METRICS_PORT = 8080;

/** Alloy's own HTTP server: metrics, readiness, clustering. The chart's default. */
export const ALLOY_HTTP_PORT = 12345;

/** Team that owns the collector and the cluster: `service.namespace` of their own telemetry. */
export const PLATFORM_TEAM = "platform";

/** `service.name` of Kubernetes events, which are stored as log lines. */
export const EVENTS_NAME = "kubernetes-events";
