import {
  type BoardRow,
  gauge,
  increase,
  type Measure,
  rate,
  ratio,
  series,
  type Series,
  sum,
  view,
} from "observability/catalog";
import {
  buildInfo,
  collectorUp,
  droppedProfiles,
  logRecords,
  metricPoints,
  queueCapacity,
  queueSize,
  sentProfiles,
  spans,
} from "../metrics.ts";
import { collectorService } from "../service.ts";

const ROLE = { by: ["role"] };
const DAY = { window: "1d" };
const QUEUE = { by: ["instance", "data_type"] };
const KINDS = [
  ["spans", spans],
  ["samples", metricPoints],
  ["log lines", logRecords],
] as const;
type Step = keyof typeof spans;

const total = (step: Step): Measure =>
  sum(
    increase(series(spans[step]), DAY),
    sum(increase(series(metricPoints[step]), DAY), increase(series(logRecords[step]), DAY)),
  );
/** Events per second of each kind of data at one step of its path. */
const perKind = (step: Step, suffix = ""): readonly (readonly [Measure, string])[] =>
  KINDS.map(([name, kind]) => [rate(series(kind[step])), `${name}${suffix}`]);
const perSecond = (of: Series, legend: string): readonly [Measure, string] => [rate(of), legend];

export const summary: BoardRow = {
  id: "summary",
  title: "Delivery",
  of: [collectorService],
  panels: [
    {
      id: "instances",
      title: "Instances",
      description: "Reporting pods, by role. Gateways receive what applications send; one node pod runs on each node.",
      width: 6,
      view: view("stat", [gauge(series(buildInfo), "count", ROLE), "{{role}}"]),
    },
    {
      id: "lost",
      title: "Lost in a day",
      description:
        "Spans, samples and log lines that the backend refused permanently, or that found no room in a queue. Good: 0. Anything else has an alert.",
      width: 5,
      empty: "0",
      view: view("stat", [total("sendFailed"), "refused by the backend"], [total("enqueueFailed"), "no room"]),
    },
    {
      id: "fullest",
      title: "Queue fill level",
      description:
        "By kind of data, across all instances. Good: near 0. A higher level means that the backend accepts less than comes in.",
      width: 5,
      unit: "ratio",
      view: view("gauge", [
        ratio(
          gauge(series(queueSize), "sum", { by: ["data_type"] }),
          gauge(series(queueCapacity), "sum", { by: ["data_type"] }),
        ),
        "{{data_type}}",
      ]),
    },
    {
      id: "alerts",
      title: "Alerts",
      description: "Firing and pending alerts on the collector. Each links to its runbook.",
      width: 8,
      view: { kind: "alerts" },
    },
  ],
};

export const data: BoardRow = {
  id: "data",
  title: "Data flow",
  of: [collectorService],
  panels: [
    {
      id: "accepted",
      title: "Pushed by applications",
      description:
        "Data that applications send, by kind. A drop to zero means that they cannot reach the gateway, or are not running.",
      width: 8,
      unit: "perSecond",
      view: view("lines", ...perKind("accepted")),
    },
    {
      id: "sent",
      title: "Accepted by the backend",
      description:
        "Data that arrives, including scraped samples and log files. A drop to zero points to the backend or the token.",
      width: 8,
      unit: "perSecond",
      view: view("lines", ...perKind("sent"), perSecond(series(sentProfiles), "profiles")),
    },
    {
      id: "refused",
      title: "Refused on receipt",
      description:
        "Applications are asked to retry. `memory`: too much data is in memory; add memory or gateways. Otherwise, the queue is full.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("refused"), ...perKind("limited", ", memory")),
    },
    {
      id: "refused-by-backend",
      title: "Permanently refused by the backend",
      description:
        "This data is lost. The log below shows the reason: the token, a limit of the plan, or data that the backend does not understand.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("sendFailed")),
    },
    {
      id: "no-room",
      title: "No room in the queue",
      description: "Scraped data is lost; applications are asked to retry. Check how full the queues are.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("enqueueFailed")),
    },
    {
      id: "profiles-dropped",
      title: "Dropped profiles",
      description:
        "There is no queue for profiles: those that the backend does not accept after several attempts are lost.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", perSecond(series(droppedProfiles), "dropped")),
    },
  ],
};

export const queues: BoardRow = {
  id: "queues",
  title: "Queues on disk",
  of: [collectorService],
  panels: [
    {
      id: "queue-fill",
      title: "Fill level by instance",
      description:
        "By instance and kind of data. A climb means an outage or a slow backend. At 100 %, data is refused.",
      width: 12,
      unit: "ratio",
      view: view("lines", [
        ratio(gauge(series(queueSize), "sum", QUEUE), gauge(series(queueCapacity), "sum", QUEUE)),
        "{{instance}} {{data_type}}",
      ]),
    },
    {
      id: "queue-bytes",
      title: "Queued data",
      description: "Bytes on disk, by kind of data. They drain automatically once the backend accepts data again.",
      width: 6,
      unit: "bytes",
      view: view("stacked", [gauge(series(queueSize), "sum", { by: ["data_type"] }), "{{data_type}}"]),
    },
    {
      id: "up",
      title: "Pods that can be scraped",
      description: "Each pod scrapes itself. A gap means that the pod was not running, or that its queue was lost.",
      width: 6,
      unit: "yesNo",
      view: view("state", [gauge(series(collectorUp), "min", { by: ["instance"] }), "{{instance}}"]),
    },
  ],
};
