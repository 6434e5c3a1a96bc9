import type { Service } from "../../../model/catalog/service.ts";
import type { Usage } from "../../../model/catalog/alert-rule.ts";
import type { Metric } from "../../../model/catalog/metrics.ts";
import { saturation, total, type Scope } from "../../queries/promql.ts";
import { logCount, logLines, profiles, spans } from "../../queries/logs-traces-profiles.ts";
import type { Section } from "../layout.ts";
import type { Levels } from "../drawn-thresholds.ts";
import { bars, flameGraph, logs, timeseries, traces, type Panel } from "../panels/index.ts";
import { LEVEL_COLOURS, UNITS } from "../style.ts";

const WINDOW = "$__rate_interval";
const LOG_WINDOW = "$__auto";
/** A request that takes longer is worth a look; alerts have separate thresholds. */
const SLOW_SECONDS = 1;
const TRACE_LIMIT = 50;
/** CPU profile of Pyroscope's Python SDK. */
export const CPU_PROFILE = "process_cpu:cpu:nanoseconds:cpu:nanoseconds";
const GIB = 1024 ** 3;

/** How close the instances are to their limits. No section if the service declares nothing for it. */
export function saturationSection(
  { inFlight, cpu, memory }: Service,
  scope: Scope,
  levels: Levels,
): readonly Section[] {
  const panels: Panel[] = [];
  if (inFlight) {
    panels.push(
      timeseries({
        key: "in-flight",
        title: "Requests in progress",
        description:
          "Requests being answered, by instance. If it climbs without more requests, something that they wait for is stuck.",
        width: 8,
        unit: UNITS.count,
        queries: [{ expr: total(scope, inFlight, ["instance"]), legend: "{{instance}}" }],
      }),
    );
  }
  const levelled = { scope, levels };
  if (cpu)
    panels.push(
      usage(
        levelled,
        cpu,
        "cpu",
        "CPU",
        `${cpu.limit} core${cpu.limit === 1 ? "" : "s"}. At 100 %, the instance is throttled`,
      ),
    );
  if (memory)
    panels.push(
      usage(levelled, memory, "memory", "Memory", `${memory.limit / GIB} GiB. At 100 %, the instance is killed`),
    );
  return panels.length === 0 ? [] : [{ key: "saturation", title: "Saturation", panels }];
}

interface Levelled {
  readonly scope: Scope;
  readonly levels: Levels;
}

const usage = ({ scope, levels }: Levelled, used: Usage, key: string, title: string, limit: string): Panel =>
  timeseries({
    key,
    title: `${title}, share of limit`,
    description: `By instance. The limit is ${limit}.${optionalNote(used.used.metric)}`,
    width: 8,
    unit: UNITS.ratio,
    max: 1,
    thresholds: levels(key),
    noValue: used.used.metric.optional ? "not reported" : "no data",
    queries: [{ expr: saturation(scope, used, WINDOW), legend: "{{instance}}" }],
  });

const optionalNote = ({ optional, name }: Metric): string =>
  optional ? ` Empty if the service does not report \`${name}\`.` : "";

/** How much the service logs, and what. `$levels` is the dashboard's menu. No section if the service sends no logs. */
export const logSection = (service: Service): readonly Section[] => (service.logs ? [logPanels(service)] : []);

const logPanels = (service: Service): Section => ({
  key: "logs",
  title: "Logs",
  panels: [
    bars({
      key: "log-volume",
      title: "Log lines by level",
      description:
        "Lines per interval. If there are more errors than usual, read them below. No lines at all means that log collection is broken.",
      width: 24,
      unit: UNITS.count,
      signal: "logs",
      noValue: "no lines",
      colours: LEVEL_COLOURS,
      queries: [{ expr: logCount(logLines(service), LOG_WINDOW, "detected_level"), legend: "{{detected_level}}" }],
    }),
    logs({
      key: "log-lines",
      title: "Log lines",
      description:
        "Lines of the selected level, newest first. Open a line for its fields; `trace_id` links to the trace.",
      width: 24,
      expr: logLines(service, "$levels"),
    }),
  ],
});

/** Requests that are worth reading in full. No section if the service sends no traces. */
export const traceSection = (service: Service): readonly Section[] => (service.traces ? [tracePanels(service)] : []);

const tracePanels = (service: Service): Section => ({
  key: "traces",
  title: "Traces",
  panels: [
    traces({
      key: "traces",
      title: "Failed and slow requests",
      description: `Traces with a failed span, or a request that took longer than ${SLOW_SECONDS} s. The widest span shows what made it wait.`,
      width: 24,
      query: spans(service, `(status = error || kind = server && duration > ${SLOW_SECONDS}s)`),
      limit: TRACE_LIMIT,
    }),
  ],
});

/** Where the CPU time goes. No section if the service sends no profiles. */
export const profileSection = (service: Service): readonly Section[] =>
  service.profiles
    ? [
        {
          key: "profiles",
          title: "Profiles",
          panels: [
            flameGraph({
              key: "cpu-profile",
              title: "CPU flame graph",
              description:
                "CPU time by function, for the whole time range. Wide bars show where time goes; wide bars at the bottom edge are the work itself.",
              width: 24,
              profileType: CPU_PROFILE,
              selector: profiles(service),
            }),
          ],
        },
      ]
    : [];
