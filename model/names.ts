/** Service and object name of the collector; the applications rely on it: `grafana-alloy.<namespace>.svc.cluster.local`. */
export const COLLECTOR_NAME = "grafana-alloy";

/** ConfigMap that the applications of a team take with `envFrom`. */
export const commonConfigName = (team: string): string => `${team}-common-config`;

/** Secret that the applications of a team take with `envFrom`. */
export const credentialsName = (team: string): string => `${team}-sensitive-credentials`;

/** In-cluster DNS name of the collector. */
export const collectorHost = (namespace: string): string => `${COLLECTOR_NAME}.${namespace}.svc.cluster.local`;

/** DaemonSet that reads what only the node has: log files, host, kubelet. */
export const NODE_COLLECTOR_NAME = `${COLLECTOR_NAME}-node`;
/** StatefulSet that sees whole traces, with tail sampling only. */
export const SAMPLER_NAME = `${COLLECTOR_NAME}-sampler`;
/** Privileged DaemonSet that profiles through the kernel, with eBPF profiles only. */
export const PROFILER_NAME = `${COLLECTOR_NAME}-profiler`;

/** Release of kube-state-metrics. */
export const KUBE_STATE_METRICS_NAME = "kube-state-metrics";
/** What it consists of. Its ClusterRole has to have a name of its own: many a cluster has a kube-state-metrics already. */
export const kubeStateMetricsName = (namespace: string): string => `${namespace}-${KUBE_STATE_METRICS_NAME}`;
export const KUBE_STATE_METRICS_PORT = 8080;

/** Alloy's own HTTP server: metrics, readiness, clustering. The chart's default. */
export const ALLOY_HTTP_PORT = 12345;

/** Team of the collector and the cluster: `service.namespace` of what they say of themselves. */
export const PLATFORM_TEAM = "platform";

/** `service.name` of Kubernetes' events, which are kept as log lines. */
export const EVENTS_NAME = "kubernetes-events";
