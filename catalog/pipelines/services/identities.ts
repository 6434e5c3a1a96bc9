import type { ServiceIdentity } from "observability/catalog";

/*
 * Who the services are: rules and boards of one read series of others. Their logs are read from their pods, where a
 * service is called like its workload.
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
