import type { System } from "../model/catalog.ts";
import { toLokiRules, toPrometheusRules } from "./alerts/prometheus.ts";
import type { AlertContext } from "./alerts/rules.ts";
import { renderDashboards } from "./dashboards/index.ts";

/** Stands for any environment: what differs between environments is in the resource graph, not here. */
const EXAMPLE: AlertContext = {
  environment: "example",
  dataSources: {
    metrics: "grafanacloud-prom",
    logs: "grafanacloud-logs",
    traces: "grafanacloud-traces",
    profiles: "grafanacloud-profiles",
  },
  runbookUrl: "docs/runbooks",
  thresholds: {},
  receiverFor: () => undefined,
};

/** Boards and rules of some systems as they are committed for review, by path. */
export function renderedFiles(systems: readonly System[]): Readonly<Record<string, string>> {
  const boards = renderDashboards(systems, EXAMPLE).map(
    ({ uid, json }) => [`rendered/dashboards/${uid}.json`, `${JSON.stringify(json, null, 2)}\n`] as const,
  );
  const rules = systems.flatMap((system) => [
    [`rendered/alerts/${system.id}.prometheus.yaml`, toPrometheusRules([system], EXAMPLE)] as const,
    ...(watchesLogs(system)
      ? [[`rendered/alerts/${system.id}.loki.yaml`, toLokiRules([system], EXAMPLE)] as const]
      : []),
  ]);
  return Object.fromEntries([...boards, ...rules]);
}

const watchesLogs = ({ services }: System): boolean =>
  services.some(({ alerts }) => alerts.some(({ condition }) => condition.kind === "log-burst"));
