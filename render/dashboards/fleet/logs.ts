import type { Service } from "../../../model/catalog/service.ts";
import { matchers, oneOf } from "../../queries/promql.ts";
import { logCount } from "../../queries/logs-traces-profiles.ts";
import type { Board } from "../board.ts";
import { bars, logs, timeseries, type Panel } from "../panels/index.ts";
import { LEVEL_COLOURS, UNITS } from "../style.ts";
import { levelVariable, serviceOfLogs, textVariable } from "../variables.ts";
import { FLEET } from "../../../model/catalog/uids.ts";
import { teamsOf } from "./scope.ts";

/** LogQL: streams of all services that log; undefined if none does. */
export function streamOf(services: readonly Service[], name?: string): string | undefined {
  const logging = services.filter((one) => one.logs);
  if (logging.length === 0) return undefined;
  return matchers({
    service_namespace: oneOf(teamsOf(logging)),
    ...(name === undefined ? {} : { service_name: { matches: name } }),
  });
}

/** Log lines of any service. No dashboard if no service logs. */
export function logsBoard(services: readonly Service[]): readonly Board[] {
  const all = streamOf(services);
  const chosen = streamOf(services, "$service");
  if (all === undefined || chosen === undefined) return [];
  const found = `${chosen} |~ \`(?i)$search\``; // in backticks, so that quotes can be searched for
  return [
    {
      uid: FLEET.logs,
      title: "Logs",
      description: "Log lines of every service: how many there are, which services log them, and what they say.",
      tags: ["logs"],
      services: [],
      variables: [serviceOfLogs(all), levelVariable(), textVariable("search", "Search")],
      sections: [
        { key: "volume", panels: volumes(found) },
        { key: "lines", title: "Lines", panels: [lines(found)] },
      ],
    },
  ];
}

const volumes = (found: string): readonly Panel[] => [
  bars({
    key: "by-level",
    title: "Lines by level",
    description:
      "Lines of the selected services that contain the search text. After a step up in errors, see below which service logs what.",
    width: 12,
    unit: UNITS.count,
    signal: "logs",
    noValue: "no lines",
    colours: LEVEL_COLOURS,
    queries: [{ expr: logCount(found, "$__auto", "detected_level"), legend: "{{detected_level}}" }],
  }),
  timeseries({
    key: "by-service",
    title: "Most lines of the selected level: top 10 services",
    description:
      "The services that log most lines of the selection. If one stops, it hangs, or its lines do not arrive.",
    width: 12,
    unit: UNITS.count,
    signal: "logs",
    noValue: "no lines",
    queries: [
      {
        expr: `topk(10, ${logCount(`${found} | detected_level=~"$levels"`, "$__auto", "service_name")})`,
        legend: "{{service_name}}",
      },
    ],
  }),
];

const lines = (found: string): Panel =>
  logs({
    key: "lines",
    title: "Lines",
    description:
      "Lines of the selected level, newest first. Open a line for its fields; `trace_id` links to the trace of the request.",
    width: 24,
    expr: `${found} | detected_level=~"$levels"`,
  });
