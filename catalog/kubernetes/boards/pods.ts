import { type BoardRow, gauge, increase, quantile, rate, ratio, series, top, view } from "observability/catalog";
import {
  containerCpu,
  containerMemory,
  containerMemoryLimit,
  cpuPeriods,
  cpuThrottledPeriods,
  networkReceived,
  networkSent,
  podStartDuration,
  receiveDrops,
  transmitDrops,
} from "../metrics/containers.ts";
import { CONTAINERS } from "../rules/pods.ts";
import { kubernetesService } from "../service.ts";
import { nodeAllocatable, podReady, resourceRequests, restarts, waitingReason } from "../metrics/state.ts";

const NAMESPACE = { by: ["namespace"] };
const INSTANCE = { by: ["instance"] };
const CONTAINER = { by: ["namespace", "pod", "container"] };
/** Number of containers in a panel that shows the worst ones. */
const WORST = 10;

export const namespaces: BoardRow = {
  id: "namespaces",
  title: "Namespaces",
  of: [kubernetesService],
  panels: [
    {
      id: "namespace-cpu",
      title: "CPU",
      description: "Cores in use, by namespace.",
      width: 12,
      view: view("stacked", [rate(series(containerCpu, CONTAINERS), NAMESPACE), "{{namespace}}"]),
    },
    {
      id: "namespace-memory",
      title: "Memory",
      description: "Memory that the kernel cannot reclaim, by namespace.",
      width: 12,
      unit: "bytes",
      view: view("stacked", [gauge(series(containerMemory, CONTAINERS), "sum", NAMESPACE), "{{namespace}}"]),
    },
    {
      id: "namespace-table",
      title: "Resources by namespace",
      description:
        "Ready pods, the CPU and memory reserved for them, and restarts in a day. Reserving far more than is used wastes money.",
      width: 14,
      view: {
        kind: "table",
        columns: [
          {
            value: gauge(series(podReady, { condition: "true" }), "sum", NAMESPACE),
            legend: "ready pods",
            unit: "count",
          },
          {
            value: gauge(series(resourceRequests, { resource: "cpu" }), "sum", NAMESPACE),
            legend: "reserved cores",
            unit: "count",
          },
          {
            value: gauge(series(resourceRequests, { resource: "memory" }), "sum", NAMESPACE),
            legend: "reserved memory",
            unit: "bytes",
          },
          { value: increase(series(restarts), { ...NAMESPACE, window: "1d" }), legend: "restarts", unit: "count" },
        ],
      },
    },
    {
      id: "node-reserved",
      title: "Reserved, share of allocatable",
      description: "By node and resource. Near 100 %, no new pod fits on the node, however idle it is.",
      width: 10,
      unit: "ratio",
      view: view("lines", [
        ratio(
          gauge(series(resourceRequests, { resource: { matches: "cpu|memory" } }), "sum", { by: ["node", "resource"] }),
          gauge(series(nodeAllocatable, { resource: { matches: "cpu|memory" } }), "sum", { by: ["node", "resource"] }),
        ),
        "{{resource}} {{node}}",
      ]),
    },
  ],
};

export const pods: BoardRow = {
  id: "pods-row",
  title: "Pods",
  of: [kubernetesService],
  panels: [
    {
      id: "restarts",
      title: "Restarts",
      description: `Restarts by container, top ${WORST}. If a container keeps restarting, its last log lines before the exit show why.`,
      width: 12,
      view: view("bars", [
        top(WORST, increase(series(restarts), { by: ["namespace", "container"] })),
        "{{namespace}}/{{container}}",
      ]),
    },
    {
      id: "waiting",
      title: "Waiting containers",
      description: "By reason. ContainerCreating resolves on its own; CrashLoopBackOff and ImagePullBackOff do not.",
      width: 12,
      empty: "none",
      view: view("stacked", [
        gauge(series(waitingReason), "sum", { by: ["namespace", "reason"] }),
        "{{namespace}} {{reason}}",
      ]),
    },
    {
      id: "memory-of-limit",
      title: "Memory, share of limit",
      description: `The ${WORST} containers closest to their memory limit. At 100 %, the kernel kills them.`,
      width: 12,
      unit: "ratio",
      view: view("lines", [
        top(
          WORST,
          ratio(
            gauge(series(containerMemory, CONTAINERS), "sum", CONTAINER),
            gauge(series(containerMemoryLimit, CONTAINERS), "sum", CONTAINER),
          ),
        ),
        "{{namespace}}/{{pod}} {{container}}",
      ]),
    },
    {
      id: "throttled",
      title: "Throttled, share of the time",
      description: `The ${WORST} containers that most often reach their CPU limit. Above 25 %, their responses are slow.`,
      width: 12,
      unit: "ratio",
      empty: "no container has a CPU limit",
      view: view("lines", [
        top(
          WORST,
          ratio(
            rate(series(cpuThrottledPeriods, CONTAINERS), CONTAINER),
            rate(series(cpuPeriods, CONTAINERS), CONTAINER),
          ),
        ),
        "{{namespace}}/{{pod}} {{container}}",
      ]),
    },
    {
      id: "pod-start",
      title: "Pod start time, p90",
      description: "90 % of pods start faster. If it takes minutes, images are large or volumes are slow to attach.",
      width: 8,
      unit: "seconds",
      view: view("lines", [quantile(0.9, series(podStartDuration), INSTANCE), "{{instance}}"]),
    },
    {
      id: "network",
      title: "Network",
      description: "Bytes that pods receive and send, by namespace.",
      width: 8,
      unit: "bytesPerSecond",
      view: view(
        "lines",
        [rate(series(networkReceived), NAMESPACE), "in {{namespace}}"],
        [rate(series(networkSent), NAMESPACE), "out {{namespace}}"],
      ),
    },
    {
      id: "network-drops",
      title: "Dropped packets",
      description: "Packets dropped at pod interfaces, by namespace. A steady trickle slows everything down.",
      width: 8,
      unit: "perSecond",
      view: view(
        "lines",
        [rate(series(receiveDrops), NAMESPACE), "in {{namespace}}"],
        [rate(series(transmitDrops), NAMESPACE), "out {{namespace}}"],
      ),
    },
  ],
};
