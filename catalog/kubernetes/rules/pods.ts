import { above, type AlertRule, atLeast, gauge, increase, rate, ratio, series } from "observability/catalog";
import {
  containerMemory,
  containerMemoryLimit,
  cpuPeriods,
  cpuThrottledPeriods,
  oomEvents,
} from "../metrics/containers.ts";
import { lastTerminatedReason, podPhase, restarts, waitingReason } from "../metrics/state.ts";

/** Share of a container's limit; the kernel kills it at 1. */
const MEMORY_SATURATION = 0.9;
/** Share of the periods in which a container had to wait; the kubernetes-mixin takes the same. */
const THROTTLED = 0.25;
/** Periods of 100 ms in ten minutes: a container that wanted the CPU for less than a minute of them is not slowed down. */
const MINIMUM_PERIODS = 600;
/** Series of containers; the others are of whole pods and of the node. */
export const CONTAINERS = { container: { not: "" } } as const;
const BY = { by: ["namespace", "pod", "container"] };

/** Containers that do not run, run out of something, or are killed. */
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
    summary: "Container {{ $labels.container }} in {{ $labels.namespace }} crashes again and again",
    description:
      "It starts, ends and waits ever longer for the next attempt. Its log before the last end tells why; a change of image or configuration just before is the usual cause.",
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
    summary: "Pod {{ $labels.namespace }}/{{ $labels.pod }} does not get to run",
    description:
      "No node has room for it, its image or volume cannot be had, or its node is gone. The events of the pod tell which.",
    panel: { title: "Pods pending or unknown" },
  },
  {
    id: "container-oom-killed",
    name: "KubernetesContainerOOMKilled",
    severity: "warning",
    // The reason stays until the next end: only together with a restart is it news.
    condition: above(increase(series(restarts), { ...BY, window: "10m" }), 0, {
      and: [
        { value: gauge(series(lastTerminatedReason, { reason: "OOMKilled" }), "max", BY), is: "above", threshold: 0 },
      ],
    }),
    for: "0m",
    keepFiringFor: "30m",
    summary:
      "Container {{ $labels.container }} of {{ $labels.namespace }}/{{ $labels.pod }} was killed because its memory ran out",
    description:
      "The kernel ended it with whatever it was doing, and it started again. A leak comes back after the same time; a peak comes with the same work.",
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
      "The kernel killed a process of {{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }} because memory ran out",
    description:
      "The container lives on, so nothing restarts and nobody notices: a worker process is gone with its task. Usual for servers and queues that fork workers.",
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
      "At the limit the kernel kills it with its open work. A steady climb is a leak, a step is load; containers without a limit are not watched.",
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
      "It reaches its CPU limit and waits for the next tenth of a second: everything it answers takes longer, though its CPU usage looks low. Raise the limit, or take it away.",
    panel: { title: "Throttled, share of the time" },
  },
];
