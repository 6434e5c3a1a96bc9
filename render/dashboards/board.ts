import { appeared } from "../queries/promql.ts";
import type { Service } from "../../model/catalog/service.ts";
import { storedLabel, storedName } from "../../model/catalog/metrics.ts";
import type { RenderContext } from "../context.ts";
import { dataSourceOf, dataSourceVariables } from "./data-sources.ts";
import { FLEET } from "../../model/catalog/uids.ts";
import { layOut, type Section } from "./layout.ts";
import type { JsonObject } from "./panels/index.ts";
import { COLOURS } from "./style.ts";

/** Schema of Grafana 12 and 13. Grafana would migrate an older one, which would then always show as a change. */
const SCHEMA_VERSION = 42;

/** Tag of every dashboard of this program. */
export const BOARD_TAG = "observability";

/** Tag of the dashboards of one system, or of those on all services. */
const folderTag = (uid: string): string => `folder:${uid}`;

export const environmentTag = (environment: string): string => `environment:${environment}`;

/** A dashboard without its folder, which is decided elsewhere. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** Tags besides those that every dashboard has. */
  readonly tags: readonly string[];
  /** Services whose new versions it marks. */
  readonly services: readonly Service[];
  /** Variables besides data sources. */
  readonly variables: readonly JsonObject[];
  readonly sections: readonly Section[];
}

/** Renders a complete dashboard (schema v1) for a folder, which is given by its uid. */
export function boardJson(board: Board, folder: string, context: RenderContext): JsonObject {
  const { uid, title, description, tags, services, variables, sections } = board;
  return {
    uid,
    title,
    description,
    tags: [BOARD_TAG, environmentTag(context.environment), folderTag(folder), ...tags],
    schemaVersion: SCHEMA_VERSION,
    editable: false, // a program writes it and would undo any edit
    graphTooltip: 1, // one crosshair on all panels shows what else happened at that moment
    timezone: "utc",
    time: { from: "now-3h", to: "now" },
    refresh: "1m",
    fiscalYearStartMonth: 0,
    weekStart: "",
    annotations: { list: [alertStates(), ...newVersions(services)] },
    links: links(board, folder, context),
    templating: { list: [...dataSourceVariables(context.dataSources), ...variables] },
    panels: layOut(sections),
  };
}

const alertStates = (): JsonObject => ({
  builtIn: 1,
  name: "Alerts",
  type: "dashboard",
  datasource: { type: "grafana", uid: "-- Grafana --" },
  enable: true,
  hide: true,
  iconColor: COLOURS.vermilion,
});

/** Versions that did not exist ten minutes before; one query for all services that report theirs in the same way. */
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
  datasource: dataSourceOf("metrics"),
  enable: true,
  hide: false,
  iconColor: COLOURS.sky,
  expr,
  step: "60s",
  titleFormat: several ? `{{job}} version {{${label}}}` : `Version {{${label}}}`,
  useValueForTime: false,
});

/** Links to the other dashboards of the folder, the overview and the runbooks. */
const links = ({ uid }: Board, folder: string, { runbookUrl }: RenderContext): JsonObject[] => [
  {
    ...LINK,
    type: "dashboards",
    title: "Dashboards",
    tags: [BOARD_TAG, folderTag(folder)],
    asDropdown: true,
    includeVars: true,
    keepTime: true,
    icon: "external link",
    tooltip: "Other dashboards in this folder",
  },
  ...(uid === FLEET.overview ? [] : [{ ...LINK, title: "Overview", url: `/d/${FLEET.overview}`, keepTime: true }]),
  { ...LINK, title: "Runbooks", url: runbookUrl, targetBlank: true, tooltip: "What to do when an alert fires" },
];

const LINK = {
  type: "link",
  icon: "doc",
  tags: [],
  url: "",
  tooltip: "",
  asDropdown: false,
  includeVars: false,
  keepTime: false,
  targetBlank: false,
};
