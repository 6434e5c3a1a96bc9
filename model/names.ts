/** Service and object name of the collector; the applications rely on it: `grafana-alloy.<namespace>.svc.cluster.local`. */
export const COLLECTOR_NAME = "grafana-alloy";

/** ConfigMap that the applications of a team take with `envFrom`. */
export const commonConfigName = (team: string): string => `${team}-common-config`;

/** Secret that the applications of a team take with `envFrom`. */
export const credentialsName = (team: string): string => `${team}-sensitive-credentials`;

/** In-cluster DNS name of the collector. */
export const collectorHost = (namespace: string): string => `${COLLECTOR_NAME}.${namespace}.svc.cluster.local`;
