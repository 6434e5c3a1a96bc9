/*
 * Histories of Kubernetes series, in promtool's notation.
 */

export const STATE = "integrations/kubernetes/kube-state-metrics";
export const CADVISOR = "integrations/kubernetes/cadvisor";
export const KUBELET = "integrations/kubernetes/kubelet";
export const HOST = "integrations/node_exporter";
export const API_SERVER = "integrations/kubernetes/kube-apiserver";

const one = (job: string, instance: string) => (name: string, labels: string) =>
  `${name}{job="${job}",instance="${instance}"${labels === "" ? "" : `,${labels}`}}`;

const state = one(STATE, "kube-state-metrics:8080");
export const cadvisor = one(CADVISOR, "node-1");
const kubelet = one(KUBELET, "node-1");
const host = one(HOST, "node-1");
const apiServer = one(API_SERVER, "10.0.0.1:6443");

export const alive = { [state("kube_node_info", 'node="node-1"')]: "1x200" };

export const condition = (name: string, status = "true", node = "node-1") =>
  state("kube_node_status_condition", `node="${node}",condition="${name}",status="${status}"`);

/** The container that most cases are about. */
export const CONTAINER = 'namespace="shop",pod="api-1",container="api"';
export const ITS_LABELS = { namespace: "shop", pod: "api-1", container: "api" };

export const waiting = (pod: string, reason: string) =>
  state("kube_pod_container_status_waiting_reason", `namespace="shop",pod="${pod}",container="api",reason="${reason}"`);
export const phase = (name: string) => state("kube_pod_status_phase", `namespace="shop",pod="api-1",phase="${name}"`);

export const restarts = (times: string, reason = "OOMKilled") => ({
  [state("kube_pod_container_status_restarts_total", CONTAINER)]: times,
  [state("kube_pod_container_status_last_terminated_reason", `${CONTAINER},reason="${reason}"`)]: "1x200",
});
export const memory = (used: string, limit: string, container = "api") => {
  const labels = `namespace="shop",pod="api-1",container="${container}"`;
  return {
    [cadvisor("container_memory_working_set_bytes", labels)]: used,
    [cadvisor("container_spec_memory_limit_bytes", labels)]: limit,
  };
};
export const throttled = (periods: string, of: string) => ({
  [cadvisor("container_cpu_cfs_throttled_periods_total", CONTAINER)]: periods,
  [cadvisor("container_cpu_cfs_periods_total", CONTAINER)]: of,
});

export const deployment = (wanted: string, available: string) => ({
  [state("kube_deployment_spec_replicas", 'namespace="shop",deployment="api"')]: wanted,
  [state("kube_deployment_status_replicas_available", 'namespace="shop",deployment="api"')]: available,
});
export const rollout = (stuck: string) => ({
  [state(
    "kube_deployment_status_condition",
    'namespace="shop",deployment="api",condition="Progressing",status="false"',
  )]: stuck,
});
export const statefulSet = (wanted: string, ready: string) => ({
  [state("kube_statefulset_replicas", 'namespace="shop",statefulset="db"')]: wanted,
  [state("kube_statefulset_status_replicas_ready", 'namespace="shop",statefulset="db"')]: ready,
});
export const daemonSet = (wanted: string, ready: string) => ({
  [state("kube_daemonset_status_desired_number_scheduled", 'namespace="shop",daemonset="agent"')]: wanted,
  [state("kube_daemonset_status_number_ready", 'namespace="shop",daemonset="agent"')]: ready,
});
export const job = (failed: string) => ({
  [state("kube_job_failed", 'namespace="shop",job_name="backup-1",condition="true"')]: failed,
});
export const autoscaler = (minimum: string, maximum: string, replicas: string) => {
  const labels = 'namespace="shop",horizontalpodautoscaler="api"';
  return {
    [state("kube_horizontalpodautoscaler_spec_min_replicas", labels)]: minimum,
    [state("kube_horizontalpodautoscaler_spec_max_replicas", labels)]: maximum,
    [state("kube_horizontalpodautoscaler_status_current_replicas", labels)]: replicas,
  };
};
export const apiRequests = (ok: string, failed: string) => ({
  [apiServer("apiserver_request_total", 'verb="GET",resource="pods",code="200"')]: ok,
  [apiServer("apiserver_request_total", 'verb="GET",resource="pods",code="500"')]: failed,
});

export const volume = (available: string, inodesFree = "900x200") => {
  const labels = 'namespace="shop",persistentvolumeclaim="data-db-0"';
  return {
    [kubelet("kubelet_volume_stats_available_bytes", labels)]: available,
    [kubelet("kubelet_volume_stats_capacity_bytes", labels)]: "1000x200",
    [kubelet("kubelet_volume_stats_inodes_free", labels)]: inodesFree,
    [kubelet("kubelet_volume_stats_inodes", labels)]: "1000x200",
  };
};
export const clock = (offset: string, synchronised = "1x200", maximumError = "0.02x200") => ({
  [host("node_timex_offset_seconds", "")]: offset,
  [host("node_timex_sync_status", "")]: synchronised,
  [host("node_timex_maxerror_seconds", "")]: maximumError,
});
export const certificate = (left: string) => ({
  [kubelet("kubelet_certificate_manager_client_ttl_seconds", "")]: left,
});
/** Whether each source answers. */
export const targets = (up: string) =>
  Object.fromEntries([state, cadvisor, kubelet, host, apiServer].map((of) => [of("up", ""), up]));
