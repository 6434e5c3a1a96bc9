import type { CollectorEndpoints } from "../../model/applications.ts";
import { collectorHost } from "../../model/names.ts";
import { OTLP_GRPC_PORT, OTLP_HTTP_PORT } from "./features/otlp-receiver.ts";
import { PROFILES_PORT } from "./features/profiles.ts";

/** Addresses that the applications of the cluster send to. */
export function collectorEndpoints(namespace: string): CollectorEndpoints {
  const at = ({ port }: { readonly port: number }) => `http://${collectorHost(namespace)}:${port}`;
  return { otlpGrpc: at(OTLP_GRPC_PORT), otlpHttp: at(OTLP_HTTP_PORT), profiles: at(PROFILES_PORT) };
}
