import type { Context } from "../core/context.ts";
import { ORGANISATION } from "../core/regions.ts";
import type { Stack } from "../core/state.ts";

/** Where each backend of the stand-in listens. */
function endpoints(url: string) {
  return {
    otlp: `${url}/gateways/otlp`,
    prometheus: `${url}/gateways/prometheus`,
    logs: `${url}/gateways/logs`,
    traces: `${url}/gateways/traces`,
    profiles: `${url}/gateways/profiles`,
    graphite: `${url}/gateways/graphite`,
    alerts: `${url}/gateways/alertmanager`,
    fleetManagement: `${url}/gateways/fleet-management`,
    influx: `${url}/gateways/influx`,
    oncall: `${url}/gateways/oncall`,
    syntheticMonitoring: `${url}/gateways/synthetic-monitoring`,
  };
}

/** Returns the Grafana URL of a stack. Clients keep its path and append `/api/…` or `/login`. */
function stackUrl(url: string, stack: Stack): string {
  return `${url}/grafana/${stack.slug}`;
}

/** Returns a stack as `/api/instances` and `/api/v1/stacks` show it. */
export function stackJson(context: Context, stack: Stack) {
  const at = endpoints(context.url());
  return {
    id: stack.id,
    name: stack.name,
    slug: stack.slug,
    status: "active",
    url: stackUrl(context.url(), stack),
    description: stack.description,
    labels: stack.labels,
    deleteProtection: stack.deleteProtection,
    createdAt: stack.createdAt,
    updatedAt: stack.updatedAt,
    orgId: ORGANISATION.id,
    orgSlug: ORGANISATION.slug,
    orgName: ORGANISATION.name,
    region: stack.region,
    regionSlug: stack.region,
    clusterSlug: stack.region,
    clusterName: stack.region,
    ...backend("hmInstanceProm", stack, "prom", stack.tenants.prometheus, at.prometheus),
    ...backend("hlInstance", stack, "logs", stack.tenants.logs, at.logs),
    ...backend("htInstance", stack, "traces", stack.tenants.traces, at.traces),
    ...backend("hpInstance", stack, "profiles", stack.tenants.profiles, at.profiles),
    ...backend("hmInstanceGraphite", stack, "graphite", stack.tenants.graphite, at.graphite),
    ...backend("amInstance", stack, "alerts", stack.tenants.alerts, at.alerts),
    ...backend("agentManagementInstance", stack, "fleet-management", stack.tenants.fleetManagement, at.fleetManagement),
    regionSyntheticMonitoringApiUrl: at.syntheticMonitoring,
    links: [],
  };
}

function backend(prefix: string, stack: Stack, suffix: string, id: number, url: string): Record<string, unknown> {
  return {
    [`${prefix}Id`]: id,
    [`${prefix}Name`]: `${stack.slug}-${suffix}`,
    [`${prefix}Url`]: url,
    [`${prefix}Status`]: "active",
  };
}

/** `/api/instances/{id}/connections`, read by the older plugin. */
export function legacyConnections(context: Context) {
  const at = endpoints(context.url());
  return {
    otlpHttpUrl: at.otlp,
    influxUrl: at.influx,
    oncallApiUrl: at.oncall,
    otlpMultiAZ: false,
    privateConnectivityInfo: { tenants: [] },
  };
}

/** `/api/v1/stacks/{id}/connections`, read by the current plugin. */
export function connections(context: Context, stack: Stack) {
  const at = endpoints(context.url());
  return {
    otlp: { url: at.otlp, multiAZ: false },
    services: { influxUrl: at.influx, oncallApiUrl: at.oncall },
    tenants: [
      { type: "prometheus", id: stack.tenants.prometheus },
      { type: "logs", id: stack.tenants.logs },
      { type: "traces", id: stack.tenants.traces },
      { type: "profiles", id: stack.tenants.profiles },
    ],
  };
}
