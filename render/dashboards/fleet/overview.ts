import { type Service } from "../../../model/catalog/service.ts";
import { FAILURE_LEVELS } from "../../../model/catalog/alert-rule.ts";
import { anyLevel } from "../../queries/logs-traces-profiles.ts";
import { BOARD_TAG, environmentTag, type Board } from "../board.ts";
import type { Section } from "../layout.ts";
import {
  alertList,
  boardList,
  stat,
  state,
  table,
  text,
  timeseries,
  type Column,
  type Panel,
  type Threshold,
} from "../panels/index.ts";
import { serviceKey } from "../service/key.ts";
import { COLOURS, UNITS } from "../style.ts";
import { FLEET } from "../../../model/catalog/uids.ts";
import { streamOf } from "./logs.ts";
import {
  allInstances,
  anyOfThese,
  ofRequests,
  requestFailures,
  requestLatency,
  requestMean,
  requestRate,
} from "./measures.ts";
import { sloTable } from "./slos.ts";

const WINDOW = "$__rate_interval";
/** Number of services drawn at once: those that stand out. */
const MOST = 10;
const NO_REQUESTS = "no requests";

/** The starting point: what fires, which services are affected, and links to their dashboards. */
export const overviewBoard = (services: readonly Service[], environment: string): Board => ({
  uid: FLEET.overview,
  title: "All services",
  description:
    "All services of this environment: what fires, which services are affected, and links to their dashboards.",
  tags: ["overview"],
  services: [],
  variables: [],
  sections: [
    summary(services, environment),
    { key: "services", title: "Services", panels: [servicesTable(services)] },
    ...requestsSection(services),
    ...logsSection(services),
    ...levelsSection(services),
    boardsSection(environment),
  ],
});

/** Alert names are long. */
const ALERTS_WIDTH = 12;

const summary = (services: readonly Service[], environment: string): Section => ({
  key: "summary",
  panels: [
    alertList({
      key: "alerts",
      title: "Alerts",
      description: "Firing and pending alerts, most important first. Each links to its runbook and its dashboard.",
      width: ALERTS_WIDTH,
      labels: `{environment="${environment}"}`,
    }),
    ...numbers(services),
    state({
      key: "reporting",
      title: "Services that report",
      description:
        "A service is up while any of its instances reports; a gap means that nothing arrives from it. If many fail at once, the cause is the collector or the cluster, not the services.",
      width: 24,
      unit: UNITS.count,
      names: serviceKey(services).pattern,
      queries: [{ expr: `${anyOfThese(allInstances(services).map((one) => `${one} > bool 0`))}`, legend: "{{job}}" }],
    }),
  ],
});

function numbers(services: readonly Service[]): readonly Panel[] {
  const reporting = anyOfThese(allInstances(services));
  const requests = services.some(({ server }) => server !== undefined);
  return [
    stat({
      key: "services-now",
      title: "Services",
      description:
        "Services with at least one reporting instance. If there are fewer than before, see below which ones are gone.",
      width: requests ? 4 : 6,
      unit: UNITS.count,
      noValue: "none",
      queries: [{ expr: `count((${reporting}) > 0)`, legend: "services" }],
    }),
    stat({
      key: "instances-now",
      title: "Instances",
      description: "Reporting instances of all services.",
      width: requests ? 4 : 6,
      unit: UNITS.count,
      noValue: "none",
      queries: [{ expr: `sum(${reporting})`, legend: "instances" }],
    }),
    ...(requests ? [requestsNow(services)] : []),
  ];
}

const requestsNow = (services: readonly Service[]): Panel =>
  stat({
    key: "requests-now",
    title: "Requests",
    description: "Requests per second that all services answer together, without health probes.",
    width: 4,
    unit: UNITS.requestsPerSecond,
    noValue: NO_REQUESTS,
    queries: [{ expr: `sum(${anyOfThese(ofRequests(services, requestRate(WINDOW)))})`, legend: "requests" }],
  });

/** Levels for every service; rules on a single service have separate ones. */
const FAILED: readonly Threshold[] = [
  { value: 0.01, colour: COLOURS.orange },
  { value: 0.05, colour: COLOURS.vermilion },
];

