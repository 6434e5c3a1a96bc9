import { type Service } from "../../model/catalog/service.ts";
import { FAILURE_LEVELS } from "../../model/catalog/alert-rule.ts";
import { selector } from "../queries/promql.ts";
import { anyLevel } from "../queries/logs-traces-profiles.ts";
import type { DataSourceRole } from "../../model/backends/data-sources.ts";
import { dataSourceOf } from "./data-sources.ts";
import type { JsonObject } from "./panels/index.ts";

/** Filter on instances; every metric carries the label, so the filter never empties a panel. */
export function instanceVariable(service: Service): JsonObject {
  const query = `label_values(${selector({ service }, service.heartbeat)}, instance)`;
  return menu({
    name: "instance",
    label: "Instance",
    signal: "metrics",
    query: { query },
    definition: query,
    all: ".*",
  });
}

interface Menu {
  readonly name: string;
  readonly label: string;
  readonly signal: DataSourceRole;
  /** As the data source's own editor writes it. */
  readonly query: JsonObject;
  /** The query in words. */
  readonly definition: string;
  /** What "All" stands for. @default - one must be selected */
  readonly all?: string;
}

/** A menu that a data source fills, again for each time range, because values come and go. */
function menu({ name, label, signal, query, definition, all }: Menu): JsonObject {
  return {
    name,
    label,
    type: "query",
    datasource: dataSourceOf(signal),
    definition,
    query: { ...query, refId: name },
    ...(all === undefined
      ? { current: {}, includeAll: false, multi: false }
      : {
          current: { selected: true, text: ["All"], value: ["$__all"] },
          includeAll: true,
          allValue: all,
          multi: true,
        }),
    hide: 0,
    options: [],
    refresh: 2,
    regex: "",
    skipUrlSync: false,
    sort: 1,
  };
}

const SERVICE = { name: "service", label: "Service" } as const;

/** `$service`: names of services whose log lines match a stream selector. */
export const serviceOfLogs = (stream: string): JsonObject =>
  menu({
    ...SERVICE,
    signal: "logs",
    query: { type: 1, label: "service_name", stream }, // 1: values of a label
    definition: `label_values(${stream}, service_name)`,
    all: ".+",
  });

/** `$service`: names of services that sent spans. */
export const serviceOfTraces = (): JsonObject =>
  menu({
    ...SERVICE,
    signal: "traces",
    query: { type: 1, label: "service.name" },
    definition: "Values of service.name",
    all: ".+",
  });

/** `$service`: one of the services that sent profiles of a type. */
export const serviceOfProfiles = (profileTypeId: string): JsonObject =>
  menu({
    ...SERVICE,
    signal: "profiles",
    query: { type: "labelValue", labelName: "service_name", profileTypeId },
    definition: "Values of service_name",
  });

/** A menu of fixed choices; the first one is selected by default. */
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

/** `$levels`: which log lines a dashboard shows. */
export const levelVariable = (): JsonObject =>
  choiceVariable("levels", "Log level", [
    ["errors", anyLevel(FAILURE_LEVELS)],
    ["warnings and errors", anyLevel(["warn", ...FAILURE_LEVELS])],
    ["all", ".*"],
  ]);

/** A text field, empty at first. */
export const textVariable = (name: string, label: string): JsonObject => ({
  name,
  label,
  type: "textbox",
  query: "",
  current: { selected: true, text: "", value: "" },
  options: [{ selected: true, text: "", value: "" }],
  hide: 0,
  skipUrlSync: false,
});
