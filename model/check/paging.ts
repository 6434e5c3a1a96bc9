import { shown, type Problem } from "../problem.ts";
import { SEVERITIES } from "../severity.ts";
import { didYouMean, known, type Settings } from "./input.ts";

type ContactPoint = NonNullable<NonNullable<NonNullable<Settings["alerts"]>["contactPoints"]>[number]>;

/** Only critical alerts call somebody out, and only where that is wanted; the watchdog, which always fires, never does. */
export function pagingProblems({ alerts }: Settings): Problem[] {
  const points = known(alerts?.contactPoints);
  const pagers = namesOf(points.filter(isPager));
  const others = namesOf(points.filter((point) => !isPager(point)));
  const routes = SEVERITIES.flatMap((severity): Problem[] => {
    const name = alerts?.routes?.[severity];
    const critical = severity === "critical";
    if (name === undefined || !pagers.includes(name) || (critical && alerts?.paging === true)) return [];
    const path = `alerts.routes.${severity}`;
    const silent = `a contact point that calls nobody out (${others.join(", ") || "none is configured"})`;
    return [
      {
        path,
        expected: `${silent}, because ${critical ? "alerts.paging is false" : "only critical alerts may"}`,
        got: `${shown(name)}, a pager`,
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
  `${other === undefined ? "" : `name ${other}, or `}let this environment page: pulumi config set --path 'observability:alerts.paging' true`;

const nameAnother = (path: string, [other]: readonly string[]): string =>
  other === undefined
    ? "add a contact point that is no pager to alerts.contactPoints, and name it"
    : `pulumi config set --path 'observability:${path}' ${/^[\w-]+$/.test(other) ? other : `'${other}'`}`;

function watchdogProblems(
  { watchdog, contactPoints = [], routes = {} }: NonNullable<Settings["alerts"]>,
  pagers: readonly string[],
  others: readonly string[],
): Problem[] {
  if (watchdog === undefined) return [];
  // What it should name is not known where a contact point has no name: that is told already.
  if (contactPoints.length > pagers.length + others.length) return [];
  const path = "alerts.watchdog";
  const remove = `remove it: pulumi config rm --path 'observability:${path}'`;
  const heartbeat = `add a heartbeat receiver to alerts.contactPoints and name that, or ${remove}`;
  if (pagers.includes(watchdog)) {
    const expected = "a contact point that calls nobody out, because the watchdog always fires";
    return [{ path, expected, got: `${shown(watchdog)}, a pager`, fix: heartbeat }];
  }
  if (!others.includes(watchdog)) {
    const expected = `a contact point (${others.join(", ") || "none is configured"})`;
    return [{ path, expected, got: shown(watchdog), fix: didYouMean(watchdog, others, heartbeat) }];
  }
  const severity = SEVERITIES.find((one) => routes[one] === watchdog);
  if (severity === undefined) return [];
  const expected = "a contact point that no route names, because the watchdog is told every five minutes";
  return [{ path, expected, got: `${shown(watchdog)}, as in alerts.routes.${severity}`, fix: heartbeat }];
}
