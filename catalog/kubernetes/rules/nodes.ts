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

/** Share of a volume that is left; the kubernetes-mixin warns at 15 % and falling. */
const VOLUME_LEFT = 0.1;
/** Share of a volume below which the rest may be gone in minutes; the kubernetes-mixin pages there. */
const VOLUME_NEARLY_FULL = 0.03;
/** Seconds. Exchanges refuse orders whose time is a second or five away; the node-mixin warns at the same. */
const CLOCK_OFFSET = 0.05;
/** Seconds at which the kernel says that it does not know how wrong its clock is. */
const CLOCK_UNKNOWN = 16;
/** Seconds: a week. Kubelets renew when a tenth to a third of a year is left. */
const CERTIFICATE_LIFE = 7 * 86_400;

const CLAIM = { by: ["namespace", "persistentvolumeclaim"] };
const INSTANCE = { by: ["instance"] };
const NODE = { by: ["node"] };
/** Room and inodes: files cannot be made without either. */
const LEFT = [
  ratio(gauge(series(volumeAvailable), "sum", CLAIM), gauge(series(volumeCapacity), "sum", CLAIM)),
  ratio(gauge(series(volumeInodesFree), "sum", CLAIM), gauge(series(volumeInodes), "sum", CLAIM)),
];

/** Nodes, what they keep on disk, and whether they are heard of. */
export const nodeRules: readonly AlertRule[] = [
  {
    id: "node-not-ready",
    name: "KubernetesNodeNotReady",
    severity: "critical",
    condition: below(gauge(series(nodeCondition, { condition: "Ready", status: "true" }), "min", NODE), 1),
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
    condition: below(LEFT, VOLUME_LEFT),
    for: "15m",
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its room or inodes left",
    description:
      "What writes to it stops when it is full, and databases may not start again. Make room or enlarge the claim.",
    panel: { title: "Room and inodes left on volumes, share" },
  },
  {
    id: "volume-nearly-full",
    name: "KubernetesVolumeNearlyFull",
    severity: "critical",
    condition: below(LEFT, VOLUME_NEARLY_FULL),
    for: "2m",
    summary:
      "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} of its room or inodes left",
    description: "In minutes nothing can be written to it any more. Make room now; enlarge the claim afterwards.",
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
    summary: "The clock of node {{ $labels.instance }} is wrong by {{ $value | humanizeDuration }}",
    description:
      "Exchanges refuse signed orders whose time is off, certificates and tokens are taken for expired, and logs of two nodes are in the wrong order.",
    panel: { title: "Clock offset" },
  },
  {
    id: "node-clock-unsynchronised",
    name: "KubernetesNodeClockUnsynchronised",
    severity: "warning",
    condition: below(gauge(series(clockSynchronised), "min", INSTANCE), 1, {
      // Some time services set the clock without telling the kernel; then its error stays small.
      and: [{ value: gauge(series(clockMaximumError), "max", INSTANCE), is: "above", threshold: CLOCK_UNKNOWN - 0.5 }],
    }),
    for: "30m",
    summary: "Nothing sets the clock of node {{ $labels.instance }}",
    description:
      "It drifts by up to seconds a day, and the offset it reports means nothing. The time service of the node does not run, or reaches no server.",
    panel: { title: "Clock synchronised" },
  },
  {
    id: "certificate-expiring",
    name: "KubernetesCertificateExpiring",
    severity: "warning",
    condition: below(gauge(series(certificateLife), "min", INSTANCE), CERTIFICATE_LIFE),
    for: "15m",
    summary:
      "The certificate of the kubelet on {{ $labels.instance }} expires in {{ $value | humanizeDuration }} and is not renewed",
    description:
      "Without it the API server does not take the node's reports: the node is declared gone, and its pods are started elsewhere.",
    panel: { title: "Life left of kubelets' certificates" },
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
    summary: "{{ $labels.job }} of {{ $labels.instance }} cannot be scraped",
    description:
      "Alerts on what it tells are blind for this node. The collector may not read it any more, or it does not answer.",
    panel: { title: "Targets that answer" },
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
