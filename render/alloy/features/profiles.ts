import { block, object } from "../language/ast.ts";
import type { Reference } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import type { DestinationPlan } from "../../../model/backends/destinations.ts";
import { basicAuth, lateUrl } from "./destination.ts";
import type { Feature } from "./feature.ts";
import type { CollectorPlan } from "../plan.ts";

export const PROFILES_PORT = { name: "pyroscope", port: 4040, protocol: "TCP" } as const;

export const profilesWriter: Reference = exported("pyroscope.write", "backend", "receiver");

/** Receives profiles from Pyroscope SDKs and forwards them, so that applications hold no backend token. */
export const profilesReceiver: Feature = {
  ports: [PROFILES_PORT],
  blocks: [
    component("pyroscope.receive_http", "applications", {
      comment: "Receives profiles from applications.",
      attributes: { forward_to: [profilesWriter] },
      blocks: [block("http", { listen_address: "0.0.0.0", listen_port: PROFILES_PORT.port })],
    }),
  ],
};

/** Sends profiles to the backend. */
export const profilesExporter = (
  destination: DestinationPlan,
  { cluster, environment }: Pick<CollectorPlan, "cluster" | "environment">,
): Feature => ({
  egress: [`backend:${destination.name}`],
  blocks: [
    component("pyroscope.write", "backend", {
      comment: "Sends profiles to the backend. There is no disk queue for profiles.",
      // The label names that the other signals' resource attributes get.
      attributes: {
        external_labels: object({ k8s_cluster_name: cluster, deployment_environment_name: environment }),
      },
      blocks: [
        block(
          "endpoint",
          { url: lateUrl(destination) },
          destination.auth.kind === "basic" ? [basicAuth("basic_auth", destination)] : [],
        ),
      ],
    }),
  ],
});
