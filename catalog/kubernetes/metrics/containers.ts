import { scrapedFrom } from "observability/catalog";

/** Metrics of the kubelet and of volumes, from `/metrics` on its port 10250. */
const kubelet = scrapedFrom("kubelet");

const CLAIM = ["namespace", "persistentvolumeclaim"] as const;

export const kubeletUp = kubelet.up;
export const volumeAvailable = kubelet.gauge(
  "kubelet_volume_stats_available_bytes",
  "By",
  CLAIM,
  "Free space on a claim's volume.",
);
export const volumeCapacity = kubelet.gauge(
  "kubelet_volume_stats_capacity_bytes",
  "By",
  CLAIM,
  "Size of a claim's volume.",
);
export const volumeInodes = kubelet.gauge(
  "kubelet_volume_stats_inodes",
  "{inode}",
  CLAIM,
  "Inodes of a claim's volume; 0 if the file system creates them on demand.",
);
export const volumeInodesFree = kubelet.gauge(
  "kubelet_volume_stats_inodes_free",
  "{inode}",
  CLAIM,
  "Free inodes of a claim's volume.",
);
export const runningPods = kubelet.gauge("kubelet_running_pods", "{pod}", [], "Pods running on a node.");
export const podStartDuration = kubelet.histogram(
  "kubelet_pod_start_duration_seconds",
  "s",
  [],
  "Time from when the kubelet first sees a pod until it runs.",
);
export const evictions = kubelet.counter(
  "kubelet_evictions",
  "{pod}",
  ["eviction_signal"],
  "Pods evicted because a node ran short of a resource.",
);
export const certificateLife = kubelet.gauge(
  "kubelet_certificate_manager_client_ttl_seconds",
  "s",
  [],
  "Remaining lifetime of the certificate that a kubelet uses with the API server; +Inf if it has none.",
);

export const kubeletMetrics = [
  kubeletUp,
  ...[volumeAvailable, volumeCapacity, volumeInodes, volumeInodesFree],
  ...[runningPods, podStartDuration, evictions, certificateLife],
];

/** Container metrics from the kubelet's cAdvisor. Series without `container` describe whole pods or the node. */
const cadvisor = scrapedFrom("cadvisor", ["namespace", "pod", "container"]);
const network = scrapedFrom("cadvisor", ["namespace", "pod", "interface"]);

export const cadvisorUp = cadvisor.up;
export const containerMemory = cadvisor.gauge(
  "container_memory_working_set_bytes",
  "By",
  [],
  "Memory that the kernel cannot reclaim; at the limit, the container is killed.",
);
export const containerMemoryLimit = cadvisor.gauge(
  "container_spec_memory_limit_bytes",
  "By",
  [],
  "Memory limit; 0 if there is none.",
);
export const containerCpu = cadvisor.counter("container_cpu_usage_seconds_total", "s", ["cpu"], "CPU time.");
export const cpuPeriods = cadvisor.counter(
  "container_cpu_cfs_periods_total",
  "{period}",
  [],
  "Periods of 100 ms in which a container with a CPU limit wanted to run.",
);
export const cpuThrottledPeriods = cadvisor.counter(
  "container_cpu_cfs_throttled_periods_total",
  "{period}",
  [],
  "Periods in which the container was throttled: it had to stop before it was done.",
);
export const oomEvents = cadvisor.counter(
  "container_oom_events_total",
  "{process}",
  [],
  "Processes killed because the container ran out of memory; keeps counting while the container itself lives.",
);
export const networkReceived = network.counter(
  "container_network_receive_bytes_total",
  "By",
  [],
  "Bytes a pod received.",
);
export const networkSent = network.counter("container_network_transmit_bytes_total", "By", [], "Bytes a pod sent.");
export const receiveDrops = network.counter(
  "container_network_receive_packets_dropped_total",
  "{packet}",
  [],
  "Packets dropped on receive.",
);
export const transmitDrops = network.counter(
  "container_network_transmit_packets_dropped_total",
  "{packet}",
  [],
  "Packets dropped on transmit.",
);

export const cadvisorMetrics = [
  cadvisorUp,
  ...[containerMemory, containerMemoryLimit, containerCpu, cpuPeriods, cpuThrottledPeriods, oomEvents],
  ...[networkReceived, networkSent, receiveDrops, transmitDrops],
];
