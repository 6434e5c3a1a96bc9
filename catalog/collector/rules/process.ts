import { above, type AlertRule, below, distinct, gauge, otherThan, rare, ratio, series } from "observability/catalog";
import {
  buildInfo,
  clusterEvents,
  clusterHealth,
  clusterMember,
  clusterPeers,
  configHash,
  configLoaded,
  goHeap,
  goMemoryLimit,
  runningComponents,
  slowEvaluation,
} from "../metrics.ts";

/** One series per instance. */
export const heartbeat = series(buildInfo);

/** Share of the memory the garbage collector may use; the memory limiter refuses data a little above it. */
const MEMORY_SATURATION = 0.75;

/** Alloy itself: does it run, with which configuration, in how much memory. */
export const processRules: readonly AlertRule[] = [
  {
    id: "telemetry-absent",
    name: "CollectorTelemetryAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "The collector has reported nothing of itself for 15 minutes",
    description:
      "No instance runs, or none reaches the backend. Logs, metrics and traces of everything are missing, and all alerts on them are blind.",
    panel: "heartbeat",
  },
  {
    id: "config-not-loaded",
    name: "CollectorConfigNotLoaded",
    severity: "critical",
    condition: below(gauge(series(configLoaded), "min", { by: ["role"] }), 1),
    for: "5m",
    summary: "The collector ({{ $labels.role }}) does not take its configuration",
    description:
      "It runs on with the one before, so nobody notices. After its next restart it would not run at all. Its log names the line.",
    panel: { title: "Configuration loaded" },
  },
  {
    id: "config-drift",
    name: "CollectorConfigDrift",
    severity: "warning",
    condition: above(distinct(series(configHash), "sha256", ["role"]), 1),
    for: "15m",
    summary: "Instances of the collector ({{ $labels.role }}) run {{ $value | humanize }} different configurations",
    description:
      "Some have not taken the newest: their reloader does not run, or refuses it. Until then the same data is treated in two ways.",
    panel: { title: "Different configurations" },
  },
  {
    id: "components-unhealthy",
    name: "CollectorComponentsUnhealthy",
    severity: "warning",
    tier: "essential",
    condition: above(gauge(series(runningComponents, { health_type: { not: "healthy" } }), "max", { by: ["role"] }), 0),
    for: "15m",
    summary: "{{ $value | humanize }} components of the collector ({{ $labels.role }}) are not healthy",
    description:
      "Part of the pipeline stands still, although Alloy says that it is ready: a file it cannot read, a port it cannot have, a backend it has no token for.",
    panel: { title: "Unhealthy components" },
  },
  {
    id: "evaluation-slow",
    name: "CollectorEvaluationSlow",
    severity: "warning",
    condition: above(rare(series(slowEvaluation), { by: ["component_id"], window: "10m" }), 0),
    for: "15m",
    summary: "{{ $labels.component_id }} has spent {{ $value | humanizeDuration }} of 10 minutes on its evaluation",
    description:
      "It takes changes, such as new targets, late or never. Usually discovery in a cluster that is too large for the CPU it is given.",
    panel: { title: "Time in slow evaluations" },
  },
  {
    id: "memory-high",
    name: "CollectorMemoryHigh",
    severity: "warning",
    condition: above(
      ratio(
        gauge(series(goHeap), "sum", { by: ["role", "instance"] }),
        gauge(series(goMemoryLimit), "sum", { by: ["role", "instance"] }),
      ),
      MEMORY_SATURATION,
    ),
    for: "10m",
    summary: "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of the memory it may use",
    description:
      "The garbage collector takes more and more CPU, then data is refused, then the kernel kills it. More instances or more memory; or less to collect.",
    panel: { title: "Memory, share of its limit" },
  },
];

/** Instances that share their work. Where nothing is clustered there are no such series, and no alerts. */
export const clusterRules: readonly AlertRule[] = [
  {
    id: "cluster-split",
    name: "CollectorClusterSplit",
    severity: "warning",
    condition: otherThan(
      ratio(gauge(series(clusterPeers), "sum", { by: ["instance"] }), gauge(series(clusterMember), "sum"), []),
      1,
    ),
    for: "15m",
    summary: "{{ $labels.instance }} sees {{ $value | humanizePercentage }} of the instances there are",
    description:
      "The cluster is not one. Below 100 %: targets are scraped twice, by each part of it. Above: metrics of an instance are missing.",
    panel: { title: "Peers seen, share of instances" },
  },
  {
    id: "cluster-unhealthy",
    name: "CollectorClusterUnhealthy",
    severity: "warning",
    condition: above(gauge(series(clusterHealth), "max", { by: ["instance"] }), 0),
    for: "10m",
    summary: "{{ $labels.instance }} hears from its peers too late (score {{ $value | humanize }})",
    description:
      "Gossip between instances is slow: no CPU, or packets lost between nodes. If it gets worse, the cluster falls apart.",
    panel: { title: "Gossip, 0 is well" },
  },
  {
    id: "cluster-name-conflict",
    name: "CollectorClusterNameConflict",
    severity: "warning",
    condition: above(rare(series(clusterEvents, { event: "node_conflict" }), { window: "10m" }), 0),
    for: "10m",
    summary: "Two instances of the collector have one name",
    description:
      "Only one of them takes part in the cluster, the other works alone: its targets are scraped twice. Two releases that find each other are the usual cause.",
    panel: { title: "Name conflicts" },
  },
  {
    id: "cluster-stuck-terminating",
    name: "CollectorClusterStuckTerminating",
    severity: "warning",
    condition: above(gauge(series(clusterPeers, { state: "terminating" }), "max", { by: ["instance"] }), 0),
    for: "10m",
    summary: "{{ $labels.instance }} has waited 10 minutes for a peer to end",
    description:
      "An instance stops and does not come to an end, perhaps because it still sends its queue. Its targets are not scraped until it does.",
    panel: { title: "Peers that do not end" },
  },
];
