import type { Known } from "./raw-config.ts";
import { shown, type Problem } from "../problem.ts";
import { valueAt } from "./schema-walk.ts";
import { didYouMean, duplicates, entriesAt, listAt, textAt } from "./input.ts";
import { muteTimingProblems } from "./mute-timings.ts";
import { pagingProblems } from "./paging.ts";

/** Routes lead to contact points, pagers are called by critical alerts only, thresholds belong to rules that are published, rules have a runbook. */
export function alertProblems(settings: unknown, known: Known): Problem[] {
  return [
    ...contactPointProblems(settings),
    ...routeProblems(settings),
    ...pagingProblems(settings),
    ...muteTimingProblems(settings, known),
    ...thresholdProblems(settings, known),
    ...runbookProblems(settings),
  ];
}

const contactPointNames = (settings: unknown) =>
  listAt(settings, "alerts", "contactPoints").map((point) => textAt(point, "name"));

const contactPointProblems = (settings: unknown): Problem[] =>
  duplicates(
    contactPointNames(settings),
    (index) => `alerts.contactPoints[${index}].name`,
    "a name of its own",
    "rename one of the two",
  );

function routeProblems(settings: unknown): Problem[] {
  const names = contactPointNames(settings).flatMap((name) => name || []);
  if (valueAt(settings, ["alerts", "routes"]) === undefined) {
    if (names.length === 0) return [];
    return [
      {
        path: "alerts.routes",
        expected: "a contact point for each of critical, warning and info",
        got: "nothing",
        fix: `write in Pulumi.<stack>.yaml below observability:alerts.routes: ${everyRoute(names)}`,
      },
    ];
  }
  // Contact points without a name, or that are no list, are told already: what routes should name is not known.
  if (!Array.isArray(valueAt(settings, ["alerts", "contactPoints"]) ?? [])) return [];
  if (names.length < contactPointNames(settings).length) return [];
  return entriesAt(settings, "alerts", "routes").flatMap(([severity, name]): Problem[] =>
    typeof name !== "string" || name === "" || names.includes(name)
      ? []
      : [
          {
            path: `alerts.routes.${severity}`,
            expected: `a contact point (${names.join(", ") || "none is configured"})`,
            got: shown(name),
            fix: didYouMean(name, names, "add it to alerts.contactPoints"),
          },
        ],
  );
}

const everyRoute = ([name = ""]: readonly string[]): string => {
  const text = /^[\w-]+$/.test(name) ? name : JSON.stringify(name);
  return `{ critical: ${text}, warning: ${text}, info: ${text} }`;
};

function thresholdProblems(settings: unknown, { systems }: Known): Problem[] {
  const chosen = listAt(settings, "catalog", "systems");
  const rules = Object.entries(systems).flatMap(([name, ids]) => (chosen.includes(name) ? ids : []));
  return entriesAt(settings, "alerts", "thresholds").flatMap(([id]): Problem[] => {
    if (rules.includes(id)) return [];
    const owner = Object.keys(systems).find((name) => systems[name]?.includes(id));
    return [
      {
        path: `alerts.thresholds.${id}`,
        expected: "the id of a rule that has a threshold, in a system of catalog.systems",
        got: owner === undefined ? shown(id) : `a rule of "${owner}"`,
        fix: owner === undefined ? didYouMean(id, rules, "remove it") : `add ${owner} to catalog.systems, or remove it`,
      },
    ];
  });
}

function runbookProblems(settings: unknown): Problem[] {
  if (listAt(settings, "catalog", "systems").length === 0) return [];
  if (valueAt(settings, ["alerts", "runbookUrl"]) !== undefined) return [];
  return [
    {
      path: "alerts.runbookUrl",
      expected: "an http(s) URL, because alerts link to their runbook",
      got: "nothing",
      fix: "pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
    },
  ];
}
