import type { EffectiveService } from "../../../model/catalog/effective.ts";
import { type Service } from "../../../model/catalog/service.ts";
import { FAILURE_LEVELS } from "../../../model/catalog/alert-rule.ts";
import type { Scope } from "../../queries/promql.ts";
import { instances } from "../instances.ts";
import { anyLevel, logCount, logLines } from "../../queries/logs-traces-profiles.ts";
import type { Board } from "../board.ts";
import { GRID_COLUMNS, type Section } from "../layout.ts";
import { signalOf } from "../data-sources.ts";
import { levelsOf, type Levels } from "../drawn-thresholds.ts";
import { alertList, stat, type Panel } from "../panels/index.ts";
import { clientSection, requestStats, serverSection } from "./requests.ts";
import { sloSection } from "./slos.ts";
import { logSection, profileSection, saturationSection, traceSection } from "./telemetry.ts";
import { watchSection } from "./watch.ts";
import { COLOURS, UNITS } from "../style.ts";
import { serviceBoardUid } from "../../../model/catalog/uids.ts";
import { instanceVariable, levelVariable } from "../variables.ts";

/** The dashboard that on-call opens first: is the service up, who is affected, which hop is broken, what does it log. */
export function serviceBoard(service: EffectiveService): Board {
  const byInstance = comparesInstances(service);
  const scope: Scope = { service, ...(byInstance ? { filter: { instance: { matches: "$instance" } } } : {}) };
  const levels = levelsOf(service);
  return {
    uid: serviceBoardUid(service),
    title: `${service.title} service`,
    description: service.description,
    tags: [`service:${service.id}`, `team:${service.team}`],
    services: [service],
    variables: [...(byInstance ? [instanceVariable(service)] : []), ...(service.logs ? [levelVariable()] : [])],
    sections: [
      summary(service, scope, levels),
      ...(service.server ? [serverSection(service.server, scope, levels)] : []),
      ...sloSection(service),
      ...(service.client ? [clientSection(service.client, scope, levels)] : []),
      ...saturationSection(service, scope, levels),
      ...watchSection(service, levels),
      ...logSection(service),
      ...traceSection(service),
      ...profileSection(service),
    ],
  };
}

/** True if instances can be compared, so that the dashboard gets a filter; panels of rules always show all instances. */
const comparesInstances = ({ server, client, inFlight, cpu, memory }: Service): boolean =>
  [server, client, inFlight, cpu, memory].some((one) => one !== undefined);

/** What fires, whether it runs, who is affected. It comes first on a phone, which shows panels below each other. */
function summary(service: EffectiveService, scope: Scope, levels: Levels): Section {
  const alerts = alertList({
    key: "alerts",
    title: "Alerts",
    description: "Firing and pending alerts of this service. Each links to its runbook.",
    width: ALERTS_WIDTH,
    labels: `{service="${service.id}"}`,
  });
  const numbers = [
    heartbeat(service, scope),
    ...(service.server ? requestStats(service.server, scope, levels) : []),
    ...(service.logs ? [errorsLogged(service)] : []),
  ];
  return { key: "summary", panels: [alerts, ...shared(numbers, GRID_COLUMNS - ALERTS_WIDTH)] };
}

/** Alert names are long. */
const ALERTS_WIDTH = 8;

/** Panels that share some columns; the first ones are wider if the columns do not divide evenly. */
const shared = (panels: readonly Panel[], columns: number): readonly Panel[] =>
  panels.map((panel, index) => ({
    ...panel,
    width: Math.floor(columns / panels.length) + (index < columns % panels.length ? 1 : 0),
  }));

const heartbeat = (service: Service, scope: Scope): Panel =>
  stat({
    key: "heartbeat",
    title: "Instances",
    description: "Reporting instances. None means that nothing is running, or that its telemetry does not arrive.",
    width: 4,
    unit: UNITS.count,
    noValue: "none",
    signal: signalOf([service.heartbeat]),
    queries: [{ expr: instances(scope, service.heartbeat), legend: "instances" }],
  });

/** Orange from the level at which a rule that counts the same lines fires, if there is one. */
function errorsLogged(service: EffectiveService): Panel {
  const levels = service.rules.flatMap(({ condition }) =>
    condition.kind === "log-burst" &&
    condition.window === ERROR_WINDOW &&
    condition.matches === undefined &&
    condition.levels?.join() === FAILURE_LEVELS.join()
      ? [condition.threshold]
      : [],
  );
  return stat({
    key: "errors-logged",
    title: "Errors logged",
    description: "Log lines of level error and above in five minutes. A trickle may be normal; a step is not.",
    width: 4,
    unit: UNITS.count,
    signal: "logs",
    noValue: "0",
    thresholds: levels.map((value) => ({ value, colour: COLOURS.orange })),
    queries: [
      { expr: logCount(logLines(service, anyLevel(FAILURE_LEVELS)), ERROR_WINDOW, "service_name"), legend: "errors" },
    ],
  });
}

const ERROR_WINDOW = "5m";
