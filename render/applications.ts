import { SIGNALS, type DestinationPlan, type KnownDestinations } from "../model/backends/destinations.ts";
import { SDK_ENVIRONMENT } from "../model/catalog/metrics.ts";
import { applicationEgressPolicy, type NetworkPolicySpec } from "../model/collector/network-policy.ts";
import type { ApplicationConfig, Config } from "../model/config/index.ts";
import type { Later } from "../model/later.ts";
import { commonConfigName, credentialsName } from "../model/names.ts";
import { collectorEndpoints, TELEMETRY_PORTS } from "./alloy/endpoints.ts";

export interface ApplicationInput extends Pick<Config, "cluster" | "environment"> {
  readonly application: ApplicationConfig;
  /** Where the backend accepts signals. */
  readonly destinations: readonly DestinationPlan[];
}

/** The resources of an application namespace. */
export interface ApplicationPlan {
  readonly namespace: string;
  readonly createNamespace: boolean;
  /** Whether the ConfigMap and Secret already exist and are shared with others. */
  readonly adoptObjects: boolean;
  readonly configMap: {
    readonly name: string;
    readonly data: Later<KnownDestinations, Readonly<Record<string, string>>>;
  };
  /** Set if the application sends profiles directly to the backend, with a separate token. */
  readonly direct: { readonly secretName: string; readonly destination: DestinationPlan } | undefined;
  readonly policy: { readonly name: string; readonly spec: Later<KnownDestinations, NetworkPolicySpec> } | undefined;
}

/** The ConfigMap, Secret and NetworkPolicy of an application namespace. */
export function planApplication({
  application,
  cluster,
  environment,
  destinations,
}: ApplicationInput): ApplicationPlan {
  const { namespace, team, createNamespace, adoptObjects } = application;
  const profiles = destinations.find(({ signals }) => signals.includes("profiles"));
  const direct =
    application.profiles === "direct" && profiles !== undefined
      ? { secretName: application.secretName ?? credentialsName(team), destination: profiles }
      : undefined;
  const environmentVariables = variables({ application, cluster, environment, destinations });
  return {
    namespace,
    createNamespace,
    adoptObjects,
    configMap: {
      name: application.configMapName ?? commonConfigName(team),
      data:
        direct === undefined
          ? environmentVariables
          : (known) => ({ ...environmentVariables, PYROSCOPE_SERVER_ADDRESS: urlOf(profiles, known) }),
    },
    direct,
    policy: application.egressPolicy ? egressPolicy(cluster.namespace, direct?.destination) : undefined,
  };
}

const urlOf = (destination: DestinationPlan | undefined, known: KnownDestinations): string =>
  known[destination?.name ?? ""]?.url ?? "";

function egressPolicy(collectorNamespace: string, direct: DestinationPlan | undefined) {
  const policy = (urls: readonly string[]) =>
    applicationEgressPolicy({ name: collectorNamespace }, TELEMETRY_PORTS, urls);
  const { name, spec } = policy([]);
  return {
    name,
    spec: direct === undefined ? spec : (known: KnownDestinations) => policy([urlOf(direct, known)]).spec,
  };
}

/** `cluster` and `environment` become resource attributes, so that an application's own SDK agrees with the collector. */
function variables({ application, cluster, environment, destinations }: ApplicationInput): Record<string, string> {
  const { namespace, team } = application;
  const endpoints = collectorEndpoints(cluster.namespace);
  const attributes = {
    "deployment.environment.name": environment,
    "k8s.cluster.name": cluster.name,
    "k8s.namespace.name": namespace,
    "service.namespace": team,
  };
  const taken = destinations.flatMap(({ signals }) => signals);
  const missing = SIGNALS.filter((signal) => !taken.includes(signal));
  const profiles = missing.includes("profiles") ? "off" : application.profiles;
  return {
    ENABLE_PROFILER: String(profiles !== "off"),
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoints.otlpGrpc,
    OTEL_EXPORTER_OTLP_PROTOCOL: "grpc",
    OTEL_RESOURCE_ATTRIBUTES: Object.entries(attributes)
      .map(([key, value]) => `${key}=${value}`)
      .join(","),
    ...SDK_ENVIRONMENT,
    // The collector would refuse signals that the backend does not accept, so SDKs need not send them.
    ...Object.fromEntries(
      missing
        .filter((signal) => signal !== "profiles")
        .map((signal) => [`OTEL_${signal.toUpperCase()}_EXPORTER`, "none"]),
    ),
    ...(profiles === "collector" ? { PYROSCOPE_SERVER_ADDRESS: endpoints.profiles } : {}),
  };
}
