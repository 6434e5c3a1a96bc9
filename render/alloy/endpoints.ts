import { collectorHost } from "../../model/names.ts";
import type { ServicePort } from "../../model/collector/network-policy.ts";
import { OTLP_GRPC_PORT, OTLP_HTTP_PORT } from "./features/otlp-receiver.ts";
import { PROFILES_PORT } from "./features/profiles.ts";

/** In-cluster addresses of the collector. */
export interface CollectorEndpoints {
  /** `http://…:4317` */
  readonly otlpGrpc: string;
  /** `http://…:4318` */
  readonly otlpHttp: string;
  /** Pyroscope push, `http://…:4040` */
  readonly profiles: string;
}

/** Ports that receive telemetry from applications. */
export const TELEMETRY_PORTS: readonly ServicePort[] = [OTLP_GRPC_PORT, OTLP_HTTP_PORT, PROFILES_PORT];

/** Returns the addresses to which applications in the cluster send telemetry. */
export function collectorEndpoints(namespace: string): CollectorEndpoints {
  const at = ({ port }: ServicePort) => `http://${collectorHost(namespace)}:${port}`;
  return { otlpGrpc: at(OTLP_GRPC_PORT), otlpHttp: at(OTLP_HTTP_PORT), profiles: at(PROFILES_PORT) };
}
