import { age, type BoardRow, gauge, increase, rate, ratio, series, view } from "observability/catalog";
import { evictions, runningPods } from "../metrics/containers.ts";
import {
  bootTime,
  clockOffset,
  cpuPressure,
  cpuTime,
  diskBusy,
  diskPressure,
  fileSystemAvailable,
  fileSystemSize,
  memoryAvailable,
  memoryPressure,
  memoryTotal,
} from "../metrics/hosts.ts";
import { kubernetesService } from "../service.ts";
import { nodeCondition, nodeInfo, nodeUnschedulable, podPhase, restarts } from "../metrics/state.ts";

const NODE = { by: ["node"] };
const INSTANCE = { by: ["instance"] };

/** Is it well, and if not: which node. */
export const summary: BoardRow = {
  id: "summary",
  title: "Is it well",
  of: [kubernetesService],
  panels: [
    {
      id: "nodes",
      title: "Nodes",
      description: "Nodes there are, and those of them that are ready. Both the same: good.",
      width: 6,
      view: view(
        "stat",
        [gauge(series(nodeCondition, { condition: "Ready", status: "true" }), "sum"), "ready"],
        [gauge(series(nodeInfo), "count"), "nodes"],
      ),
    },
    {
      id: "cordoned",
      title: "Cordoned",
      description: "Nodes that take no new pods, because somebody said so. None, unless there is maintenance.",
      width: 3,
      view: view("stat", [gauge(series(nodeUnschedulable), "sum")]),
    },
    {
      id: "pods",
      title: "Pods running",
      description: "Pods that run. A step down: a node is gone, or somebody scaled.",
      width: 3,
      view: view("stat", [gauge(series(podPhase, { phase: "Running" }), "sum")]),
    },
    {
      id: "restarts-hour",
      title: "Restarts",
      description: "Restarts of containers in an hour. A few follow a deploy; the panel below tells whose.",
      width: 4,
      view: view("stat", [increase(series(restarts), { window: "1h" })]),
    },
    {
      id: "alerts",
      title: "Alerts",
      description: "Alerts on the cluster that fire or are about to. Each leads to its runbook.",
      width: 8,
      view: { kind: "alerts" },
    },
  ],
};

export const nodes: BoardRow = {
  id: "nodes-row",
  title: "Nodes",
  of: [kubernetesService],
  panels: [
    {
      id: "node-ready",
      title: "Ready",
      description: "Each node over time. Not ready for minutes: its pods are moved elsewhere.",
      width: 24,
      unit: "yesNo",
      view: view("state", [
        gauge(series(nodeCondition, { condition: "Ready", status: "true" }), "min", NODE),
        "{{node}}",
      ]),
    },
    {
      id: "node-cpu",
      title: "CPU in use, share",
      description: "By node. Above 80 % for long, pods wait for CPU: see the pressure beside it.",
      width: 8,
      unit: "ratio",
      view: view("lines", [
        ratio(
          rate(series(cpuTime, { mode: { notMatches: "idle|iowait" } }), INSTANCE),
          rate(series(cpuTime), INSTANCE),
        ),
        "{{instance}}",
      ]),
    },
    {
      id: "node-memory",
      title: "Memory available, share",
      description: "By node, without swapping. Below 10 % the kubelet is about to evict pods.",
      width: 8,
      unit: "ratio",
      view: view("lines", [
        ratio(gauge(series(memoryAvailable), "sum", INSTANCE), gauge(series(memoryTotal), "sum", INSTANCE)),
        "{{instance}}",
      ]),
    },
    {
      id: "node-pressure",
      title: "Pressure, share of the time",
      description:
        "Time in which something waited for CPU, memory or disk, by node. CPU: more of it, or fewer pods. Memory: it thrashes. Disk: slow volumes.",
      width: 8,
      unit: "ratio",
      view: view(
        "lines",
        [rate(series(cpuPressure), INSTANCE), "CPU {{instance}}"],
        [rate(series(memoryPressure), INSTANCE), "memory {{instance}}"],
        [rate(series(diskPressure), INSTANCE), "disk {{instance}}"],
      ),
    },
    {
      id: "node-disks",
      title: "Room left on disks, share",
      description: "By node and file system. At 10 to 15 % the kubelet evicts pods and deletes images.",
      width: 8,
      unit: "ratio",
      view: view("lines", [
        ratio(
          gauge(series(fileSystemAvailable), "min", { by: ["instance", "mountpoint"] }),
          gauge(series(fileSystemSize), "min", { by: ["instance", "mountpoint"] }),
        ),
        "{{instance}} {{mountpoint}}",
      ]),
    },
    {
      id: "disk-busy",
      title: "Disks busy, share of the time",
      description: "By node and disk. Near 100 % everything that reads or writes there waits.",
      width: 8,
      unit: "ratio",
      view: view("lines", [rate(series(diskBusy), { by: ["instance", "device"] }), "{{instance}} {{device}}"]),
    },
    {
      id: "clock-offset",
      title: "Clock offset",
      description: "By node, from its time service. A few milliseconds are good; exchanges refuse orders at a second.",
      width: 8,
      unit: "seconds",
      view: view("lines", [gauge(series(clockOffset), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "node-pods",
      title: "Pods by node",
      description:
        "Pods that each kubelet runs; most take 110. Very uneven: look for taints, affinities, large requests.",
      width: 8,
      view: view("bar-gauge", [gauge(series(runningPods), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "node-uptime",
      title: "Since the last boot",
      description: "By node. A node that nobody restarted and that is up for minutes has crashed.",
      width: 8,
      unit: "seconds",
      view: view("bar-gauge", [age(series(bootTime), ["instance"]), "{{instance}}"]),
    },
    {
      id: "evictions",
      title: "Evictions",
      description: "Pods that a kubelet ended because its node ran short, by what of. Any is worth a look.",
      width: 8,
      empty: "none",
      view: view("bars", [
        increase(series(evictions), { by: ["instance", "eviction_signal"] }),
        "{{instance}} {{eviction_signal}}",
      ]),
    },
  ],
};
