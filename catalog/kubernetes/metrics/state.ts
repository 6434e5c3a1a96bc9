import { scrapedFrom } from "observability/catalog";

/*
 * Metrics of kube-state-metrics on the objects in the API server. Most are 1 for the label value that applies, and 0 or
 * missing for the others.
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 */
const { gauge, counter, up } = scrapedFrom("kube-state-metrics");

const POD = ["namespace", "pod"] as const;
const CONTAINER = [...POD, "container"] as const;
const DEPLOYMENT = ["namespace", "deployment"] as const;
const STATEFUL_SET = ["namespace", "statefulset"] as const;
const DAEMON_SET = ["namespace", "daemonset"] as const;
const JOB = ["namespace", "job_name"] as const;
const AUTOSCALER = ["namespace", "horizontalpodautoscaler"] as const;

export const stateUp = up;

export const nodeInfo = gauge(
  "kube_node_info",
  "{node}",
  ["node", "kubelet_version", "container_runtime_version", "kernel_version", "os_image", "internal_ip"],
  "One series per node.",
);
export const nodeCondition = gauge(
  "kube_node_status_condition",
  "{node}",
  ["node", "condition", "status"],
  "Conditions that a node reports: Ready, MemoryPressure, DiskPressure, PIDPressure.",
);
export const nodeUnschedulable = gauge("kube_node_spec_unschedulable", "{node}", ["node"], "1 if a node is cordoned.");
export const nodeAllocatable = gauge(
  "kube_node_status_allocatable",
  "1",
  ["node", "resource", "unit"],
  "Amount of a node's resource that pods may use.",
);

export const podPhase = gauge("kube_pod_status_phase", "{pod}", [...POD, "phase"], "Phase of a pod.");
export const podReady = gauge(
  "kube_pod_status_ready",
  "{pod}",
  [...POD, "condition"],
  "1 for `true` if a pod is ready for requests.",
);
export const waitingReason = gauge(
  "kube_pod_container_status_waiting_reason",
  "{container}",
  [...CONTAINER, "reason"],
  "Why a container waits: CrashLoopBackOff, ImagePullBackOff and others.",
);
export const restarts = counter(
  "kube_pod_container_status_restarts_total",
  "{restart}",
  CONTAINER,
  "Restarts of a container.",
);
export const lastTerminatedReason = gauge(
  "kube_pod_container_status_last_terminated_reason",
  "{container}",
  [...CONTAINER, "reason"],
  "Why a container last terminated: OOMKilled, Error, Completed.",
);
export const resourceRequests = gauge(
  "kube_pod_container_resource_requests",
  "1",
  [...CONTAINER, "node", "resource", "unit"],
  "Amount of a resource that the scheduler reserves for a container.",
);

export const deploymentReplicas = gauge(
  "kube_deployment_spec_replicas",
  "{pod}",
  DEPLOYMENT,
  "Desired number of pods of a deployment.",
);
export const deploymentAvailable = gauge(
  "kube_deployment_status_replicas_available",
  "{pod}",
  DEPLOYMENT,
  "Pods of a deployment that are ready and have stayed ready.",
);
export const deploymentCondition = gauge(
  "kube_deployment_status_condition",
  "1",
  [...DEPLOYMENT, "condition", "status"],
  "Condition of a deployment; `Progressing` is `false` once a rollout has made no progress for ten minutes.",
);
export const statefulSetReplicas = gauge(
  "kube_statefulset_replicas",
  "{pod}",
  STATEFUL_SET,
  "Desired number of pods of a stateful set.",
);
export const statefulSetReady = gauge(
  "kube_statefulset_status_replicas_ready",
  "{pod}",
  STATEFUL_SET,
  "Ready pods of a stateful set.",
);
export const daemonSetDesired = gauge(
  "kube_daemonset_status_desired_number_scheduled",
  "{pod}",
  DAEMON_SET,
  "Nodes that should run a pod of a daemon set.",
);
export const daemonSetReady = gauge(
  "kube_daemonset_status_number_ready",
  "{pod}",
  DAEMON_SET,
  "Nodes with a ready pod of a daemon set.",
);
export const jobFailed = gauge("kube_job_failed", "{job}", [...JOB, "condition"], "1 if a job has failed for good.");

export const autoscalerMinimum = gauge(
  "kube_horizontalpodautoscaler_spec_min_replicas",
  "{pod}",
  AUTOSCALER,
  "Minimum number of pods of an autoscaler.",
);
export const autoscalerMaximum = gauge(
  "kube_horizontalpodautoscaler_spec_max_replicas",
  "{pod}",
  AUTOSCALER,
  "Maximum number of pods of an autoscaler.",
);
export const autoscalerReplicas = gauge(
  "kube_horizontalpodautoscaler_status_current_replicas",
  "{pod}",
  AUTOSCALER,
  "Current number of pods of an autoscaler.",
);

export const stateMetrics = [
  stateUp,
  ...[nodeInfo, nodeCondition, nodeUnschedulable, nodeAllocatable],
  ...[podPhase, podReady, waitingReason, restarts, lastTerminatedReason, resourceRequests],
  ...[deploymentReplicas, deploymentAvailable, deploymentCondition],
  ...[statefulSetReplicas, statefulSetReady, daemonSetDesired, daemonSetReady, jobFailed],
  ...[autoscalerMinimum, autoscalerMaximum, autoscalerReplicas],
];
