import { scrapedFrom } from "../scraped.ts";

/** What the kubelet tells of itself and of volumes, on its port 10250 below `/metrics`. */
const kubelet = scrapedFrom("kubelet");

const CLAIM = ["namespace", "persistentvolumeclaim"] as const;

export const volumeAvailable = kubelet.gauge(
  "kubelet_volume_stats_available_bytes",
  "By",
  CLAIM,
  "Room left on a claim's volume.",
);
export const volumeCapacity = kubelet.gauge(
  "kubelet_volume_stats_capacity_bytes",
  "By",
  CLAIM,
  "Size of a claim's volume.",
);

export const kubeletMetrics = [
  kubelet.up,
  volumeAvailable,
  volumeCapacity,
  kubelet.gauge("kubelet_volume_stats_used_bytes", "By", CLAIM, "Use of a claim's volume."),
  kubelet.gauge("kubelet_volume_stats_inodes", "{inode}", CLAIM, "Inodes of a claim's volume."),
  kubelet.gauge("kubelet_volume_stats_inodes_free", "{inode}", CLAIM, "Inodes left."),
  kubelet.gauge("kubelet_volume_stats_inodes_used", "{inode}", CLAIM, "Inodes in use."),
  kubelet.gauge("kubelet_node_name", "{node}", ["node"], "Name of the node a kubelet runs on."),
  kubelet.gauge("kubelet_running_pods", "{pod}", [], "Pods that run on a node."),
  kubelet.gauge("kubelet_running_containers", "{container}", ["container_state"], "Containers by state."),
  kubelet.histogram("kubelet_pleg_relist_duration_seconds", "s", [], "Time to ask the runtime what runs."),
  kubelet.histogram("kubelet_pod_start_duration_seconds", "s", [], "Time from seeing a pod to running it."),
  kubelet.counter("kubelet_runtime_operations_total", "{operation}", ["operation_type"], "Calls of the runtime."),
  kubelet.counter("kubelet_runtime_operations_errors_total", "{operation}", ["operation_type"], "Those that failed."),
  kubelet.counter("kubelet_evictions", "{pod}", ["eviction_signal"], "Pods evicted because a node ran short."),
  kubelet.gauge("kubelet_certificate_manager_client_ttl_seconds", "s", [], "Life left of the kubelet's certificate."),
];

/** What the kubelet's cAdvisor tells of containers. Series without `container` are of whole pods and of the node. */
const cadvisor = scrapedFrom("cadvisor", ["namespace", "pod", "container"]);
const network = scrapedFrom("cadvisor", ["namespace", "pod", "interface"]);
const machine = scrapedFrom("cadvisor");

export const containerMemory = cadvisor.gauge(
  "container_memory_working_set_bytes",
  "By",
  [],
  "Memory the kernel cannot take back; at the limit the container is killed.",
);
export const containerMemoryLimit = cadvisor.gauge(
  "container_spec_memory_limit_bytes",
  "By",
  [],
  "Memory limit; 0 for none.",
);

export const cadvisorMetrics = [
  cadvisor.up,
  containerMemory,
  containerMemoryLimit,
  cadvisor.counter("container_cpu_usage_seconds_total", "s", ["cpu"], "CPU time."),
  cadvisor.counter("container_cpu_cfs_periods_total", "{period}", [], "Periods in which a container could run."),
  cadvisor.counter("container_cpu_cfs_throttled_periods_total", "{period}", [], "Those in which it was throttled."),
  cadvisor.gauge("container_memory_rss", "By", [], "Anonymous memory."),
  cadvisor.gauge("container_memory_cache", "By", [], "Page cache."),
  cadvisor.gauge("container_memory_swap", "By", [], "Swap."),
  cadvisor.counter("container_oom_events_total", "{event}", [], "Processes killed because memory ran out."),
  cadvisor.counter("container_fs_reads_total", "{read}", ["device"], "Reads."),
  cadvisor.counter("container_fs_writes_total", "{write}", ["device"], "Writes."),
  cadvisor.counter("container_fs_reads_bytes_total", "By", ["device"], "Bytes read."),
  cadvisor.counter("container_fs_writes_bytes_total", "By", ["device"], "Bytes written."),
  network.counter("container_network_receive_bytes_total", "By", [], "Bytes a pod received."),
  network.counter("container_network_transmit_bytes_total", "By", [], "Bytes a pod sent."),
  network.counter("container_network_receive_packets_total", "{packet}", [], "Packets received."),
  network.counter("container_network_transmit_packets_total", "{packet}", [], "Packets sent."),
  network.counter("container_network_receive_packets_dropped_total", "{packet}", [], "Packets lost on receipt."),
  network.counter("container_network_transmit_packets_dropped_total", "{packet}", [], "Packets lost on sending."),
  machine.gauge("machine_cpu_cores", "{cpu}", [], "Logical CPUs of a node."),
  machine.gauge("machine_memory_bytes", "By", [], "Memory of a node."),
];
