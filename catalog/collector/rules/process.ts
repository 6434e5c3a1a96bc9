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

/** Share of the Go memory limit; slightly above it, the memory limiter refuses data. */
const MEMORY_SATURATION = 0.75;

/** Rules on Alloy itself: whether it runs, its configuration and its memory. */
export const processRules: readonly AlertRule[] = [
  {
    id: "telemetry-absent",
    name: "CollectorTelemetryAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "The collector has reported no metrics about itself for 15 minutes",
    description:
      "No instance is running, or none reaches the backend. Logs, metrics and traces of everything are missing, and all alerts on them are blind.",
    panel: "heartbeat",
  },
  {
    id: "config-not-loaded",
    name: "CollectorConfigNotLoaded",
    severity: "critical",
    condition: below(gauge(series(configLoaded), "min", { by: ["role"] }), 1),
    for: "5m",
    summary: "The collector ({{ $labels.role }}) cannot load its configuration",
    description:
      "It keeps running with the previous configuration, so the failure goes unnoticed. After its next restart, it would not run at all. Its log names the line.",
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
      "Some have not loaded the newest one: their reloader is not running, or rejects it. Until they load it, the same data is treated in two ways.",
    panel: { title: "Different configurations" },
  },
  {
    id: "components-unhealthy",
    name: "CollectorComponentsUnhealthy",
    severity: "warning",
    tier: "essential",
    condition: above(gauge(series(runningComponents, { health_type: { not: "healthy" } }), "max", { by: ["role"] }), 0),
    for: "15m",
    summary: "{{ $value | humanize }} components of the collector ({{ $labels.role }}) are unhealthy",
    description:
      "Part of the pipeline is not working, although Alloy reports that it is ready. Typical causes: a file it cannot read, a port it cannot bind, a backend it has no token for.",
    panel: { title: "Unhealthy components" },
  },
  {
    id: "evaluation-slow",
    name: "CollectorEvaluationSlow",
    severity: "warning",
    condition: above(rare(series(slowEvaluation), { by: ["component_id"], window: "10m" }), 0),
    for: "15m",
    summary: "{{ $labels.component_id }} spent {{ $value | humanizeDuration }} of 10 minutes on slow evaluations",
    description:
      "It picks up changes, such as new targets, late or never. The usual cause is discovery in a cluster that is too large for its CPU.",
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
    summary: "{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its Go memory limit",
    description:
      "The garbage collector takes more and more CPU, then data is refused, then the kernel kills the instance. Add instances or memory, or collect less.",
    panel: { title: "Go memory, share of limit" },
  },
];

/** Rules on instances that share their work. Without clustering, these series do not exist and the rules never fire. */
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
    summary: "{{ $labels.instance }} sees {{ $value | humanizePercentage }} of the cluster's instances",
    description:
      "Below 100 %, the cluster has split, and each part scrapes the same targets. Above 100 %, the metrics of an instance are missing.",
    panel: { title: "Peers seen, share of instances" },
  },
  {
    id: "cluster-unhealthy",
    name: "CollectorClusterUnhealthy",
    severity: "warning",
    condition: above(gauge(series(clusterHealth), "max", { by: ["instance"] }), 0),
    for: "10m",
    summary: "{{ $labels.instance }} hears from its peers too late (gossip health score {{ $value | humanize }})",
    description:
      "Gossip between instances is slow: too little CPU, or packets lost between nodes. If it gets worse, the cluster splits.",
    panel: { title: "Gossip health score" },
  },
  {
    id: "cluster-name-conflict",
    name: "CollectorClusterNameConflict",
    severity: "warning",
    condition: above(rare(series(clusterEvents, { event: "node_conflict" }), { window: "10m" }), 0),
    for: "10m",
    summary: "Two instances of the collector have the same name",
    description:
      "Only one of them takes part in the cluster. The other works alone, so its targets are scraped twice. The usual cause is two releases that find each other.",
    panel: { title: "Name conflicts" },
  },
  {
    id: "cluster-stuck-terminating",
    name: "CollectorClusterStuckTerminating",
    severity: "warning",
    condition: above(gauge(series(clusterPeers, { state: "terminating" }), "max", { by: ["instance"] }), 0),
    for: "10m",
    summary: "{{ $labels.instance }} has waited 10 minutes for a peer to terminate",
    description:
      "An instance is stopping but does not terminate, perhaps because it is still sending its queue. Until it does, its targets are not scraped.",
    panel: { title: "Peers stuck terminating" },
  },
];
