import type { Service } from "observability/catalog";
import { EVENTS_NAME, PLATFORM_TEAM } from "../../model/names.ts";
import { apiServerMetrics } from "./metrics/api-server.ts";
import { cadvisorMetrics, kubeletMetrics } from "./metrics/containers.ts";
import { hostMetrics } from "./metrics/hosts.ts";
import { heartbeat, nodeRules } from "./rules/nodes.ts";
import { podRules } from "./rules/pods.ts";
import { workloadRules } from "./rules/workloads.ts";
import { stateMetrics } from "./metrics/state.ts";

/** Only the metrics declared here are kept. Its log lines are the cluster's events. */
export const kubernetesService: Service = {
  id: "kubernetes",
  title: "Kubernetes",
  description: "Nodes, workloads and volumes of the cluster.",
  team: PLATFORM_TEAM,
  serviceName: EVENTS_NAME,
  namespace: "observability",
  workload: "kube-state-metrics",
  metrics: [...stateMetrics, ...kubeletMetrics, ...cadvisorMetrics, ...hostMetrics, ...apiServerMetrics],
  heartbeat,
  version: "kubelet_version",
  logs: true,
  traces: false,
  profiles: false,
  alerts: [...podRules, ...workloadRules, ...nodeRules],
};
