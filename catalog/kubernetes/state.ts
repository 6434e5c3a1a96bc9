import { scrapedFrom } from "../scraped.ts";

/*
 * What kube-state-metrics tells of the objects in the API server. Most are 1 for the label that holds and 0 or missing for
 * the others.
 * https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics
 */
const { gauge, counter, up } = scrapedFrom("kube-state-metrics");

const POD = ["namespace", "pod"] as const;
const CONTAINER = [...POD, "container"] as const;
const DEPLOYMENT = ["namespace", "deployment"] as const;
const STATEFUL_SET = ["namespace", "statefulset"] as const;
const DAEMON_SET = ["namespace", "daemonset"] as const;
const JOB = ["namespace", "job_name"] as const;
const CRON_JOB = ["namespace", "cronjob"] as const;
const AUTOSCALER = ["namespace", "horizontalpodautoscaler"] as const;
const CLAIM = ["namespace", "persistentvolumeclaim"] as const;
const BUDGET = ["namespace", "poddisruptionbudget"] as const;

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
  "What a node says of its own state: Ready, MemoryPressure, DiskPressure, PIDPressure.",
);

export const podPhase = gauge("kube_pod_status_phase", "{pod}", [...POD, "phase"], "Phase of a pod.");
export const waitingReason = gauge(
  "kube_pod_container_status_waiting_reason",
  "{container}",
  [...CONTAINER, "reason"],
  "Why a container waits: CrashLoopBackOff, ImagePullBackOff and others.",
);

export const deploymentReplicas = gauge(
  "kube_deployment_spec_replicas",
  "{pod}",
  DEPLOYMENT,
  "Pods a deployment wants.",
);
export const deploymentAvailable = gauge(
  "kube_deployment_status_replicas_available",
  "{pod}",
  DEPLOYMENT,
  "Pods of a deployment that are ready and stay so.",
);

const nodes = [
  nodeInfo,
  nodeCondition,
  gauge("kube_node_spec_unschedulable", "{node}", ["node"], "1 where a node is cordoned."),
  gauge("kube_node_spec_taint", "{taint}", ["node", "key", "value", "effect"], "Taints of a node."),
  gauge("kube_node_status_capacity", "1", ["node", "resource", "unit"], "What a node has of a resource."),
  gauge("kube_node_status_allocatable", "1", ["node", "resource", "unit"], "What pods may use of it."),
  gauge("kube_namespace_status_phase", "{namespace}", ["namespace", "phase"], "Phase of a namespace."),
];

const pods = [
  podPhase,
  waitingReason,
  gauge(
    "kube_pod_info",
    "{pod}",
    [...POD, "node", "host_ip", "pod_ip", "created_by_kind", "created_by_name", "priority_class"],
    "Where a pod runs and what made it.",
  ),
  gauge("kube_pod_owner", "{pod}", [...POD, "owner_kind", "owner_name"], "Workload that owns a pod."),
  gauge("kube_pod_start_time", "s", POD, "Unix time at which the kubelet took a pod."),
  gauge("kube_pod_status_ready", "{pod}", [...POD, "condition"], "Whether a pod gets requests."),
  gauge("kube_pod_status_reason", "{pod}", [...POD, "reason"], "Why a pod ended: Evicted, NodeLost and others."),
  gauge("kube_pod_status_unschedulable", "{pod}", POD, "1 where no node takes a pod."),
  gauge("kube_pod_container_info", "{container}", [...CONTAINER, "image", "image_spec"], "Image of a container."),
  gauge("kube_pod_container_status_ready", "{container}", CONTAINER, "1 where the readiness probe succeeds."),
  gauge("kube_pod_container_status_running", "{container}", CONTAINER, "1 where a container runs."),
  counter("kube_pod_container_status_restarts_total", "{restart}", CONTAINER, "Restarts of a container."),
  gauge(
    "kube_pod_container_status_last_terminated_reason",
    "{container}",
    [...CONTAINER, "reason"],
    "Why a container ended the last time: OOMKilled, Error, Completed.",
  ),
  gauge(
    "kube_pod_container_status_terminated_reason",
    "{container}",
    [...CONTAINER, "reason"],
    "Why a container that runs no more has ended.",
  ),
  gauge(
    "kube_pod_container_resource_requests",
    "1",
    [...CONTAINER, "node", "resource", "unit"],
    "What the scheduler reserves for a container.",
  ),
  gauge(
    "kube_pod_container_resource_limits",
    "1",
    [...CONTAINER, "node", "resource", "unit"],
    "What a container may use at most.",
  ),
];

