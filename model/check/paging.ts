import { shown, type Problem } from "../problem.ts";
import { SEVERITIES } from "../severity.ts";
import { didYouMean, known, type Settings } from "./input.ts";

type ContactPoint = NonNullable<NonNullable<NonNullable<Settings["alerts"]>["contactPoints"]>[number]>;

/** Checks that only critical alerts page, and only if paging is on. The watchdog never pages, because it always fires. */
export function pagingProblems({ alerts }: Settings): Problem[] {
  const points = known(alerts?.contactPoints);
  const pagers = namesOf(points.filter(isPager));
  const others = namesOf(points.filter((point) => !isPager(point)));
  const routes = SEVERITIES.flatMap((severity): Problem[] => {
    const name = alerts?.routes?.[severity];
    const critical = severity === "critical";
    if (name === undefined || !pagers.includes(name) || (critical && alerts?.paging === true)) return [];
    const path = `alerts.routes.${severity}`;
    const silent = `a contact point that is not a pager (${others.join(", ") || "none is configured"})`;
    return [
      {
        path,
        expected: `${silent}, because ${critical ? "alerts.paging is false" : "only critical alerts may page"}`,
        got: `${shown(name)}, which is a pager`,
        fix: critical ? letItPage(others) : nameAnother(path, others),
      },
    ];
  });
  return [...routes, ...watchdogProblems(alerts ?? {}, pagers, others)];
}

const isPager = (point: ContactPoint): boolean =>
  point.type === "pagerduty" || ("pager" in point && point.pager === true);

const namesOf = (points: readonly ContactPoint[]): readonly string[] => known(points.map(({ name }) => name));

const letItPage = ([other]: readonly string[]): string =>
  `${other === undefined ? "" : `use ${other}, or `}enable paging in this environment: pulumi config set --path 'observability:alerts.paging' true`;

const nameAnother = (path: string, [other]: readonly string[]): string =>
  other === undefined
    ? "add a contact point that is not a pager to alerts.contactPoints, and use it here"
    : `pulumi config set --path 'observability:${path}' ${/^[\w-]+$/.test(other) ? other : `'${other}'`}`;

function watchdogProblems(
  { watchdog, contactPoints = [], routes = {} }: NonNullable<Settings["alerts"]>,
  pagers: readonly string[],
  others: readonly string[],
): Problem[] {
  if (watchdog === undefined) return [];
  // A contact point without a name is reported already. Until it is fixed, the valid names are unknown.
  if (contactPoints.length > pagers.length + others.length) return [];
  const path = "alerts.watchdog";
  const remove = `remove this setting: pulumi config rm --path 'observability:${path}'`;
  const heartbeat = `add a heartbeat receiver to alerts.contactPoints and use it here, or ${remove}`;
  if (pagers.includes(watchdog)) {
    const expected = "a contact point that is not a pager, because the watchdog always fires";
    return [{ path, expected, got: `${shown(watchdog)}, which is a pager`, fix: heartbeat }];
  }
  if (!others.includes(watchdog)) {
    const expected = `a contact point (${others.join(", ") || "none is configured"})`;
    return [{ path, expected, got: shown(watchdog), fix: didYouMean(watchdog, others, heartbeat) }];
  }
  const severity = SEVERITIES.find((one) => routes[one] === watchdog);
  if (severity === undefined) return [];
  const expected = "a contact point that no route uses, because the watchdog notifies it every five minutes";
  return [{ path, expected, got: `${shown(watchdog)}, which alerts.routes.${severity} uses`, fix: heartbeat }];
}
