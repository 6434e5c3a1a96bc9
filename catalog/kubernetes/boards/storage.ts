import { type BoardRow, gauge, rate, ratio, series, view } from "observability/catalog";
import { apiRequests, apiRequestsInFlight } from "../metrics/api-server.ts";
import { volumeAvailable, volumeCapacity } from "../metrics/containers.ts";
import { kubernetesService } from "../service.ts";

const CLAIM = { by: ["namespace", "persistentvolumeclaim"] };

export const volumes: BoardRow = {
  id: "volumes",
  title: "Volumes",
  of: [kubernetesService],
  panels: [
    {
      id: "volume-left",
      title: "Free space, share",
      description: "By claim. Below 10 %, free up space or enlarge the claim; writes to a full volume fail.",
      width: 12,
      unit: "ratio",
      empty: "no claim is mounted",
      view: view("lines", [
        ratio(gauge(series(volumeAvailable), "sum", CLAIM), gauge(series(volumeCapacity), "sum", CLAIM)),
        "{{namespace}}/{{persistentvolumeclaim}}",
      ]),
    },
    {
      id: "volume-sizes",
      title: "Sizes",
      description: "Size of each claim's volume, and its free space.",
      width: 12,
      empty: "no claim is mounted",
      view: {
        kind: "table",
        columns: [
          { value: gauge(series(volumeCapacity), "sum", CLAIM), legend: "size", unit: "bytes" },
          { value: gauge(series(volumeAvailable), "sum", CLAIM), legend: "free", unit: "bytes" },
        ],
      },
    },
  ],
};

export const apiServer: BoardRow = {
  id: "api-server",
  title: "API server",
  of: [kubernetesService],
  panels: [
    {
      id: "api-requests",
      title: "Requests",
      description:
        "Requests that the API server answers, by status. 429: it is shedding load. 5xx: etcd or a webhook is failing.",
      width: 12,
      unit: "perSecond",
      empty: "not scraped: collector.metrics.kubernetes.apiServer is off",
      view: view("stacked", [rate(series(apiRequests), { by: ["code"] }), "{{code}}"]),
    },
    {
      id: "api-in-flight",
      title: "Requests in progress",
      description: "By kind. At 200 writes or 400 reads, the default limits, further requests wait.",
      width: 12,
      empty: "not scraped: collector.metrics.kubernetes.apiServer is off",
      view: view("lines", [gauge(series(apiRequestsInFlight), "sum", { by: ["request_kind"] }), "{{request_kind}}"]),
    },
  ],
};
