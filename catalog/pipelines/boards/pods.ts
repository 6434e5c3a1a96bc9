import { type BoardPanel, type BoardRow, gauge, increase, rate, ratio, series, sum } from "observability/catalog";
import * as containers from "../../kubernetes/metrics/containers.ts";
import { kubernetesService } from "../../kubernetes/service.ts";
import { restarts } from "../../kubernetes/metrics/state.ts";
import { workerIdentity } from "../services/identities.ts";

/** The pods of this system. The service that reports on them is the cluster itself. */
const PODS = { namespace: workerIdentity.namespace };
const POD = { by: ["pod"] };
const CLAIM = { by: ["persistentvolumeclaim"] };

const panels: readonly BoardPanel[] = [
  {
    id: "restarts",
    title: "Restarts",
    description:
      "Container restarts in the selected time range. For any that a deploy does not explain, read the log from before the restart.",
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
      "Share of CPU periods in which a container needed more CPU than its limit. Above a quarter, it is slow.",
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
    description: "Bytes per second received and sent, by pod.",
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
    title: "Free space on volumes, share",
    description: "At 0 %, the database, Redis and Kafka stop writing. Below 10 %, an alert fires.",
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

/** What the cluster reports on the pods that run the pipelines. */
export const pods: BoardRow = { id: "pods", title: "Pods", of: [kubernetesService], panels };
