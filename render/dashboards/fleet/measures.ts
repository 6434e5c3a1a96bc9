import type { Service } from "../../../model/catalog/service.ts";
import type { Requests } from "../../../model/catalog/alert-rule.ts";
import { mean } from "../../../model/catalog/measure.ts";
import { storedName } from "../../../model/catalog/metrics.ts";
import type { Series } from "../../../model/catalog/series.ts";
import type { Slo } from "../../../model/catalog/slo.ts";
import { instances } from "../instances.ts";
import { measured } from "../../queries/measure.ts";
import { failureRatio, quantile, quote, rate, type Scope } from "../../queries/promql.ts";
import { percent } from "../service/slos.ts";
import { fleetScope } from "./scope.ts";

/** Services that one query can cover. */
interface Group<T> {
  readonly services: readonly Service[];
  readonly of: T;
}

/** Groups services that the same query covers. */
function alike<T>(pairs: readonly (readonly [Service, T])[], key: (of: T) => unknown): readonly Group<T>[] {
  const groups = Map.groupBy(pairs, ([, of]) => JSON.stringify(key(of)));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [{ services: group.map(([service]) => service), of: first[1] }];
  });
}

const keyOf = ({ metric, where }: Series): unknown => [storedName(metric), metric.source, where];

/** Joins queries on the heartbeats or requests of all services; each service is in one of them. */
export const anyOfThese = (queries: readonly string[]): string => queries.join("\nor\n");

/** Reporting instances of each service. */
export const allInstances = (services: readonly Service[]): readonly string[] =>
  alike(
    services
      .filter(({ heartbeat }) => heartbeat.metric.ingestion !== "usage") // it is in another data source
      .map((service) => [service, service.heartbeat]),
    keyOf,
  ).map((group) => instances(fleetScope(group.services, group.of.metric, services), group.of));

type AskRequests = (scope: Scope, requests: Requests) => string;

/** The same query on the requests of every service that answers requests. */
export const ofRequests = (services: readonly Service[], ask: AskRequests): readonly string[] =>
  alike(
    services.flatMap((service) => (service.server ? [[service, service.server] as const] : [])),
    ({ all, failed }) => [keyOf(all), keyOf(failed)],
  ).map((group) => ask(fleetScope(group.services, group.of.all.metric, services), group.of));

export const requestRate =
  (window: string): AskRequests =>
  (scope, { all }) =>
    rate(scope, all, window);
export const requestFailures =
  (window: string): AskRequests =>
  (scope, requests) =>
    failureRatio(scope, requests, window);
export const requestLatency =
  (window: string): AskRequests =>
  (scope, { all }) =>
    quantile(0.95, scope, all, window);

/** A quantile over time across all buckets of a thousand services takes seconds; the mean takes a tenth of that. */
export const requestMean =
  (window: string): AskRequests =>
  (scope, { all }) =>
    measured(scope, mean(all, { window }));

/** The same query on every SLO; `slo` and `objective` become labels, so that each SLO has its own row. */
export const ofSlos = (services: readonly Service[], ask: (scope: Scope, slo: Slo) => string): readonly string[] =>
  alike(
    services.flatMap((service) => (service.slos ?? []).map((slo) => [service, slo] as const)),
    ({ title, objective, indicator }) => [title, objective, indicatorKey(indicator)],
  ).map(({ services: own, of }) => {
    const metric = "of" in of.indicator ? of.indicator.of.metric : of.indicator.all.metric;
    const text = ask(fleetScope(own, metric, services), of);
    return labelled(labelled(text, "slo", of.title), "objective", percent(of.objective));
  });

const indicatorKey = (indicator: Slo["indicator"]): unknown =>
  indicator.kind === "events"
    ? [keyOf(indicator.all), keyOf(indicator.failed)]
    : [indicator.kind, keyOf(indicator.of), indicator.seconds];

const labelled = (expr: string, label: string, value: string): string =>
  `label_replace(${expr}, ${quote(label)}, ${quote(value)}, "", "")`;
