import { SEVERITIES } from "../severity.ts";
import { shown, type Problem } from "../problem.ts";
import { didYouMean, duplicates, known, type Settings } from "./input.ts";
import { muteTimingProblems } from "./mute-timings.ts";
import { pagingProblems } from "./paging.ts";
import type { Known } from "./raw-config.ts";

/** Checks that routes use existing contact points, only critical alerts page, thresholds belong to published rules, and there is a runbook URL. */
export function alertProblems(settings: Settings, all: Known): Problem[] {
  return [
    ...contactPointProblems(settings),
    ...routeProblems(settings),
    ...pagingProblems(settings),
    ...muteTimingProblems(settings, all),
    ...thresholdProblems(settings, all),
    ...runbookProblems(settings),
  ];
}

const contactPointProblems = ({ alerts }: Settings): Problem[] =>
  duplicates(
    (alerts?.contactPoints ?? []).map((point) => point?.name),
    (index) => `alerts.contactPoints[${index}].name`,
    "a unique name",
    "rename one of the two",
  );

function routeProblems({ alerts }: Settings): Problem[] {
  if (alerts === undefined) return [];
  const points = alerts.contactPoints ?? [];
  const names = known(points.map((point) => point?.name));
  if (!("routes" in alerts)) {
    if (names.length === 0) return [];
    return [
      {
        path: "alerts.routes",
        expected: "a contact point for each of critical, warning and info",
        got: "nothing",
        fix: `in Pulumi.<stack>.yaml, set observability:alerts.routes to ${everyRoute(names)}`,
      },
    ];
  }
  // Contact points that are unreadable or have no name are reported already. Until they are fixed, the valid names are unknown.
  if (alerts.contactPoints === undefined || names.length < points.length) return [];
  return SEVERITIES.flatMap((severity): Problem[] => {
    const name = alerts.routes?.[severity];
    if (name === undefined || names.includes(name)) return [];
    return [
      {
        path: `alerts.routes.${severity}`,
        expected: `a contact point (${names.join(", ") || "none is configured"})`,
        got: shown(name),
        fix: didYouMean(name, names, "add it to alerts.contactPoints"),
      },
    ];
  });
}

const everyRoute = ([name = ""]: readonly string[]): string => {
  const text = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  return `{ critical: ${text}, warning: ${text}, info: ${text} }`;
};

function thresholdProblems({ catalog, alerts }: Settings, { systems }: Known): Problem[] {
  const chosen = known(catalog?.systems);
  const rules = Object.entries(systems).flatMap(([name, ids]) => (chosen.includes(name) ? ids : []));
  return Object.keys(alerts?.thresholds ?? {}).flatMap((id): Problem[] => {
    if (rules.includes(id)) return [];
    const owner = Object.keys(systems).find((name) => systems[name]?.includes(id));
    return [
      {
        path: `alerts.thresholds.${id}`,
        expected: "the id of a rule that has a threshold, from a system in catalog.systems",
        got: owner === undefined ? shown(id) : `a rule of system "${owner}"`,
        fix: owner === undefined ? didYouMean(id, rules, "remove it") : `add ${owner} to catalog.systems, or remove it`,
      },
    ];
  });
}

function runbookProblems({ catalog, alerts }: Settings): Problem[] {
  if ((catalog?.systems ?? []).length === 0 || (alerts !== undefined && "runbookUrl" in alerts)) return [];
  return [
    {
      path: "alerts.runbookUrl",
      expected: "an http(s) URL, because alerts link to their runbooks",
      got: "nothing",
      fix: "pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
    },
  ];
}
