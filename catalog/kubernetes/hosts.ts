import { scrapedFrom } from "../scraped.ts";

/** What `prometheus.exporter.unix` (node_exporter) tells of a node; `instance` is the node. */
const { gauge, counter, up } = scrapedFrom("host");

const FILE_SYSTEM = ["device", "fstype", "mountpoint"] as const;
const DEVICE = ["device"] as const;

export const hostMetrics = [
  up,
  gauge("node_uname_info", "{node}", ["nodename", "release", "machine", "sysname"], "Name and kernel."),
  gauge("node_boot_time_seconds", "s", [], "Unix time of the last boot."),
  gauge("node_timex_offset_seconds", "s", [], "How far the clock is from its reference."),
  gauge("node_timex_sync_status", "1", [], "1 where the clock is synchronised."),
  counter("node_cpu_seconds_total", "s", ["cpu", "mode"], "CPU time by what it was spent on."),
  gauge("node_load1", "{task}", [], "Tasks that run or wait, over a minute."),
  gauge("node_load5", "{task}", [], "Tasks that run or wait, over five minutes."),
  gauge("node_load15", "{task}", [], "Tasks that run or wait, over a quarter of an hour."),
  gauge("node_memory_MemTotal_bytes", "By", [], "Memory."),
  gauge("node_memory_MemAvailable_bytes", "By", [], "Memory that can be had without swapping."),
  gauge("node_memory_MemFree_bytes", "By", [], "Memory nobody uses."),
  gauge("node_memory_Buffers_bytes", "By", [], "Buffers of block devices."),
  gauge("node_memory_Cached_bytes", "By", [], "Page cache."),
  gauge("node_memory_SwapTotal_bytes", "By", [], "Swap."),
  gauge("node_memory_SwapFree_bytes", "By", [], "Swap nobody uses."),
  counter("node_vmstat_pgmajfault", "{fault}", [], "Page faults that had to read from disk."),
  counter("node_vmstat_oom_kill", "{process}", [], "Processes killed because memory ran out."),
  counter("node_pressure_cpu_waiting_seconds_total", "s", [], "Time in which tasks waited for CPU."),
  counter("node_pressure_memory_waiting_seconds_total", "s", [], "Time in which tasks waited for memory."),
  counter("node_pressure_io_waiting_seconds_total", "s", [], "Time in which tasks waited for disks."),
  gauge("node_filesystem_size_bytes", "By", FILE_SYSTEM, "Size of a file system."),
  gauge("node_filesystem_avail_bytes", "By", FILE_SYSTEM, "Room left in it for others than root."),
  gauge("node_filesystem_files", "{inode}", FILE_SYSTEM, "Inodes of a file system."),
  gauge("node_filesystem_files_free", "{inode}", FILE_SYSTEM, "Inodes left in it."),
  gauge("node_filesystem_readonly", "1", FILE_SYSTEM, "1 where nothing can be written."),
  counter("node_disk_read_bytes_total", "By", DEVICE, "Bytes read."),
  counter("node_disk_written_bytes_total", "By", DEVICE, "Bytes written."),
  counter("node_disk_reads_completed_total", "{read}", DEVICE, "Reads."),
  counter("node_disk_writes_completed_total", "{write}", DEVICE, "Writes."),
  counter("node_disk_io_time_seconds_total", "s", DEVICE, "Time in which a disk was busy."),
  counter("node_disk_io_time_weighted_seconds_total", "s", DEVICE, "The same, times what waited."),
  counter("node_network_receive_bytes_total", "By", DEVICE, "Bytes received."),
  counter("node_network_transmit_bytes_total", "By", DEVICE, "Bytes sent."),
  counter("node_network_receive_errs_total", "{packet}", DEVICE, "Broken packets received."),
  counter("node_network_transmit_errs_total", "{packet}", DEVICE, "Packets that could not be sent."),
  counter("node_network_receive_drop_total", "{packet}", DEVICE, "Packets lost on receipt."),
  counter("node_network_transmit_drop_total", "{packet}", DEVICE, "Packets lost on sending."),
  gauge("node_filefd_allocated", "{file}", [], "Open files."),
  gauge("node_filefd_maximum", "{file}", [], "Files that can be open."),
  gauge("node_nf_conntrack_entries", "{connection}", [], "Connections the firewall tracks."),
  gauge("node_nf_conntrack_entries_limit", "{connection}", [], "Connections it can track."),
];
