import type * as pulumi from "@pulumi/pulumi";
import * as grafana from "@pulumiverse/grafana";
import { GRAFANA_CLOUD_DATA_SOURCES, GRAFANA_CLOUD_DESTINATIONS } from "../../../model/backends/grafana-cloud.ts";
import type { GrafanaCloudConfig } from "../../../model/config/grafana-cloud.ts";
import type { Destination, TelemetryBackend } from "../backend.ts";
import { AccessTokens, type MintedToken } from "./access-tokens.ts";
import { GrafanaCloudStack, type WriteEndpoint } from "./stack.ts";

/** A Grafana Cloud stack, and write-only tokens for it. */
export function grafanaCloudBackend(
  config: GrafanaCloudConfig,
  applicationTokens: boolean,
  bootstrapToken: pulumi.Output<string>,
): TelemetryBackend {
  const cloud = {
    provider: new grafana.Provider("grafana-cloud", {
      cloudApiUrl: config.apiUrl,
      cloudAccessPolicyToken: bootstrapToken,
    }),
  };
  const stack = new GrafanaCloudStack("grafana-cloud", config, cloud);
  const tokens = new AccessTokens("access-tokens", { backend: config, applicationTokens, stack }, cloud);
  const otlp = destination("otlp", stack.otlp, tokens.collector);
  return {
    destinations: {
      ...{ metrics: otlp, logs: otlp, traces: otlp },
      profiles: destination("profiles", stack.profiles, tokens.collector),
    },
    dataSources: GRAFANA_CLOUD_DATA_SOURCES,
    grafana: {
      url: stack.url,
      provider: new grafana.Provider("grafana-stack", {
        url: stack.url,
        auth: stack.serviceAccountToken,
        stackId: stack.stackId.apply(Number),
      }),
      owner: stack.owner,
    },
    rules: { kind: "grafana" },
    expiringTokens: {
      collector: tokens.collector,
      ...(tokens.profiles === undefined ? {} : { profiles: tokens.profiles }),
    },
    applicationToken: tokens.profiles,
    collectorIdentity: {},
  };
}

const destination = (
  name: keyof typeof GRAFANA_CLOUD_DESTINATIONS,
  { url, username }: WriteEndpoint,
  token: MintedToken,
): Destination => {
  const { protocol, auth, reach } = GRAFANA_CLOUD_DESTINATIONS[name];
  return { protocol, url, auth: { ...auth, username, token }, reach };
};
