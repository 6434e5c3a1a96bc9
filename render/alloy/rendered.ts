import { renderGatewayConfig } from "./gateway.ts";
import type { GatewayPlan } from "./gateway.ts";

/** A gateway such as production has, for the committed example and the tests. */
export const EXAMPLE_GATEWAY: GatewayPlan = {
  cluster: "petrosa-prod",
  environment: "prod",
  otlp: { url: "https://otlp-gateway-prod-sa-east-1.grafana.net/otlp", username: "123456" },
  profiles: { url: "https://profiles-prod-011.grafana.net", username: "654321" },
  credentialsDirectory: "/etc/alloy-credentials",
  credentialKeys: { otlp: "otlp-token", profiles: "profiles-token" },
  storageDirectory: "/var/lib/alloy",
  storageGibibytes: 10,
  memoryMebibytes: 1024,
};

/** Committed output of this folder: path from the repository's root → text. */
export function renderedAlloyFiles(): Record<string, string> {
  return { "rendered/alloy/gateway.alloy": renderGatewayConfig(EXAMPLE_GATEWAY) };
}