const workloads = [
  deploymentReplicas,
  deploymentAvailable,
  gauge("kube_deployment_status_replicas_updated", "{pod}", DEPLOYMENT, "Pods of the newest version."),
  gauge("kube_deployment_status_observed_generation", "1", DEPLOYMENT, "Version the controller has seen."),
  gauge("kube_deployment_metadata_generation", "1", DEPLOYMENT, "Version that was asked for."),
  gauge("kube_deployment_status_condition", "1", [...DEPLOYMENT, "condition", "status"], "Progress of a rollout."),
  gauge("kube_replicaset_owner", "1", ["namespace", "replicaset", "owner_kind", "owner_name"], "Its deployment."),
  gauge("kube_statefulset_replicas", "{pod}", STATEFUL_SET, "Pods a stateful set wants."),
  gauge("kube_statefulset_status_replicas_ready", "{pod}", STATEFUL_SET, "Pods of it that are ready."),
  gauge("kube_statefulset_status_replicas_updated", "{pod}", STATEFUL_SET, "Pods of the newest version."),
  gauge("kube_daemonset_status_desired_number_scheduled", "{pod}", DAEMON_SET, "Nodes that should run a pod of it."),
  gauge("kube_daemonset_status_number_ready", "{pod}", DAEMON_SET, "Nodes with a ready pod of it."),
  gauge("kube_daemonset_status_number_unavailable", "{pod}", DAEMON_SET, "Nodes without one."),
  gauge("kube_daemonset_status_number_misscheduled", "{pod}", DAEMON_SET, "Nodes with one that should not."),
  gauge("kube_daemonset_status_updated_number_scheduled", "{pod}", DAEMON_SET, "Nodes with the newest version."),
  gauge("kube_job_status_active", "{pod}", JOB, "Pods of a job that run."),
  gauge("kube_job_status_failed", "{pod}", [...JOB, "reason"], "Pods of a job that failed."),
  gauge("kube_job_failed", "{job}", [...JOB, "condition"], "1 where a job is given up."),
  gauge("kube_job_status_start_time", "s", JOB, "Unix time of its start."),
  gauge("kube_job_status_completion_time", "s", JOB, "Unix time of its end."),
  gauge("kube_job_owner", "{job}", [...JOB, "owner_kind", "owner_name"], "Cron job that started a job."),
  gauge("kube_cronjob_spec_suspend", "{cronjob}", CRON_JOB, "1 where a cron job is suspended."),
  gauge("kube_cronjob_status_last_schedule_time", "s", CRON_JOB, "Unix time of its last start."),
  gauge("kube_cronjob_next_schedule_time", "s", CRON_JOB, "Unix time of its next start."),
  gauge("kube_horizontalpodautoscaler_spec_min_replicas", "{pod}", AUTOSCALER, "Fewest pods it may choose."),
  gauge("kube_horizontalpodautoscaler_spec_max_replicas", "{pod}", AUTOSCALER, "Most pods it may choose."),
  gauge("kube_horizontalpodautoscaler_status_current_replicas", "{pod}", AUTOSCALER, "Pods there are."),
  gauge("kube_horizontalpodautoscaler_status_desired_replicas", "{pod}", AUTOSCALER, "Pods it has chosen."),
  gauge("kube_poddisruptionbudget_status_current_healthy", "{pod}", BUDGET, "Healthy pods."),
  gauge("kube_poddisruptionbudget_status_desired_healthy", "{pod}", BUDGET, "Healthy pods there have to be."),
  gauge("kube_poddisruptionbudget_status_pod_disruptions_allowed", "{pod}", BUDGET, "Pods that may be evicted now."),
];

const volumes = [
  gauge(
    "kube_persistentvolumeclaim_info",
    "{claim}",
    [...CLAIM, "storageclass", "volumename"],
    "Volume and class of a claim.",
  ),
  gauge("kube_persistentvolumeclaim_status_phase", "{claim}", [...CLAIM, "phase"], "Phase of a claim."),
  gauge("kube_persistentvolumeclaim_resource_requests_storage_bytes", "By", CLAIM, "Size a claim asks for."),
  gauge("kube_persistentvolume_status_phase", "{volume}", ["persistentvolume", "phase"], "Phase of a volume."),
  gauge("kube_resourcequota", "1", ["namespace", "resourcequota", "resource", "type"], "Quota: `hard` and `used`."),
];

export const stateMetrics = [up, ...nodes, ...pods, ...workloads, ...volumes];
