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
      title: "Room left, share",
      description: "By claim. Below 10 % make room or enlarge it; what writes to a full volume stops.",
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
      description: "Size of each claim's volume, and what is left of it.",
      width: 12,
      empty: "no claim is mounted",
      view: {
        kind: "table",
        columns: [
          { value: gauge(series(volumeCapacity), "sum", CLAIM), legend: "size", unit: "bytes" },
          { value: gauge(series(volumeAvailable), "sum", CLAIM), legend: "left", unit: "bytes" },
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
      description: "Requests that the API server answers, by status. 429: it sheds load; 5xx: etcd or a webhook.",
      width: 12,
      unit: "perSecond",
      empty: "not scraped: collector.metrics.kubernetes.apiServer",
      view: view("stacked", [rate(series(apiRequests), { by: ["code"] }), "{{code}}"]),
    },
    {
      id: "api-in-flight",
      title: "Requests in progress",
      description: "By kind. At 200 writes or 400 reads, its defaults, others wait.",
      width: 12,
      empty: "not scraped: collector.metrics.kubernetes.apiServer",
      view: view("lines", [gauge(series(apiRequestsInFlight), "sum", { by: ["request_kind"] }), "{{request_kind}}"]),
    },
  ],
};
