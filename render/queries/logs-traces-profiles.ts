import type { Service } from "../../model/catalog/service.ts";
import type { LogLevel } from "../../model/catalog/alert-rule.ts";
import type { LabelMatcher } from "../../model/catalog/series.ts";
import { listOf, matchers, oneOf, quote } from "./promql.ts";

/*
 * Queries for logs, traces and profiles. Labels are those that the backends derive from OpenTelemetry's resource attributes:
 * https://grafana.com/docs/loki/latest/send-data/otel/
 */

type NamedService = Pick<Service, "team" | "serviceName">;

/**
 * LogQL: the log lines of one or several services. `levels` is a regular expression on their level, by default any;
 * `filter` follows the stream selector.
 */
export function logLines(services: NamedService | readonly NamedService[], levels?: string, filter = ""): string {
  const all = listOf(services);
  const stream = matchers({
    service_name: anyValue(all.map(({ serviceName }) => serviceName)),
    service_namespace: anyValue(all.map(({ team }) => team)),
  });
  return levels === undefined ? `${stream}${filter}` : `${stream}${filter} | detected_level=~${quote(levels)}`;
}

const anyValue = (values: readonly string[]): LabelMatcher => oneOf([...new Set(values)].sort());

/** Regular expression that matches any of these levels. */
export const anyLevel = (levels: readonly LogLevel[]): string => levels.join("|");

/** LogQL: number of log lines per window, by level or all together. */
export function logCount(lines: string, window: string, by: "service_name" | "detected_level"): string {
  return `sum by (${by}) (count_over_time(${lines} [${window}]))`;
}

/** TraceQL: root or entry spans of a service that match a condition. */
export const spans = (service: Service, condition: string): string =>
  `{ resource.service.namespace = ${quote(service.team)} && resource.service.name = ${quote(service.serviceName)} && ${condition} }`;

/** Label selector of a service's profiles; the SDK sends its `application_name` as `service_name`. */
export const profiles = (service: Service): string => matchers({ service_name: service.serviceName });
