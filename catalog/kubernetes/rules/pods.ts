import { above, type AlertRule, atLeast, gauge, increase, rate, ratio, series } from "observability/catalog";
import {
  containerMemory,
  containerMemoryLimit,
  cpuPeriods,
  cpuThrottledPeriods,
  oomEvents,
} from "../metrics/containers.ts";
import { lastTerminatedReason, podPhase, restarts, waitingReason } from "../metrics/state.ts";

/** Share of a container's memory limit; at 1, the kernel kills it. */
const MEMORY_SATURATION = 0.9;
/** Share of the periods in which a container had to wait; the same value as in the kubernetes-mixin. */
const THROTTLED = 0.25;
/** Periods of 100 ms in ten minutes: a container that needed the CPU for less than one of these minutes is not slowed down. */
const MINIMUM_PERIODS = 600;
/** Selects series of containers; the others describe whole pods or the node. */
export const CONTAINERS = { container: { not: "" } } as const;
const BY = { by: ["namespace", "pod", "container"] };

/** Rules on containers that do not run, run out of a resource, or are killed. */
export const podRules: readonly AlertRule[] = [
  {
    id: "pod-crash-looping",
    name: "KubernetesPodCrashLooping",
    severity: "critical",
    condition: above(
      gauge(series(waitingReason, { reason: "CrashLoopBackOff" }), "max", {
        by: ["namespace", "container"],
        window: "10m",
      }),
      0,
    ),
    for: "10m",
    keepFiringFor: "15m",
    summary: "Container {{ $labels.container }} in {{ $labels.namespace }} is in a crash loop",
    description:
      "It keeps crashing and waits longer before each restart. Its last log lines before a crash show why; the usual cause is a recent change of image or configuration.",
    panel: { title: "Containers in a crash loop" },
  },
  {
    id: "pod-not-running",
    name: "KubernetesPodNotRunning",
    severity: "warning",
    condition: above(
      gauge(series(podPhase, { phase: { matches: "Pending|Unknown" } }), "max", { by: ["namespace", "pod"] }),
      0,
    ),
    for: "15m",
    summary: "Pod {{ $labels.namespace }}/{{ $labels.pod }} has been pending or unknown for 15 minutes",
    description:
      "No node has room for it, its image or volume is unavailable, or its node is gone. The pod's events show which.",
    panel: { title: "Pods pending or unknown" },
  },
  {
    id: "container-oom-killed",
    name: "KubernetesContainerOOMKilled",
    severity: "warning",
    // The reason stays until the next termination, so it is news only together with a restart.
    condition: above(increase(series(restarts), { ...BY, window: "10m" }), 0, {
      and: [
        { value: gauge(series(lastTerminatedReason, { reason: "OOMKilled" }), "max", BY), is: "above", threshold: 0 },
      ],
    }),
    for: "0m",
    keepFiringFor: "30m",
    summary:
      "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed because it ran out of memory",
    description:
      "The kernel killed it in the middle of its work, and it started again. A leak recurs after the same time; a peak recurs with the same work.",
    panel: { title: "Restarts in 10 minutes" },
  },
  {
    id: "process-oom-killed",
    name: "KubernetesProcessOOMKilled",
    severity: "warning",
    condition: above(increase(series(oomEvents, CONTAINERS), { ...BY, window: "10m" }), 0),
    for: "0m",
    keepFiringFor: "30m",
    summary:
      "The kernel killed a process of container {{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }}: out of memory",
    description:
      "The container keeps running, so nothing restarts and the loss goes unnoticed: a worker process is gone, and its task with it. Typical of servers and queues that fork workers.",
    panel: { title: "Processes killed in 10 minutes" },
  },
  {
    id: "container-memory-high",
    name: "KubernetesContainerMemoryHigh",
    severity: "warning",
    condition: above(
      ratio(
        gauge(series(containerMemory, CONTAINERS), "sum", BY),
        gauge(series(containerMemoryLimit, CONTAINERS), "sum", BY),
      ),
      MEMORY_SATURATION,
    ),
    for: "15m",
    summary:
      "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its memory limit",
    description:
      "At the limit, the kernel kills it and its work in progress. A steady climb is a leak, a step is load. Containers without a limit are not watched.",
    panel: { title: "Container memory, share of limit" },
  },
  {
    id: "cpu-throttling",
    name: "KubernetesCpuThrottling",
    severity: "info",
    condition: above(
      ratio(
        rate(series(cpuThrottledPeriods, CONTAINERS), { ...BY, window: "10m" }),
        rate(series(cpuPeriods, CONTAINERS), { ...BY, window: "10m" }),
      ),
      THROTTLED,
      { and: [atLeast(MINIMUM_PERIODS, series(cpuPeriods, CONTAINERS), { ...BY, window: "10m" })] },
    ),
    for: "15m",
    summary:
      "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} is throttled {{ $value | humanizePercentage }} of the time",
    description:
      "It reaches its CPU limit and waits for the next tenth of a second, so all its responses take longer, although its CPU usage looks low. Raise the limit, or remove it.",
    panel: { title: "Throttled, share of the time" },
  },
];
