/** A container that a kubelet manages. */
export interface Container {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

type Labels = Readonly<Record<string, string | number>>;

const series = (name: string, labels: Labels, value: number): string =>
  `${name}{${Object.entries(labels)
    .map(([key, text]) => `${key}="${text}"`)
    .join(",")}} ${value}`;

const family = (name: string, type: string, lines: readonly string[]): string[] => [
  `# HELP ${name} [STABLE] Metric of the kubelet`,
  `# TYPE ${name} ${type}`,
  ...lines,
];

const page = (...families: readonly string[][]): string => `${families.flat().join("\n")}\n`;

function histogram(name: string, labels: Labels, bounds: readonly number[]): string[] {
  const buckets = [...bounds, "+Inf"].map((le, index) => series(`${name}_bucket`, { ...labels, le }, index + 1));
  const count = bounds.length + 1;
  return family(name, "histogram", [
    ...buckets,
    series(`${name}_sum`, labels, count / 10),
    series(`${name}_count`, labels, count),
  ]);
}

/** `/metrics`: metrics of the kubelet, its volumes and its pods. */
export const kubelet = (node: string): string =>
  page(
    family("kubelet_node_name", "gauge", [series("kubelet_node_name", { node }, 1)]),
    family("kubelet_running_pods", "gauge", ["kubelet_running_pods 3"]),
    family("kubelet_running_containers", "gauge", [
      series("kubelet_running_containers", { container_state: "running" }, 3),
    ]),
    histogram("kubelet_pod_start_duration_seconds", {}, [0.5, 1, 5]),
    histogram("kubelet_pod_worker_duration_seconds", { operation_type: "sync" }, [0.005, 0.1, 1]),
    histogram("kubelet_pleg_relist_duration_seconds", {}, [0.005, 0.1, 1]),
    histogram("kubelet_pleg_relist_interval_seconds", {}, [0.005, 0.1, 1]),
    family("kubelet_runtime_operations_total", "counter", [
      series("kubelet_runtime_operations_total", { operation_type: "create_container" }, 9),
    ]),
    family("kubelet_runtime_operations_errors_total", "counter", [
      series("kubelet_runtime_operations_errors_total", { operation_type: "create_container" }, 1),
    ]),
    family("kubelet_evictions", "counter", [series("kubelet_evictions", { eviction_signal: "memory.available" }, 1)]),
    family("kubelet_certificate_manager_client_ttl_seconds", "gauge", [
      "kubelet_certificate_manager_client_ttl_seconds 3e+07",
    ]),
    ...["available", "capacity", "used"].map((what) => volume(`kubelet_volume_stats_${what}_bytes`)),
    ...["inodes", "inodes_used", "inodes_free"].map((what) => volume(`kubelet_volume_stats_${what}`)),
    histogram("storage_operation_duration_seconds", { operation_name: "volume_mount" }, [0.1, 1, 10]),
    histogram("rest_client_request_duration_seconds", { verb: "GET", host: "api" }, [0.1, 1, 10]),
    family("go_goroutines", "gauge", ["go_goroutines 120"]),
    family("process_cpu_seconds_total", "counter", ["process_cpu_seconds_total 42.5"]),
  );

const volume = (name: string): string[] =>
  family(name, "gauge", [series(name, { namespace: "trading", persistentvolumeclaim: "data" }, 1e9)]);

const COUNTERS = [
  "container_cpu_usage_seconds_total",
  "container_cpu_cfs_periods_total",
  "container_cpu_cfs_throttled_periods_total",
  "container_cpu_cfs_throttled_seconds_total",
  "container_fs_reads_total",
  "container_fs_reads_bytes_total",
  "container_fs_writes_total",
  "container_fs_writes_bytes_total",
  "container_oom_events_total",
] as const;
const GAUGES = [
  "container_memory_working_set_bytes",
  "container_memory_rss",
  "container_memory_cache",
  "container_memory_swap",
  "container_spec_memory_limit_bytes",
  "container_start_time_seconds",
  "container_tasks_state",
  "container_memory_failures_total",
  "container_blkio_device_usage_total",
] as const;
const NETWORK = ["receive", "transmit"].flatMap((way) =>
  ["bytes", "packets", "packets_dropped", "errors"].map((what) => `container_network_${way}_${what}_total`),
);

/** `/metrics/cadvisor`: metrics of each container, its pod's cgroup, pause container and network, and the machine. */
export const cadvisor = (containers: readonly Container[]): string =>
  page(
    ...COUNTERS.map((name) => family(name, "counter", allCgroups(name, containers))),
    ...GAUGES.map((name) => family(name, "gauge", allCgroups(name, containers))),
    ...NETWORK.map((name) =>
      family(
        name,
        "counter",
        containers.map((one) => series(name, { ...pause(one), interface: "eth0" }, 1000)),
      ),
    ),
    family("machine_cpu_cores", "gauge", [series("machine_cpu_cores", { machine_id: "" }, 2)]),
    family("machine_memory_bytes", "gauge", [series("machine_memory_bytes", { machine_id: "" }, 8e9)]),
  );

const slice = ({ pod }: Container): string => `/kubepods.slice/kubepods-pod${pod}.slice`;

const pause = ({ namespace, pod, container }: Container): Labels => ({
  container: "",
  id: slice({ namespace, pod, container }),
  image: "registry.k8s.io/pause:3.10",
  name: `pause-${pod}`,
  namespace,
  pod,
});

const cgroups = (name: string, one: Container): string[] => {
  const own = { id: `${slice(one)}/${one.container}`, image: "registry.example/app:1.2.3", name: "5e1f" };
  const whole = { container: "", image: "", name: "" };
  return [
    series(name, { ...one, ...own, ...dimension(name) }, 100),
    series(name, { ...whole, id: slice(one), namespace: one.namespace, pod: one.pod, ...dimension(name) }, 101),
  ];
};

const allCgroups = (name: string, containers: readonly Container[]): string[] => [
  ...containers.flatMap((one) => cgroups(name, one)),
  series(name, { container: "", id: "/", image: "", name: "", namespace: "", pod: "", ...dimension(name) }, 500),
];

/** Returns the label that some families have in addition to those of the cgroup. */
function dimension(name: string): Labels {
  if (name.startsWith("container_cpu_usage")) return { cpu: "total" };
  if (name.startsWith("container_fs")) return { device: "/dev/sda" };
  return {};
}

/** `/metrics/resource`: the few metrics that the autoscaler reads. */
export const resource = (containers: readonly Container[]): string =>
  page(
    family(
      "container_cpu_usage_seconds_total",
      "counter",
      containers.map((one) => labelled("container_cpu_usage_seconds_total", one)),
    ),
    family(
      "container_memory_working_set_bytes",
      "gauge",
      containers.map((one) => labelled("container_memory_working_set_bytes", one)),
    ),
    family("node_cpu_usage_seconds_total", "counter", ["node_cpu_usage_seconds_total 500"]),
    family("node_memory_working_set_bytes", "gauge", ["node_memory_working_set_bytes 1e+09"]),
    family("resource_scrape_error", "gauge", ["resource_scrape_error 0"]),
  );

const labelled = (name: string, one: Container): string => series(name, { ...one }, 100);
