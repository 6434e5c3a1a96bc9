import { COLLECTOR_NAME, commonConfigName, credentialsName } from "../names.ts";
import type { Problem } from "../problem.ts";
import { valueAt } from "./schema-walk.ts";
import { duplicates, listAt, textAt } from "./input.ts";

/** One entry per namespace; and where that is the collector's, nothing of the collector's is created twice. */
export function applicationProblems(settings: unknown): Problem[] {
  const applications = listAt(settings, "applications");
  const collectorNamespace = textAt(settings, "cluster", "namespace") ?? "observability";
  return [
    ...duplicates(
      applications.map((application) => textAt(application, "namespace")),
      (index) => `applications[${index}].namespace`,
      "a namespace of its own",
      "keep one entry per namespace",
    ),
    ...applications.flatMap((application, index) =>
      textAt(application, "namespace") === collectorNamespace
        ? sharedNamespaceProblems(application, `applications[${index}]`, collectorNamespace)
        : [],
    ),
  ];
}

function sharedNamespaceProblems(application: unknown, path: string, namespace: string): Problem[] {
  const team = textAt(application, "team") || "another";
  const direct = textAt(application, "profiles") === "direct";
  const set = (field: string, value: string) => `pulumi config set --path 'observability:${path}.${field}' ${value}`;
  const clash = (kind: string, field: string, otherName: string): Problem => ({
    path: `${path}.${field}`,
    expected: `a ${kind} name that the collector does not use in namespace "${namespace}"`,
    got: `"${COLLECTOR_NAME}"`,
    fix: set(field, otherName),
  });
  const problems: Problem[] = [];
  if (valueAt(application, ["createNamespace"]) === true) {
    problems.push({
      path: `${path}.createNamespace`,
      expected: "false, because the collector creates this namespace",
      got: "true",
      fix: set("createNamespace", "false"),
    });
  }
  if ((textAt(application, "configMapName") ?? commonConfigName(team)) === COLLECTOR_NAME) {
    problems.push(clash("ConfigMap", "configMapName", commonConfigName(team)));
  }
  if (direct && (textAt(application, "secretName") ?? credentialsName(team)) === COLLECTOR_NAME) {
    problems.push(clash("Secret", "secretName", credentialsName(team)));
  }
  return problems;
}
