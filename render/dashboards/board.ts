import { appeared, selector } from "../promql.ts";
import { FAILURE_LEVELS, type Service } from "../../model/catalog.ts";
import { storedLabel, storedName } from "../../model/metrics.ts";
import type { RenderContext } from "../context.ts";
import { anyOf } from "../telemetry-queries.ts";
import { DATA_SOURCES, dataSourceVariables } from "./data-sources.ts";
import { layOut, type Section } from "./layout.ts";
import type { JsonObject } from "./panels/index.ts";
import { COLOURS } from "./style.ts";

/** Schema of Grafana 12 and 13; an older one would be migrated by Grafana and show as a change ever after. */
const SCHEMA_VERSION = 42;

/** Tag of every board of this program; the boards' menu lists them by it. */
export const BOARD_TAG = "observability";

/** A board without its folder, which is decided elsewhere. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Beside those that every board has. */
  readonly tags: readonly string[];
  /** Whose new versions it marks. */
  readonly services: readonly Service[];
  /** Variables beside data sources. */
  readonly variables: readonly JsonObject[];
  readonly sections: readonly Section[];
}

/** Puts sections into a whole dashboard (schema v1). */
export function boardJson(board: Board, context: RenderContext): JsonObject {
  const { uid, title, description, tags, services, variables, sections } = board;
  return {
    uid,
    title,
    description,
    tags: [BOARD_TAG, `environment:${context.environment}`, ...tags],
    schemaVersion: SCHEMA_VERSION,
    editable: false, // it is written by a program, which would undo the edit
    graphTooltip: 1, // one crosshair on all panels: what else happened at this moment
    timezone: "utc",
    time: { from: "now-3h", to: "now" },
    refresh: "1m",
    fiscalYearStartMonth: 0,
    weekStart: "",
    annotations: { list: [alertStates(), ...newVersions(services)] },
    links: links(context.runbookUrl),
    templating: { list: [...dataSourceVariables(context.dataSources), ...variables] },
    panels: layOut(sections),
  };
}

/** Filter on instances; every metric carries the label, so no panel is emptied by it. */
export function instanceVariable(service: Service): JsonObject {
  const query = `label_values(${selector({ service }, service.heartbeat)}, instance)`;
  return {
    name: "instance",
    label: "Instance",
    type: "query",
    datasource: DATA_SOURCES.metrics,
    definition: query,
    query: { query, refId: "instance" },
    current: { selected: true, text: ["All"], value: ["$__all"] },
    includeAll: true,
    allValue: ".*",
    multi: true,
    hide: 0,
    options: [],
    refresh: 2, // with the time range: instances come and go
    regex: "",
    skipUrlSync: false,
    sort: 1,
  };
}

/** A menu of fixed choices; the first one is preset. */
export function choiceVariable(
  name: string,
  label: string,
  choices: readonly (readonly [string, string])[],
): JsonObject {
  const options = choices.map(([text, value], index) => ({ selected: index === 0, text, value }));
  return {
    name,
    label,
    type: "custom",
    query: choices.map(([text, value]) => `${text} : ${value}`).join(","),
    current: options[0],
    options,
    includeAll: false,
    multi: false,
    hide: 0,
    skipUrlSync: false,
  };
}

/** `$levels`: which log lines a board shows. */
export const levelVariable = (): JsonObject =>
  choiceVariable("levels", "Log level", [
    ["errors", anyOf(FAILURE_LEVELS)],
    ["warnings and errors", anyOf(["warn", ...FAILURE_LEVELS])],
    ["all", ".*"],
  ]);

const alertStates = (): JsonObject => ({
  builtIn: 1,
  name: "Alerts",
  type: "dashboard",
  datasource: { type: "grafana", uid: "-- Grafana --" },
  enable: true,
  hide: true,
  iconColor: COLOURS.vermilion,
});

/** Versions that were not there ten minutes before; one query for all services that tell theirs in the same way. */
function newVersions(services: readonly Service[]): readonly JsonObject[] {
  const versioned = services.flatMap((service) =>
    service.version === undefined ? [] : [{ service, version: service.version, heartbeat: service.heartbeat }],
  );
  const alike = Map.groupBy(versioned, ({ version, heartbeat: { metric, where } }) =>
    JSON.stringify([storedName(metric), where, version]),
  );
  return [...alike.values()].flatMap((group, index) => {
    const [first] = group;
    if (first === undefined) return [];
    const { heartbeat, version } = first;
    const expr = appeared({ service: group.map(({ service }) => service) }, heartbeat, [version], "10m");
    return [versionAnnotation(expr, storedLabel(version), services.length > 1, index)];
  });
}

const versionAnnotation = (expr: string, label: string, several: boolean, index: number): JsonObject => ({
  name: index === 0 ? "New versions" : `New versions ${index + 1}`,
  datasource: DATA_SOURCES.metrics,
  enable: true,
  hide: false,
  iconColor: COLOURS.sky,
  expr,
  step: "60s",
  titleFormat: several ? `{{job}} version {{${label}}}` : `Version {{${label}}}`,
  useValueForTime: false,
});

const links = (runbookUrl: string): JsonObject[] => [
  {
    type: "dashboards",
    title: "Boards",
    tags: [BOARD_TAG],
    asDropdown: true,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
    icon: "external link",
    tooltip: "",
    url: "",
  },
  {
    type: "link",
    title: "Runbooks",
    url: runbookUrl,
    icon: "doc",
    tooltip: "What to do when an alert fires",
    tags: [],
    asDropdown: false,
    includeVars: false,
    keepTime: false,
    targetBlank: true,
  },
];
