import { block, mebibytes, minutes, seconds } from "../ast.ts";
import type { Block, Reference } from "../ast.ts";
import { allSignalsTo, component } from "../components.ts";
import type { Needs } from "../feature.ts";
import { listenAddress } from "../feature.ts";

export const OTLP_GRPC_PORT = { name: "otlp-grpc", port: 4317, protocol: "TCP" } as const;
export const OTLP_HTTP_PORT = { name: "otlp-http", port: 4318, protocol: "TCP" } as const;

/** Takes metrics, logs and traces from applications over OTLP. */
export const otlpReceiver = {
  ports: [OTLP_GRPC_PORT, OTLP_HTTP_PORT],
  rbac: [],
  egress: [],
  blocks: (next: Reference): Block[] => [
    component("otelcol.receiver.otlp", "applications", {
      comment: "Metrics, logs and traces from applications.",
      blocks: [
        block("grpc", { endpoint: listenAddress(OTLP_GRPC_PORT), max_recv_msg_size: mebibytes(16) }, [
          // A gRPC client keeps one connection for ever: without an age limit new replicas would get no traffic.
          block("keepalive", {}, [
            block("server_parameters", { max_connection_age: minutes(2), max_connection_age_grace: seconds(15) }),
          ]),
        ]),
        block("http", { endpoint: listenAddress(OTLP_HTTP_PORT) }),
        allSignalsTo(next),
      ],
    }),
  ],
} satisfies Needs & { blocks: unknown };
