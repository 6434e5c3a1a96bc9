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
/** Events per second of each kind of data at one step of its way. */
const perKind = (step: Step, suffix = ""): readonly (readonly [Measure, string])[] =>
  KINDS.map(([name, kind]) => [rate(series(kind[step])), `${name}${suffix}`]);
const perSecond = (of: Series, legend: string): readonly [Measure, string] => [rate(of), legend];

export const summary: BoardRow = {
  id: "summary",
  title: "Does it get through",
  of: [collectorService],
  panels: [
    {
      id: "instances",
      title: "Instances",
      description: "Pods that report, by role: gateways take in what is sent, one node pod runs on each node.",
      width: 6,
      view: view("stat", [gauge(series(buildInfo), "count", ROLE), "{{role}}"]),
    },
    {
      id: "lost",
      title: "Lost in a day",
      description:
        "Spans, samples and log lines that the backend refused for good, or that found no room in a queue. Zero is good; anything else has an alert.",
      width: 5,
      empty: "0",
      view: view("stat", [total("sendFailed"), "refused by the backend"], [total("enqueueFailed"), "no room"]),
    },
    {
      id: "fullest",
      title: "Queues, share of room",
      description:
        "By kind of data, over all instances. Near 0 is good; more means that the backend takes less than comes in.",
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
      description: "Alerts on the collector that fire or are about to. Each leads to its runbook.",
      width: 8,
      view: { kind: "alerts" },
    },
  ],
};

export const data: BoardRow = {
  id: "data",
  title: "From in to out",
  of: [collectorService],
  panels: [
    {
      id: "accepted",
      title: "Pushed by applications",
      description: "What applications send, by kind. A step to nothing: they cannot reach the gateway, or do not run.",
      width: 8,
      unit: "perSecond",
      view: view("lines", ...perKind("accepted")),
    },
    {
      id: "sent",
      title: "Taken by the backend",
      description: "What arrives, scraped samples and log files included. A step to nothing: the backend or the token.",
      width: 8,
      unit: "perSecond",
      view: view("lines", ...perKind("sent"), perSecond(series(sentProfiles), "profiles")),
    },
    {
      id: "refused",
      title: "Refused on receipt",
      description:
        "Applications are told to try again. `memory`: too much in memory, give it more or run more gateways. The rest: the queue is full.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("refused"), ...perKind("limited", ", memory")),
    },
    {
      id: "refused-by-backend",
      title: "Refused by the backend for good",
      description:
        "Lost. The log below names the reason: the token, a limit of the plan, or data it does not understand.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("sendFailed")),
    },
    {
      id: "no-room",
      title: "No room in the queue",
      description: "Lost if it was scraped; applications are told to try again. See how full the queues are.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", ...perKind("enqueueFailed")),
    },
    {
      id: "profiles-dropped",
      title: "Profiles given up",
      description: "There is no queue for profiles: what the backend does not take after some attempts is lost.",
      width: 8,
      unit: "perSecond",
      empty: "none",
      view: view("lines", perSecond(series(droppedProfiles), "given up")),
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
      title: "Fill, share of room",
      description: "By instance and kind of data. A climb is an outage or a slow backend; at 100 % data is refused.",
      width: 12,
      unit: "ratio",
      view: view("lines", [
        ratio(gauge(series(queueSize), "sum", QUEUE), gauge(series(queueCapacity), "sum", QUEUE)),
        "{{instance}} {{data_type}}",
      ]),
    },
    {
      id: "queue-bytes",
      title: "Waiting",
      description: "Bytes on disk, by kind of data. They go down by themselves once the backend takes them.",
      width: 6,
      unit: "bytes",
      view: view("stacked", [gauge(series(queueSize), "sum", { by: ["data_type"] }), "{{data_type}}"]),
    },
    {
      id: "up",
      title: "Pods that can be scraped",
      description: "Each pod scrapes itself. A gap: it did not run, or its queue was lost.",
      width: 6,
      unit: "yesNo",
      view: view("state", [gauge(series(collectorUp), "min", { by: ["instance"] }), "{{instance}}"]),
    },
  ],
};
