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
/** Services drawn at once: those that stand out. */
const MOST = 10;
const NO_REQUESTS = "no requests";

/** Where one starts: what fires, which service suffers, and the way to its board. */
export const overviewBoard = (services: readonly Service[], environment: string): Board => ({
  uid: FLEET.overview,
  title: "All services",
  description: "All services of this environment: what fires, which of them suffer, and the way to their boards.",
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

/** Names of alerts are long. */
const ALERTS_WIDTH = 12;

const summary = (services: readonly Service[], environment: string): Section => ({
  key: "summary",
  panels: [
    alertList({
      key: "alerts",
      title: "Alerts",
      description: "What fires or is about to, most important first. Each leads to its runbook and its board.",
      width: ALERTS_WIDTH,
      labels: `{environment="${environment}"}`,
    }),
    ...numbers(services),
    state({
      key: "reporting",
      title: "Services that report",
      description:
        "Up while any instance of a service reports; a gap is one of which nothing is heard. Many at once: the collector or the cluster, not the services.",
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
      description: "Services of which any instance reports. Fewer than a while ago: see below which are gone.",
      width: requests ? 4 : 6,
      unit: UNITS.count,
      noValue: "none",
      queries: [{ expr: `count((${reporting}) > 0)`, legend: "services" }],
    }),
    stat({
      key: "instances-now",
      title: "Instances",
      description: "Instances of all services that report.",
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
    description: "Requests per second that all services together answer, without health probes.",
    width: 4,
    unit: UNITS.requestsPerSecond,
    noValue: NO_REQUESTS,
    queries: [{ expr: `sum(${anyOfThese(ofRequests(services, requestRate(WINDOW)))})`, legend: "requests" }],
  });

/** Of any service; rules on one have levels of their own. */
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
    title: "Numbers of each service",
    description:
      "Those of the whole shown time. A name leads to the service's board; a column's head sorts by it, its funnel filters.",
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
      title: `Most requests: ${MOST} services`,
      description: "Per second. One that drops to nothing while others go on: its callers stopped or cannot reach it.",
      unit: UNITS.requestsPerSecond,
      queries: query(requestRate(WINDOW)),
    }),
    timeseries({
      ...shown,
      key: "failures",
      title: `Most failures: ${MOST} services`,
      description: "Share of requests answered with a server error, of the worst. Several at once: what they all call.",
      unit: UNITS.ratio,
      queries: query(requestFailures(WINDOW)),
    }),
    timeseries({
      ...shown,
      key: "latency",
      title: `Slowest on average: ${MOST} services`,
      description:
        "Mean duration of a service's requests. The one that rises first makes the others wait; its slowest 5 % are in the table.",
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
    title: `Most errors logged: ${MOST} services`,
    description: "Log lines of level error and above per interval. The board of logs shows the lines.",
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
  title: "Boards",
  panels: [
    boardList({
      key: "boards",
      title: "All boards",
      description: "Boards of this environment. The time that is shown here is kept.",
      width: 16,
      tags: [BOARD_TAG, environmentTag(environment)],
    }),
    text({
      key: "how-to-read",
      title: "From an alert to its cause",
      description: "The order in which to look.",
      width: 8,
      markdown: [
        "1. **Alert**: its runbook says what it means; its panel shows since when.",
        "2. **Board of the service**: did a new version start it (blue mark)? Which hop: its requests, its calls, its resources?",
        "3. **A dot on a latency chart** is a request: it leads to the trace; the trace to its log lines.",
        "4. **Log lines**: open one for its fields; `trace_id` leads back to the trace.",
        "5. **Flame graph**: where CPU time goes, if nothing else explains it.",
      ].join("\n"),
    }),
  ],
});
