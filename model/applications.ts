import type { ApplicationConfig } from "./config.ts";
import { collectorHost, commonConfigName, credentialsName } from "./names.ts";

/** Ports that applications reach the collector on. */
export const COLLECTOR_PORTS = { otlpGrpc: 4317, otlpHttp: 4318, profiles: 4040 } as const;

/** In-cluster addresses of the collector. */
export interface CollectorEndpoints {
  /** `http://…:4317` */
  readonly otlpGrpc: string;
  /** `http://…:4318` */
  readonly otlpHttp: string;
  /** Pyroscope push, `http://…:4040` */
  readonly profiles: string;
}

export function collectorEndpoints(namespace: string): CollectorEndpoints {
  const at = (port: number) => `http://${collectorHost(namespace)}:${port}`;
  return {
    otlpGrpc: at(COLLECTOR_PORTS.otlpGrpc),
    otlpHttp: at(COLLECTOR_PORTS.otlpHttp),
    profiles: at(COLLECTOR_PORTS.profiles),
  };
}

/** What an application namespace gets. */
export interface ApplicationPlan {
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** ConfigMap and Secret exist and are shared with others. */
  readonly adoptObjects: boolean;
  readonly configMapName: string;
  /** Name of the Secret, where the application holds a token of its own. */
  readonly secretName: string | undefined;
  /** Environment variables that need nothing from the backend. */
  readonly environment: Readonly<Record<string, string>>;
}

/** `cluster` and `environment` become resource attributes, so that an application's own SDK agrees with the collector. */
export function planApplication(
  application: ApplicationConfig,
  endpoints: CollectorEndpoints,
  labels: { readonly cluster: string; readonly environment: string },
): ApplicationPlan {
  const { namespace, team, profiles } = application;
  const attributes = {
    "deployment.environment.name": labels.environment,
    "k8s.cluster.name": labels.cluster,
    "k8s.namespace.name": namespace,
    "service.namespace": team,
  };
  return {
    namespace,
    createNamespace: application.createNamespace,
    adoptObjects: application.adoptObjects,
    configMapName: application.configMapName ?? commonConfigName(team),
    secretName: profiles === "direct" ? (application.secretName ?? credentialsName(team)) : undefined,
    environment: {
      ENABLE_PROFILER: String(profiles !== "off"),
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoints.otlpGrpc,
      OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
      OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
        .map(([key, value]) => `${key}=${value}`)
        .join(","),
      ...(profiles === "collector" ? { PYROSCOPE_SERVER_ADDRESS: endpoints.profiles } : {}),
    },
  };
}
