import { type Service } from "../service.ts";
import { type System } from "../system.ts";
import { type Series } from "../series.ts";
import { rulesOf } from "../rules.ts";
import { EVALUATION_INTERVAL_SECONDS, type AlertRule, type Requests } from "../alert-rule.ts";
import { boardProblems } from "./board.ts";
import { conditionProblems, conditionSeries, SHORTEST_WINDOW_SECONDS } from "./condition.ts";
import { parseDuration } from "../../duration.ts";
import type { ServiceIdentity } from "../metrics.ts";
import { problemIf, type Problem } from "../../problem.ts";
import { sloProblems } from "./slo.ts";
import { ID, SERVICE_ID_LENGTH, UID_LENGTH } from "../uids.ts";

/** All problems of a system, by path. */
export function systemProblems(system: System): readonly Problem[] {
  const names = system.services.flatMap((service) => rulesOf(service).map(({ name }) => name));
  return [
    ...idProblems("id", system.id, UID_LENGTH),
    ...uniqueProblems(
      "services",
      "id",
      system.services.map(({ id }) => id),
    ),
    ...uniqueProblems("alerts", "name", names),
    ...system.services.flatMap((service) => serviceProblems(`services.${service.id}`, service, system)),
    ...(system.boards ?? []).flatMap((board) => boardProblems(`boards.${board.id}`, board)),
  ];
}

function serviceProblems(path: string, service: Service, system: System): readonly Problem[] {
  const rules = rulesOf(service);
  const used: readonly (readonly [string, Series])[] = [
    ["heartbeat", service.heartbeat],
    ...requestSeries("server", service.server),
    ...requestSeries("client", service.client),
    ...(service.inFlight ? [["inFlight", service.inFlight] as const] : []),
    ...(service.cpu ? [["cpu", service.cpu.used] as const] : []),
    ...(service.memory ? [["memory", service.memory.used] as const] : []),
    ...rules.flatMap(({ id, condition }) => conditionSeries(condition).map((one) => [`alerts.${id}`, one] as const)),
  ];
  return [
    ...idProblems(`${path}.id`, service.id, SERVICE_ID_LENGTH),
    ...uniqueProblems(
      `${path}.alerts`,
      "id",
      rules.map(({ id }) => id),
    ),
    ...used.flatMap(([where, { metric, service: other = service }]) =>
      ownerOf(system, other).metrics.includes(metric)
        ? []
        : [
            {
              path: `${path}.${where}`,
              expected: "a metric the service declares",
              got: metric.name,
              fix: `add it to ${path}.metrics`,
            },
          ],
    ),
    ...[service.server, service.client].flatMap((requests) => breakdownProblems(path, requests)),
    ...versionProblems(path, service),
    ...rulePanelProblems(path, service),
    ...(service.slos ?? []).flatMap((slo) => sloProblems(`${path}.slos.${slo.id}`, slo)),
    ...rules.flatMap((rule) => ruleProblems(`${path}.alerts.${rule.id}`, service, rule)),
  ];
}

/** The service with an identity: itself if it is a whole service, otherwise the one in the system. */
const ownerOf = ({ services }: System, identity: ServiceIdentity | Service): Pick<Service, "metrics"> =>
  "metrics" in identity
    ? identity
    : (services.find(({ team, workload }) => team === identity.team && workload === identity.workload) ?? {
        metrics: [],
      });

function ruleProblems(path: string, service: Service, rule: AlertRule): readonly Problem[] {
  const length = UID_LENGTH - service.id.length - 1;
  const window = "window" in rule.condition ? rule.condition.window : undefined;
  const pending = parseDuration(rule.for)?.seconds;
  return [
    ...idProblems(`${path}.id`, rule.id, length),
    ...problemIf(!/^([A-Z][a-z0-9]*)+$/.test(rule.name), {
      path: `${path}.name`,
      expected: "a PascalCase name",
      got: rule.name,
      fix: "rename it; the name is also the file name of its runbook",
    }),
    ...problemIf(window !== undefined && (parseDuration(window)?.seconds ?? 0) < SHORTEST_WINDOW_SECONDS, {
      path: `${path}.condition.window`,
      expected: `at least ${SHORTEST_WINDOW_SECONDS / 60}m, four exports of a metric`,
      got: window ?? "",
      fix: "use a longer window; a shorter one is empty whenever an export is late",
    }),
    ...problemIf(pending === undefined || pending % EVALUATION_INTERVAL_SECONDS !== 0, {
      path: `${path}.for`,
      expected: "whole minutes, like the evaluation interval",
      got: rule.for,
      fix: "write it like 5m",
    }),
    ...conditionProblems(path, rule),
  ];
}

function breakdownProblems(path: string, requests: Requests | undefined): readonly Problem[] {
  if (!requests) return [];
  const { all, failed, by } = requests;
  return [
    ...problemIf(all.metric.type !== "histogram" || failed.metric !== all.metric, {
      path: `${path}: requests on ${all.metric.name}`,
      expected: "one duration histogram for all and failed requests",
      got: `${all.metric.type} ${all.metric.name}, ${failed.metric.type} ${failed.metric.name}`,
      fix: "narrow the same histogram for failed requests",
    }),
    ...problemIf(!all.metric.labels.includes(by), {
      path: `${path}: requests on ${all.metric.name}, by`,
      expected: `one of ${all.metric.labels.join(", ")}`,
      got: by,
      fix: "name a declared label of the metric",
    }),
  ];
}

function rulePanelProblems(path: string, { alerts }: Service): readonly Problem[] {
  const own = alerts.flatMap(({ id, panel }) => (typeof panel === "object" && "title" in panel ? [id] : []));
  return alerts.flatMap(({ id, panel }) =>
    typeof panel === "object" && "sameAs" in panel && !own.includes(panel.sameAs)
      ? [
          {
            path: `${path}.alerts.${id}.panel`,
            expected: `a rule whose panel has a title: ${own.join(", ")}`,
            got: panel.sameAs,
            fix: "name another rule, or give it a title",
          },
        ]
      : [],
  );
}

const versionProblems = (path: string, { version, heartbeat: { metric } }: Service): readonly Problem[] =>
  problemIf(version !== undefined && !metric.labels.includes(version), {
    path: `${path}.version`,
    expected: `a label of ${metric.name}`,
    got: version ?? "",
    fix: "name a declared label of the heartbeat",
  });

function idProblems(path: string, id: string, maximum: number): readonly Problem[] {
  return problemIf(!ID.test(id) || id.length > maximum, {
    path,
    expected: `a-z, 0-9 and single -, starting with a letter, at most ${maximum} characters`,
    got: id,
    fix: "choose another id; ids become resource names and uids",
  });
}

function uniqueProblems(path: string, field: string, values: readonly string[]): readonly Problem[] {
  const twice = new Set(values.filter((value, index) => values.indexOf(value) !== index));
  return [...twice].map((value) => ({
    path: `${path}.*.${field}`,
    expected: "unique values",
    got: `${value} more than once`,
    fix: "rename one",
  }));
}

const requestSeries = (name: string, requests: Requests | undefined): readonly (readonly [string, Series])[] =>
  requests ? [[name, requests.all] as const, [name, requests.failed] as const] : [];
