import type { CollectorEndpoints } from "../../model/applications.ts";
import { collectorHost } from "../../model/names.ts";
import type { ServicePort } from "../../model/collector/network-policy.ts";
import { OTLP_GRPC_PORT, OTLP_HTTP_PORT } from "./features/otlp-receiver.ts";
import { PROFILES_PORT } from "./features/profiles.ts";

/** Ports that applications send to. */
export const TELEMETRY_PORTS: readonly ServicePort[] = [OTLP_GRPC_PORT, OTLP_HTTP_PORT, PROFILES_PORT];

/** Addresses that the applications of the cluster send to. */
export function collectorEndpoints(namespace: string): CollectorEndpoints {
  const at = ({ port }: ServicePort) => `http://${collectorHost(namespace)}:${port}`;
  return { otlpGrpc: at(OTLP_GRPC_PORT), otlpHttp: at(OTLP_HTTP_PORT), profiles: at(PROFILES_PORT) };
}
