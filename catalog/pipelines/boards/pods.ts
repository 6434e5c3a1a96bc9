import { type BoardPanel, type BoardRow, gauge, increase, rate, ratio, series, sum } from "observability/catalog";
import * as containers from "../../kubernetes/metrics/containers.ts";
import { kubernetesService } from "../../kubernetes/service.ts";
import { restarts } from "../../kubernetes/metrics/state.ts";
import { workerIdentity } from "../services/identities.ts";

/** The pods of this system; the cluster itself is the service that tells of them. */
const PODS = { namespace: workerIdentity.namespace };
const POD = { by: ["pod"] };
const CLAIM = { by: ["persistentvolumeclaim"] };

const panels: readonly BoardPanel[] = [
  {
    id: "restarts",
    title: "Restarts",
    description: "Restarts of containers in the shown time. Any that no deploy explains: read the log before it.",
    width: 6,
    view: {
      kind: "bar-gauge",
      queries: [{ value: increase(series(restarts, PODS), { by: ["container"] }), legend: "{{container}}" }],
    },
    empty: "none",
  },
  {
    id: "throttling",
    title: "Throttled",
    description:
      "Share of time slices in which a container wanted more CPU than its limit. Above a quarter it is slow.",
    width: 6,
    unit: "ratio",
    view: {
      kind: "lines",
      queries: [
        {
          value: ratio(
            rate(series(containers.cpuThrottledPeriods, PODS), POD),
            rate(series(containers.cpuPeriods, PODS), POD),
          ),
          legend: "{{pod}}",
        },
      ],
    },
    empty: "no limits",
  },
  {
    id: "network",
    title: "Network",
    description: "Bytes per second that the pods received and sent together.",
    width: 6,
    unit: "bytesPerSecond",
    view: {
      kind: "lines",
      queries: [
        {
          value: sum(
            rate(series(containers.networkReceived, PODS), POD),
            rate(series(containers.networkSent, PODS), POD),
          ),
          legend: "{{pod}}",
        },
      ],
    },
    empty: "no pods",
  },
  {
    id: "volumes",
    title: "Volumes, share left",
    description: "Database, Redis and Kafka stop writing at 0 %. Below 10 % somebody is told.",
    width: 6,
    unit: "ratio",
    view: {
      kind: "lines",
      queries: [
        {
          value: ratio(
            gauge(series(containers.volumeAvailable, PODS), "min", CLAIM),
            gauge(series(containers.volumeCapacity, PODS), "max", CLAIM),
          ),
        },
      ],
    },
    empty: "no volumes",
  },
];

/** What the cluster tells of the pods that pipelines run in. */
export const pods: BoardRow = { id: "pods", title: "Pods", of: [kubernetesService], panels };
