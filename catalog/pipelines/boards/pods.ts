import { series, type Series, type Service } from "../../../model/catalog.ts";
import type { BoardPanel, BoardRow } from "../../../model/board.ts";
import { gauge, increase, rate, ratio, sum } from "../../../model/measure.ts";
import { kubernetes } from "../../kubernetes.ts";
import { workerIdentity } from "../identities.ts";

/** A metric that the cluster is read for, of the pods of this system; the service that declares it. */
function ofCluster(name: string): { of: readonly Service[]; one: Series } {
  for (const service of kubernetes.services) {
    const metric = service.metrics.find((declared) => declared.name === name);
    if (metric) return { of: [service], one: series(metric, { namespace: workerIdentity.namespace }) };
  }
  throw new Error(`board trading-infrastructure: ${kubernetes.id} declares no metric ${name}`);
}

const restarts = ofCluster("kube_pod_container_status_restarts_total");
const throttled = ofCluster("container_cpu_cfs_throttled_periods_total");
const periods = ofCluster("container_cpu_cfs_periods_total");
const received = ofCluster("container_network_receive_bytes_total");
const sent = ofCluster("container_network_transmit_bytes_total");
const volumeLeft = ofCluster("kubelet_volume_stats_available_bytes");
const volumeSize = ofCluster("kubelet_volume_stats_capacity_bytes");
const CONTAINER = { by: ["pod", "container"] };
const CLAIM = { by: ["persistentvolumeclaim"] };

const panels: readonly BoardPanel[] = [
  {
    id: "restarts",
    title: "Restarts",
    description: "Restarts of containers in the shown time. Any that no deploy explains: read the log before it.",
    width: 6,
    of: restarts.of,
    view: {
      kind: "bar-gauge",
      queries: [{ value: increase(restarts.one, { by: ["container"] }), legend: "{{container}}" }],
    },
    empty: "none",
  },
  {
    id: "throttling",
    title: "Throttled",
    description:
      "Share of time slices in which a container wanted more CPU than its limit. Above a quarter it is slow.",
    width: 6,
    of: throttled.of,
    unit: "ratio",
    view: {
      kind: "lines",
      queries: [{ value: ratio(rate(throttled.one, CONTAINER), rate(periods.one, CONTAINER)), legend: "{{pod}}" }],
    },
    empty: "no limits",
  },
  {
    id: "network",
    title: "Network",
    description: "Bytes per second that the pods received and sent together.",
    width: 6,
    of: received.of,
    unit: "bytesPerSecond",
    view: {
      kind: "lines",
      queries: [
        { value: sum(rate(received.one, { by: ["pod"] }), rate(sent.one, { by: ["pod"] })), legend: "{{pod}}" },
      ],
    },
  },
  {
    id: "volumes",
    title: "Volumes, share left",
    description: "Database, Redis and Kafka stop writing at 0 %. Below 10 % somebody is told.",
    width: 6,
    of: volumeLeft.of,
    unit: "ratio",
    view: {
      kind: "lines",
      queries: [{ value: ratio(gauge(volumeLeft.one, "min", CLAIM), gauge(volumeSize.one, "max", CLAIM)) }],
    },
    empty: "no volumes",
  },
];

/** What the cluster tells of the pods that pipelines run in. */
export const pods: BoardRow = { id: "pods", title: "Pods", of: kubernetes.services, panels };
