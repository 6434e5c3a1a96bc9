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

/** Whether the cluster is healthy and, if not, which node is affected. */
export const summary: BoardRow = {
  id: "summary",
  title: "Cluster health",
  of: [kubernetesService],
  panels: [
    {
      id: "nodes",
      title: "Nodes",
      description: "Number of nodes, and how many of them are ready. Good: both are equal.",
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
      description:
        "Nodes that accept no new pods because someone cordoned them. Good: none, except during maintenance.",
      width: 3,
      view: view("stat", [gauge(series(nodeUnschedulable), "sum")]),
    },
    {
      id: "pods",
      title: "Pods running",
      description: "Running pods. A step down means that a node is gone or a workload was scaled down.",
      width: 3,
      view: view("stat", [gauge(series(podPhase, { phase: "Running" }), "sum")]),
    },
    {
      id: "restarts-hour",
      title: "Restarts",
      description:
        "Container restarts in an hour. A few after a deploy are normal; the panel below shows which containers.",
      width: 4,
      view: view("stat", [increase(series(restarts), { window: "1h" })]),
    },
    {
      id: "alerts",
      title: "Alerts",
      description: "Firing and pending alerts on the cluster. Each links to its runbook.",
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
      description:
        "Readiness of each node over time. If a node is not ready for minutes, its pods are moved to other nodes.",
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
      description: "By node. If it stays above 80 %, pods wait for CPU; check the pressure panel in this row.",
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
      description: "By node, without swapping. Below 10 %, the kubelet is about to evict pods.",
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
        "Time in which tasks waited for CPU, memory or disk, by node. CPU: add more of it, or run fewer pods. Memory: the node is thrashing. Disk: volumes are slow.",
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
      title: "Free disk space, share",
      description: "By node and file system. At 10 to 15 %, the kubelet evicts pods and deletes images.",
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
      description: "By node and disk. Near 100 %, all reads and writes on the disk have to wait.",
      width: 8,
      unit: "ratio",
      view: view("lines", [rate(series(diskBusy), { by: ["instance", "device"] }), "{{instance}} {{device}}"]),
    },
    {
      id: "clock-offset",
      title: "Clock offset",
      description:
        "By node, from its time service. A few milliseconds are good; at one second, exchanges refuse orders.",
      width: 8,
      unit: "seconds",
      view: view("lines", [gauge(series(clockOffset), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "node-pods",
      title: "Pods by node",
      description:
        "Pods that each kubelet runs; most kubelets allow 110. If pods are spread very unevenly, look for taints, affinities and large requests.",
      width: 8,
      view: view("bar-gauge", [gauge(series(runningPods), "max", INSTANCE), "{{instance}}"]),
    },
    {
      id: "node-uptime",
      title: "Uptime",
      description: "By node. If a node has been up only for minutes and no one restarted it, it has crashed.",
      width: 8,
      unit: "seconds",
      view: view("bar-gauge", [age(series(bootTime), ["instance"]), "{{instance}}"]),
    },
    {
      id: "evictions",
      title: "Evictions",
      description:
        "Pods that a kubelet evicted because its node ran short of a resource, by eviction signal. Any eviction is worth a look.",
      width: 8,
      empty: "none",
      view: view("bars", [
        increase(series(evictions), { by: ["instance", "eviction_signal"] }),
        "{{instance}} {{eviction_signal}}",
      ]),
    },
  ],
};
