import { above, type AlertRule, below, gauge, ratio, series, times } from "observability/catalog";
import { apiServerUp } from "../metrics/api-server.ts";
import {
  cadvisorUp,
  certificateLife,
  kubeletUp,
  volumeAvailable,
  volumeCapacity,
  volumeInodes,
  volumeInodesFree,
} from "../metrics/containers.ts";
import { clockMaximumError, clockOffset, clockSynchronised, hostUp } from "../metrics/hosts.ts";
import { nodeCondition, nodeInfo, stateUp } from "../metrics/state.ts";

/** One series per node. */
export const heartbeat = series(nodeInfo);

/** Free share of a volume; the kubernetes-mixin warns at 15 % and falling. */
const VOLUME_LEFT = 0.1;
/** Free share of a volume below which it may be full within minutes; the kubernetes-mixin pages at the same value. */
const VOLUME_NEARLY_FULL = 0.03;
/** Seconds. Exchanges refuse orders whose time is off by a second or five; the node-mixin warns at the same value. */
const CLOCK_OFFSET = 0.05;
/** Maximum error in seconds with which the kernel reports that it does not know how wrong its clock is. */
const CLOCK_UNKNOWN = 16;
/** Seconds: one week. Kubelets renew their certificate when a tenth to a third of a year is left. */
const CERTIFICATE_LIFE = 7 * 86_400;

const CLAIM = { by: ["namespace", "persistentvolumeclaim"] };
const INSTANCE = { by: ["instance"] };
const NODE = { by: ["node"] };
/** Space and inodes: without either, no file can be created. */
const LEFT = [
  ratio(gauge(series(volumeAvailable), "sum", CLAIM), gauge(series(volumeCapacity), "sum", CLAIM)),
  ratio(gauge(series(volumeInodesFree), "sum", CLAIM), gauge(series(volumeInodes), "sum", CLAIM)),
];

/** Rules on nodes, their volumes, and whether they report. */
export const nodeRules: readonly AlertRule[] = [
  {
    id: "node-not-ready",
    name: "KubernetesNodeNotReady",
    severity: "critical",
    condition: below(gauge(series(nodeCondition, { condition: "Ready", status: "true" }), "min", NODE), 1),
    for: "10m",
    summary: "Node {{ $labels.node }} has not been ready for 10 minutes",
    description:
      "The kubelet does not report, or the node's container runtime or network fails. Its pods are moved to other nodes; pods with a volume only once the node is declared gone.",
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
      "The node is running out of memory, disk or process IDs. The kubelet evicts pods, starting with those that most exceed their requests, and accepts no new ones.",
    panel: { title: "Nodes under pressure" },
  },
  {
    id: "volume-filling-up",
    name: "KubernetesVolumeFillingUp",
    severity: "warning",
    condition: below(LEFT, VOLUME_LEFT),
    for: "15m",
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its space or inodes left",
    description: "When it is full, writes fail and databases may not start again. Free up space or enlarge the claim.",
    panel: { title: "Free space and inodes on volumes, share" },
  },
  {
    id: "volume-nearly-full",
    name: "KubernetesVolumeNearlyFull",
    severity: "critical",
    condition: below(LEFT, VOLUME_NEARLY_FULL),
    for: "2m",
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its space or inodes left",
    description: "Within minutes, all writes to it will fail. Free up space now; enlarge the claim afterwards.",
    panel: { sameAs: "volume-filling-up" },
  },
  {
    id: "node-clock-skew",
    name: "KubernetesNodeClockSkew",
    severity: "warning",
    condition: above(
      [gauge(series(clockOffset), "max", INSTANCE), times(gauge(series(clockOffset), "min", INSTANCE), -1)],
      CLOCK_OFFSET,
    ),
    for: "10m",
    summary: "The clock of node {{ $labels.instance }} is off by {{ $value | humanizeDuration }}",
    description:
      "Exchanges refuse signed orders whose time is off, certificates and tokens appear expired, and the logs of two nodes are out of order.",
    panel: { title: "Clock offset" },
  },
  {
    id: "node-clock-unsynchronised",
    name: "KubernetesNodeClockUnsynchronised",
    severity: "warning",
    condition: below(gauge(series(clockSynchronised), "min", INSTANCE), 1, {
      // Some time services set the clock without notifying the kernel; the maximum error then stays small.
      and: [{ value: gauge(series(clockMaximumError), "max", INSTANCE), is: "above", threshold: CLOCK_UNKNOWN - 0.5 }],
    }),
    for: "30m",
    summary: "The clock of node {{ $labels.instance }} is not synchronised",
    description:
      "It drifts by up to seconds a day, and its reported offset means nothing. The node's time service is not running, or cannot reach a server.",
    panel: { title: "Clock synchronised" },
  },
  {
    id: "certificate-expiring",
    name: "KubernetesCertificateExpiring",
    severity: "warning",
    condition: below(gauge(series(certificateLife), "min", INSTANCE), CERTIFICATE_LIFE),
    for: "15m",
    summary:
      "The kubelet certificate of {{ $labels.instance }} expires in {{ $value | humanizeDuration }} and has not been renewed",
    description:
      "Without it, the API server rejects the node's reports: the node is declared gone, and its pods are started on other nodes.",
    panel: { title: "Remaining lifetime of kubelet certificates" },
  },
  {
    id: "target-down",
    name: "KubernetesTargetDown",
    severity: "warning",
    condition: below(
      [kubeletUp, cadvisorUp, hostUp, stateUp, apiServerUp].map((up) => gauge(series(up), "max", INSTANCE)),
      1,
    ),
    for: "10m",
    summary: "{{ $labels.instance }} ({{ $labels.job }}) cannot be scraped",
    description:
      "Alerts on its metrics are blind for this node. The target does not answer, or the collector is no longer allowed to read it.",
    panel: { title: "Targets that answer" },
  },
  {
    id: "metrics-absent",
    name: "KubernetesMetricsAbsent",
    severity: "critical",
    condition: { kind: "absence", heartbeat, window: "10m" },
    for: "5m",
    summary: "No metrics of the cluster's nodes and workloads for 15 minutes",
    description:
      "kube-state-metrics is not running, or its metrics do not arrive. Meanwhile, every other alert on Kubernetes is blind.",
    panel: "heartbeat",
  },
];
