import { closest } from "fastest-levenshtein";
import { durationSeconds } from "./duration.ts";
import { commonConfigName, COLLECTOR_NAME, credentialsName } from "./names.ts";
import type { Known } from "./parse.ts";
import type { Problem } from "./problem.ts";
import { valueAt } from "./schema.ts";

type Application = {
  namespace?: string;
  team?: string;
  createNamespace?: boolean;
  configMapName?: string;
  secretName?: string;
  profiles?: string;
};

/** Rules between fields. Works on input that may still be wrong in shape, so that all problems are told at once. */
export function crossFieldProblems(settings: unknown, known: Known): Problem[] {
  const collectorNamespace = text(settings, "cluster", "namespace") ?? "observability";
  const applications = listAt<Application>(settings, "applications");
  return [
    ...overlapProblems(settings),
    ...namespaceProblems(applications, collectorNamespace),
    ...objectNameProblems(applications, collectorNamespace),
    ...routeProblems(settings),
    ...catalogProblems(settings, known),
  ];
}

function overlapProblems(settings: unknown): Problem[] {
  const lifetime = text(settings, "backend", "tokens", "lifetime") ?? "2160h";
  const overlap = text(settings, "backend", "tokens", "overlap") ?? "1080h";
  const seconds = [durationSeconds(lifetime), durationSeconds(overlap)];
  const [life, window] = seconds;
  if (life === undefined || window === undefined || window < life) return [];
  return [
    {
      path: "backend.tokens.overlap",
      expected: `less than the lifetime (${lifetime})`,
      got: overlap,
      fix: `pulumi config set --path 'observability:backend.tokens.overlap' ${Math.floor(life / 2 / 60)}m`,
    },
  ];
}

function namespaceProblems(applications: readonly Application[], collectorNamespace: string): Problem[] {
  return applications.flatMap(({ namespace, createNamespace }, index): Problem[] => {
    const path = `applications[${index}].namespace`;
    const first = applications.findIndex((other) => other.namespace === namespace);
    if (namespace && first < index) {
      return [
        {
          path,
          expected: "a namespace of its own",
          got: `"${namespace}" again (applications[${first}])`,
          fix: "keep one entry per namespace",
        },
      ];
    }
    if (namespace === collectorNamespace && createNamespace) {
      return [
        {
          path: `applications[${index}].createNamespace`,
          expected: "false: the collector owns this namespace",
          got: "true",
          fix: `pulumi config set --path 'observability:applications[${index}].createNamespace' false`,
        },
      ];
    }
    return [];
  });
}

/** Names of ConfigMaps and Secrets per namespace; the collector has one of each. */
function objectNameProblems(applications: readonly Application[], collectorNamespace: string): Problem[] {
  return applications.flatMap(({ namespace, team = "", configMapName, secretName, profiles }, index) => {
    if (namespace !== collectorNamespace) return [];
    const clash = (kind: string, field: string): Problem => ({
      path: `applications[${index}].${field}`,
      expected: `a ${kind} name that the collector does not use in namespace "${namespace}"`,
      got: `"${COLLECTOR_NAME}"`,
      fix: `pulumi config set --path 'observability:applications[${index}].${field}' another-name`,
    });
    return [
      ...((configMapName ?? commonConfigName(team)) === COLLECTOR_NAME ? [clash("ConfigMap", "configMapName")] : []),
      ...(profiles === "direct" && (secretName ?? credentialsName(team)) === COLLECTOR_NAME
        ? [clash("Secret", "secretName")]
        : []),
    ];
  });
}

function routeProblems(settings: unknown): Problem[] {
  const names = listAt<{ name?: string }>(settings, "alerts", "contactPoints").map(({ name }) => name ?? "");
  const duplicates = names.flatMap((name, index): Problem[] =>
    names.indexOf(name) < index
      ? [
          {
            path: `alerts.contactPoints[${index}].name`,
            expected: "a name of its own",
            got: `"${name}" again (alerts.contactPoints[${names.indexOf(name)}])`,
            fix: "rename one",
          },
        ]
      : [],
  );
  const routes = valueAt(settings, ["alerts", "routes"]) as Record<string, unknown> | undefined;
  if (routes === undefined) {
    return names.length === 0
      ? duplicates
      : [
          ...duplicates,
          {
            path: "alerts.routes",
            expected: "a contact point for each of critical, warning, info",
            got: "nothing",
            fix: `pulumi config set --path 'observability:alerts.routes.critical' ${names[0]} (likewise warning, info)`,
          },
        ];
  }
  const dangling = Object.entries(routes).flatMap(([severity, name]): Problem[] =>
    typeof name !== "string" || names.includes(name)
      ? []
      : [
          {
            path: `alerts.routes.${severity}`,
            expected: `a contact point (${names.join(", ") || "none is configured"})`,
            got: `"${name}"`,
            fix: didYouMean(name, names, "add it to alerts.contactPoints"),
          },
        ],
  );
  return [...duplicates, ...dangling];
}

function catalogProblems(settings: unknown, known: Known): Problem[] {
  const systems = listAt<unknown>(settings, "catalog", "systems");
  const unknown = systems.flatMap((name, index): Problem[] =>
    typeof name !== "string" || known.systems.includes(name)
      ? []
      : [
          {
            path: `catalog.systems[${index}]`,
            expected: `a system of the catalog (${known.systems.join(", ")})`,
            got: `"${name}"`,
            fix: didYouMean(name, known.systems, `add catalog/${name}.ts`),
          },
        ],
  );
  const thresholds = Object.keys((valueAt(settings, ["alerts", "thresholds"]) as object | undefined) ?? {});
  const rules = thresholds.flatMap((id): Problem[] =>
    known.rules.includes(id)
      ? []
      : [
          {
            path: `alerts.thresholds.${id}`,
            expected: "the id of a rule with a threshold",
            got: `"${id}"`,
            fix: didYouMean(id, known.rules, "remove it"),
          },
        ],
  );
  const runbook: Problem[] =
    systems.length > 0 &&
    text(settings, "alerts", "runbookUrl") === undefined &&
    valueAt(settings, ["alerts", "runbookUrl"]) === undefined
      ? [
          {
            path: "alerts.runbookUrl",
            expected: "a URL, because alerts link to their runbook",
            got: "nothing",
            fix: "pulumi config set --path 'observability:alerts.runbookUrl' https://git.example.com/observability/docs/runbooks",
          },
        ]
      : [];
  return [...unknown, ...rules, ...runbook];
}

const didYouMean = (given: string, options: readonly string[], otherwise: string): string =>
  options.length > 0 ? `did you mean "${closest(given, [...options])}"? Otherwise ${otherwise}` : otherwise;

function listAt<T>(settings: unknown, ...path: string[]): T[] {
  const value = valueAt(settings, path);
  return Array.isArray(value) ? (value as T[]) : [];
}

function text(settings: unknown, ...path: string[]): string | undefined {
  const value = valueAt(settings, path);
  return typeof value === "string" ? value : undefined;
}