function servicesTable(services: readonly Service[]): Panel {
  const requests = services.some(({ server }) => server !== undefined);
  const asked = (ask: Parameters<typeof ofRequests>[1]) => anyOfThese(ofRequests(services, ask));
  const columns: readonly Column[] = [
    { expr: anyOfThese(allInstances(services)), title: "Instances", unit: UNITS.count },
    ...(requests
      ? [
          { expr: asked(requestRate("$__range")), title: "Requests", unit: UNITS.requestsPerSecond },
          { expr: asked(requestFailures("$__range")), title: "Failed", unit: UNITS.ratio, levels: FAILED },
          { expr: asked(requestLatency("$__range")), title: "Slowest 5 %", unit: UNITS.seconds },
        ]
      : []),
  ];
  return table({
    key: "services-table",
    title: "Key numbers by service",
    description:
      "Numbers for the whole time range. A name links to the service's dashboard. Click a column header to sort, or its funnel to filter.",
    width: 24,
    rows: services.length,
    keys: [serviceKey(services)],
    ...(requests ? { sort: { by: "Failed", lowestFirst: false } } : {}),
    columns,
  });
}

const worst = (expr: string): string => `topk(${MOST}, ${expr})`;

function requestsSection(services: readonly Service[]): readonly Section[] {
  if (!services.some(({ server }) => server !== undefined)) return [];
  const shown = { width: 8, noValue: NO_REQUESTS, names: serviceKey(services).pattern };
  const query = (ask: Parameters<typeof ofRequests>[1], suffix = "") => [
    { expr: worst(`${anyOfThese(ofRequests(services, ask))}${suffix}`), legend: "{{job}}" },
  ];
  const panels = [
    timeseries({
      ...shown,
      key: "requests",
      title: `Most requests: top ${MOST} services`,
      description: "Per second. If one drops to zero while others continue, its callers stopped or cannot reach it.",
      unit: UNITS.requestsPerSecond,
      queries: query(requestRate(WINDOW)),
    }),
    timeseries({
      ...shown,
      key: "failures",
      title: `Most failures: top ${MOST} services`,
      description:
        "Share of requests answered with a server error, for the worst services. If several fail at once, check what they all call.",
      unit: UNITS.ratio,
      queries: query(requestFailures(WINDOW)),
    }),
    timeseries({
      ...shown,
      key: "latency",
      title: `Slowest on average: top ${MOST} services`,
      description:
        "Mean duration of a service's requests. The service that rises first makes the others wait; the table shows its slowest 5 %.",
      unit: UNITS.seconds,
      queries: query(requestMean(WINDOW)),
    }),
  ];
  return [{ key: "requests", title: "Requests", panels }];
}

function logsSection(services: readonly Service[]): readonly Section[] {
  const stream = streamOf(services);
  if (stream === undefined) return [];
  const errors = `sum by (service_name) (count_over_time(${stream} | detected_level=~"${anyLevel(FAILURE_LEVELS)}" [$__auto]))`;
  const panel = timeseries({
    key: "errors-logged",
    title: `Most errors logged: top ${MOST} services`,
    description: "Log lines of level error and above per interval. The Logs dashboard shows the lines.",
    width: 24,
    unit: UNITS.count,
    signal: "logs",
    noValue: "no errors",
    queries: [{ expr: worst(errors), legend: "{{service_name}}" }],
  });
  return [{ key: "logs", title: "Logs", panels: [panel] }];
}

const levelsSection = (services: readonly Service[]): readonly Section[] =>
  sloTable(services, "slo-table").map((panel) => ({ key: "slos", title: "Service levels", panels: [panel] }));

const boardsSection = (environment: string): Section => ({
  key: "boards",
  title: "Dashboards",
  panels: [
    boardList({
      key: "boards",
      title: "All dashboards",
      description: "Dashboards of this environment. The links keep the selected time range.",
      width: 16,
      tags: [BOARD_TAG, environmentTag(environment)],
    }),
    text({
      key: "how-to-read",
      title: "From an alert to its cause",
      description: "Where to look, in this order.",
      width: 8,
      markdown: [
        "1. **Alert**: its runbook explains what it means; its panel shows since when.",
        "2. **Service dashboard**: did a new version (blue mark) start it? Which hop is affected: its requests, its calls, its resources?",
        "3. **A dot on a latency chart** is a request. It links to its trace, and the trace links to its log lines.",
        "4. **Log lines**: open one for its fields; `trace_id` links back to the trace.",
        "5. **Flame graph**: shows where CPU time goes, if nothing else explains the problem.",
      ].join("\n"),
    }),
  ],
});
