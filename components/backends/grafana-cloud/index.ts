import type { TelemetryBackend } from "../backend.ts";
import type { AccessTokens } from "./access-tokens.ts";
import type { GrafanaCloudStack } from "./stack.ts";

/** Uids of the data sources that every Grafana Cloud stack has from the start. */
const DATA_SOURCES = {
  metrics: "grafanacloud-prom",
  logs: "grafanacloud-logs",
  traces: "grafanacloud-traces",
  profiles: "grafanacloud-profiles",
  usage: "grafanacloud-usage",
} as const;

/** A Grafana Cloud stack and its tokens, as the backend of the rest. */
export function grafanaCloudBackend(stack: GrafanaCloudStack, { collector, profiles }: AccessTokens): TelemetryBackend {
  return {
    grafanaUrl: stack.url,
    dataSources: DATA_SOURCES,
    otlp: stack.otlp,
    profiles: stack.profiles,
    collectorToken: collector,
    profilesToken: profiles,
  };
}
