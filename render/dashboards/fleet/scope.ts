import type { Service } from "../../../model/catalog/service.ts";
import { scopeLabels, storedName, type Metric } from "../../../model/catalog/metrics.ts";
import { oneOf, type Scope } from "../../queries/promql.ts";

/**
 * Reads a metric of many services. If no other service of their teams declares the metric, one pattern selects all services of
 * a team, so that the query stays the same however many there are.
 */
export function fleetScope(services: readonly Service[], metric: Metric, all: readonly Service[]): Scope {
  const jobs = services.flatMap((service) => scopeLabels(service, metric)["job"] ?? []);
  const ofTeam = services.every((service) => scopeLabels(service, metric)["job"]?.startsWith(`${service.team}/`));
  const teams = new Set(services.map(({ team }) => team));
  const own = new Set(services);
  const others = all.filter((one) => teams.has(one.team) && !own.has(one) && declares(one, metric));
  if (!ofTeam || others.length > 0) return { service: [], filter: { job: oneOf([...new Set(jobs)].sort()) } };
  return { service: [], filter: { job: { matches: `${teamsPattern(services)}/.+` } } };
}

const declares = ({ metrics }: Service, metric: Metric): boolean =>
  metrics.some((one) => storedName(one) === storedName(metric));

/** Teams of the services, without duplicates. */
export const teamsOf = (services: readonly Service[]): readonly string[] =>
  [...new Set(services.map(({ team }) => team))].sort();

function teamsPattern(services: readonly Service[]): string {
  const teams = teamsOf(services);
  return teams.length === 1 ? (teams[0] ?? "") : `(${teams.join("|")})`;
}
