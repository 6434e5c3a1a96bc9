import { block, mebibytes, minutes, seconds } from "../language/ast.ts";
import { component, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import { listenAddress } from "./feature.ts";
import type { Feature } from "./feature.ts";

export const OTLP_GRPC_PORT = { name: "otlp-grpc", port: 4317, protocol: "TCP" } as const;
export const OTLP_HTTP_PORT = { name: "otlp-http", port: 4318, protocol: "TCP" } as const;

/** Receives metrics, logs and traces from applications over OTLP. */
export const otlpReceiver = (next: Outputs): Feature => ({
  ports: [OTLP_GRPC_PORT, OTLP_HTTP_PORT],
  blocks: [
    component("otelcol.receiver.otlp", "applications", {
      comment: `${signalsOf(next)} from applications.`,
      blocks: [
        block("grpc", { endpoint: listenAddress(OTLP_GRPC_PORT), max_recv_msg_size: mebibytes(16) }, [
          // A gRPC client keeps one connection forever: without an age limit, new replicas would get no traffic.
          block("keepalive", {}, [
            block("server_parameters", { max_connection_age: minutes(2), max_connection_age_grace: seconds(15) }),
          ]),
        ]),
        block("http", { endpoint: listenAddress(OTLP_HTTP_PORT) }),
        outputTo(next),
      ],
    }),
  ],
});

/** Returns the signals that are passed on, such as `Metrics, logs and traces`. */
function signalsOf(next: Outputs): string {
  const names = Object.keys(next);
  const text = [names.slice(0, -1).join(", "), ...names.slice(-1)].filter((part) => part !== "").join(" and ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Receives the traces that the gateways' load balancing sends to this sampler. */
export const spansFromGateways = (next: Outputs): Feature => ({
  ports: [OTLP_GRPC_PORT],
  blocks: [
    component("otelcol.receiver.otlp", "gateways", {
      comment: "Receives the spans of whole traces from the gateways.",
      blocks: [
        block("grpc", { endpoint: listenAddress(OTLP_GRPC_PORT), max_recv_msg_size: mebibytes(16) }),
        outputTo(next),
      ],
    }),
  ],
});
