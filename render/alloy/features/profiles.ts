import { block, object } from "../ast.ts";
import type { Block } from "../ast.ts";
import { component, exported } from "../components.ts";
import type { Backend, Needs } from "../feature.ts";

export const PROFILES_PORT = { name: "pyroscope", port: 4040, protocol: "TCP" } as const;

/** Takes profiles from Pyroscope SDKs and passes them on, so that applications hold no backend token. */
export const profiles = {
  ports: [PROFILES_PORT],
  rbac: [],
  egress: ["profiles-backend"],
  blocks: (backend: Backend, origin: { cluster: string; environment: string }): Block[] => [
    component("pyroscope.receive_http", "applications", {
      comment: "Profiles from applications.",
      attributes: { forward_to: [exported("pyroscope.write", "backend", "receiver")] },
      blocks: [block("http", { listen_address: "0.0.0.0", listen_port: PROFILES_PORT.port })],
    }),
    component("pyroscope.write", "backend", {
      comment: "Sends profiles to the backend. There is no disk queue for profiles.",
      // The names under which the other signals' resource attributes become labels.
      attributes: {
        external_labels: object({
          k8s_cluster_name: origin.cluster,
          deployment_environment_name: origin.environment,
        }),
      },
      blocks: [
        block("endpoint", { url: backend.url }, [
          block("basic_auth", { username: backend.username, password_file: backend.passwordFile }),
        ]),
      ],
    }),
  ],
} satisfies Needs & { blocks: unknown };
