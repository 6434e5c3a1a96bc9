import { scrapedFrom } from "observability/catalog";

/**
 * What `prometheus.exporter.unix` (node_exporter) tells of a node; `instance` is the node. Only of the collectors that run in a
 * pod of the collector: render/alloy/features/host-metrics.ts.
 */
const { gauge, counter, up } = scrapedFrom("host");

const FILE_SYSTEM = ["device", "fstype", "mountpoint"] as const;

export const hostUp = up;
export const bootTime = gauge("node_boot_time_seconds", "s", [], "Unix time of the last boot.");
export const clockOffset = gauge(
  "node_timex_offset_seconds",
  "s",
  [],
  "How far the clock is from its reference; negative where it is ahead.",
);
export const clockSynchronised = gauge("node_timex_sync_status", "1", [], "1 where the clock is synchronised.");
export const clockMaximumError = gauge(
  "node_timex_maxerror_seconds",
  "s",
  [],
  "How wrong the clock may be; grows as long as nothing sets it, and ends at 16.",
);
export const cpuTime = counter("node_cpu_seconds_total", "s", ["cpu", "mode"], "CPU time by what it was spent on.");
export const memoryTotal = gauge("node_memory_MemTotal_bytes", "By", [], "Memory.");
export const memoryAvailable = gauge(
  "node_memory_MemAvailable_bytes",
  "By",
  [],
  "Memory that can be had without swapping.",
);
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
  "Room left in it for others than root.",
);
export const diskBusy = counter("node_disk_io_time_seconds_total", "s", ["device"], "Time in which a disk was busy.");

export const hostMetrics = [
  ...[hostUp, bootTime, clockOffset, clockSynchronised, clockMaximumError],
  ...[cpuTime, memoryTotal, memoryAvailable, cpuPressure, memoryPressure, diskPressure],
  ...[fileSystemSize, fileSystemAvailable, diskBusy],
];
