import { scrapedFrom } from "observability/catalog";

/**
 * Node metrics from `prometheus.exporter.unix` (node_exporter); `instance` is the node. Only metrics of those node_exporter
 * collectors that run in a pod of the collector: render/alloy/features/host-metrics.ts.
 */
const { gauge, counter, up } = scrapedFrom("host");

const FILE_SYSTEM = ["device", "fstype", "mountpoint"] as const;

export const hostUp = up;
export const bootTime = gauge("node_boot_time_seconds", "s", [], "Unix time of the last boot.");
export const clockOffset = gauge(
  "node_timex_offset_seconds",
  "s",
  [],
  "Offset of the clock from its reference; negative if the clock is ahead.",
);
export const clockSynchronised = gauge("node_timex_sync_status", "1", [], "1 if the clock is synchronised.");
export const clockMaximumError = gauge(
  "node_timex_maxerror_seconds",
  "s",
  [],
  "Maximum error of the clock; grows while nothing sets it, up to 16.",
);
export const cpuTime = counter("node_cpu_seconds_total", "s", ["cpu", "mode"], "CPU time by what it was spent on.");
export const memoryTotal = gauge("node_memory_MemTotal_bytes", "By", [], "Total memory.");
export const memoryAvailable = gauge("node_memory_MemAvailable_bytes", "By", [], "Memory available without swapping.");
export const cpuPressure = counter(
  "node_pressure_cpu_waiting_seconds_total",
  "s",
  [],
  "Time in which tasks waited for CPU.",
);
export const memoryPressure = counter(
  "node_pressure_memory_waiting_seconds_total",
  "s",
  [],
  "Time in which tasks waited for memory.",
);
export const diskPressure = counter(
  "node_pressure_io_waiting_seconds_total",
  "s",
  [],
  "Time in which tasks waited for disks.",
);
export const fileSystemSize = gauge("node_filesystem_size_bytes", "By", FILE_SYSTEM, "Size of a file system.");
export const fileSystemAvailable = gauge(
  "node_filesystem_avail_bytes",
  "By",
  FILE_SYSTEM,
  "Free space for users other than root.",
);
export const diskBusy = counter("node_disk_io_time_seconds_total", "s", ["device"], "Time in which a disk was busy.");

export const hostMetrics = [
  ...[hostUp, bootTime, clockOffset, clockSynchronised, clockMaximumError],
  ...[cpuTime, memoryTotal, memoryAvailable, cpuPressure, memoryPressure, diskPressure],
  ...[fileSystemSize, fileSystemAvailable, diskBusy],
];
