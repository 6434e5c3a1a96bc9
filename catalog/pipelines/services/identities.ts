import type { ServiceIdentity } from "observability/catalog";

/*
 * Identities of the services: rules and dashboards of one service read series of others. Logs are read from the pods,
 * where a service has the name of its workload.
 */
const identity = (workload: string): ServiceIdentity => ({
  team: "trading",
  serviceName: workload,
  namespace: "trading",
  workload,
});

export const backendIdentity = identity("backend");
export const workerIdentity = identity("celery-worker");
export const queuesIdentity = identity("celery-exporter");
export const generatorIdentity = identity("signal-generator");
export const dispatcherIdentity = identity("trigger-dispatcher");
