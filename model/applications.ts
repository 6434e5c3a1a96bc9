import type { ApplicationConfig } from "./config/index.ts";
import { SDK_ENVIRONMENT } from "./catalog/metrics.ts";
import { commonConfigName, credentialsName } from "./names.ts";

/** In-cluster addresses of the collector. */
export interface CollectorEndpoints {
  /** `http://…:4317` */
  readonly otlpGrpc: string;
  /** `http://…:4318` */
  readonly otlpHttp: string;
  /** Pyroscope push, `http://…:4040` */
  readonly profiles: string;
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
      ...SDK_ENVIRONMENT,
      ...(profiles === "collector" ? { PYROSCOPE_SERVER_ADDRESS: endpoints.profiles } : {}),
    },
  };
}
