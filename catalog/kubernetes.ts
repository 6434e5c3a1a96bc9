import { series, type AlertRule } from "../model/catalog.ts";
import { above, below, gauge, ratio } from "../model/measure.ts";
import { defineSystem } from "../model/define-system.ts";
import { apiServerMetrics } from "./kubernetes/api-server.ts";
import {
  cadvisorMetrics,
  containerMemory,
  containerMemoryLimit,
  kubeletMetrics,
  volumeAvailable,
  volumeCapacity,
} from "./kubernetes/containers.ts";
import { hostMetrics } from "./kubernetes/hosts.ts";
import {
  deploymentAvailable,
  deploymentReplicas,
  nodeCondition,
  nodeInfo,
  podPhase,
  stateMetrics,
  waitingReason,
} from "./kubernetes/state.ts";

/** One series per node. */
const heartbeat = series(nodeInfo);

/** Share of a volume that is left; the kubernetes-mixin warns at 15 % and falling, and pages at 3 %. */
const VOLUME_LEFT = 0.1;
/** Share of a container's limit; the kernel kills it at 1. */
const MEMORY_SATURATION = 0.9;
/** Series of containers; the others are of whole pods and of the node. */
const CONTAINERS = { container: { not: "" } } as const;

const pods: readonly AlertRule[] = [
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
    id: "deployment-under-replicated",
    name: "KubernetesDeploymentUnderReplicated",
    severity: "warning",
    condition: below(
      ratio(
        gauge(series(deploymentAvailable), "sum", { by: ["namespace", "deployment"] }),
        gauge(series(deploymentReplicas), "sum", { by: ["namespace", "deployment"] }),
      ),
      1,
    ),
    for: "15m",
    summary:
      "Deployment {{ $labels.namespace }}/{{ $labels.deployment }} has {{ $value | humanizePercentage }} of its pods",
    description:
      "Pods are missing or not ready: a rollout is stuck, probes fail, or nodes are full. The rest carries the load meanwhile.",
    panel: { title: "Available pods, share of wanted" },
  },
  {
    id: "container-memory-high",
    name: "KubernetesContainerMemoryHigh",
    severity: "warning",
    condition: above(
      ratio(
        gauge(series(containerMemory, CONTAINERS), "sum", { by: ["namespace", "pod", "container"] }),
        gauge(series(containerMemoryLimit, CONTAINERS), "sum", { by: ["namespace", "pod", "container"] }),
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
];

const nodes: readonly AlertRule[] = [
  {
    id: "node-not-ready",
    name: "KubernetesNodeNotReady",
    severity: "critical",
    condition: below(gauge(series(nodeCondition, { condition: "Ready", status: "true" }), "min", { by: ["node"] }), 1),
    for: "10m",
    summary: "Node {{ $labels.node }} has not been ready for 10 minutes",
    description:
      "The kubelet does not report, or the runtime or network of the node fails. Its pods are moved elsewhere, those with a volume only once the node is declared gone.",
    panel: { title: "Nodes that are ready" },
  },
  {
    id: "node-pressure",
    name: "KubernetesNodePressure",
    severity: "warning",
    condition: above(
      gauge(series(nodeCondition, { condition: { matches: ".+Pressure" }, status: "true" }), "max", {
        by: ["node", "condition"],
      }),
      0,
    ),
    for: "5m",
    keepFiringFor: "10m",
    summary: "Node {{ $labels.node }} reports {{ $labels.condition }}",
    description:
      "The node runs out of memory, disk or process ids. The kubelet evicts pods, those that use most beyond their requests first, and takes no new ones.",
    panel: { title: "Nodes under pressure" },
  },
  {
    id: "volume-filling-up",
    name: "KubernetesVolumeFillingUp",
    severity: "warning",
    condition: below(
      ratio(
        gauge(series(volumeAvailable), "sum", { by: ["namespace", "persistentvolumeclaim"] }),
        gauge(series(volumeCapacity), "sum", { by: ["namespace", "persistentvolumeclaim"] }),
      ),
      VOLUME_LEFT,
    ),
    for: "15m",
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left",
    description:
      "What writes to it stops when it is full, and databases may not start again. Make room or enlarge the claim.",
    panel: { title: "Room left on volumes, share" },
  },
  {
    id: "metrics-absent",
    name: "KubernetesMetricsAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "Nothing has been heard of the cluster's nodes and workloads for 15 minutes",
    description:
      "kube-state-metrics does not run, or what it says does not arrive. Every other alert on Kubernetes is blind meanwhile.",
    panel: "heartbeat",
  },
];

/** The cluster: its nodes, workloads and volumes, whoever owns them. What it declares here is what is kept. */
export const kubernetes = defineSystem({
  id: "kubernetes",
  title: "Kubernetes",
  services: [
    {
      id: "kubernetes",
      title: "Kubernetes",
      description: "Nodes, workloads and volumes of the cluster.",
      team: "platform",
      serviceName: "kubernetes",
      namespace: "observability",
      workload: "kube-state-metrics",
      metrics: [...stateMetrics, ...kubeletMetrics, ...cadvisorMetrics, ...hostMetrics, ...apiServerMetrics],
      heartbeat,
      version: "kubelet_version",
      logs: false,
      traces: false,
      profiles: false,
      alerts: [...pods, ...nodes],
    },
  ],
});
