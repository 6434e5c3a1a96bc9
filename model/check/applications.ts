import { COLLECTOR_NAME, commonConfigName, credentialsName } from "../names.ts";
import type { Problem } from "../problem.ts";
import { duplicates, type Settings } from "./input.ts";

type Application = NonNullable<NonNullable<Settings["applications"]>[number]>;

/** Checks that each namespace has one entry, and that an application in the collector's namespace does not create the same objects. */
export function applicationProblems({ applications = [], cluster }: Settings): Problem[] {
  return [
    ...duplicates(
      applications.map((application) => application?.namespace),
      (index) => `applications[${index}].namespace`,
      "a unique namespace",
      "keep one entry per namespace",
    ),
    ...applications.flatMap((application, index) =>
      application?.namespace !== undefined && application.namespace === cluster?.namespace
        ? sharedNamespaceProblems(application, `applications[${index}]`, application.namespace)
        : [],
    ),
  ];
}

function sharedNamespaceProblems(application: Application, path: string, namespace: string): Problem[] {
  const { team = "another", profiles, createNamespace, configMapName, secretName } = application;
  const set = (field: string, value: string) => `pulumi config set --path 'observability:${path}.${field}' ${value}`;
  const clash = (kind: string, field: string, otherName: string): Problem => ({
    path: `${path}.${field}`,
    expected: `a ${kind} name that the collector does not use in namespace "${namespace}"`,
    got: `"${COLLECTOR_NAME}"`,
    fix: set(field, otherName),
  });
  const problems: Problem[] = [];
  if (createNamespace === true) {
    problems.push({
      path: `${path}.createNamespace`,
      expected: "false, because the collector creates this namespace",
      got: "true",
      fix: set("createNamespace", "false"),
    });
  }
  if ((configMapName ?? commonConfigName(team)) === COLLECTOR_NAME) {
    problems.push(clash("ConfigMap", "configMapName", commonConfigName(team)));
  }
  if (profiles === "direct" && (secretName ?? credentialsName(team)) === COLLECTOR_NAME) {
    problems.push(clash("Secret", "secretName", credentialsName(team)));
  }
  return problems;
}
