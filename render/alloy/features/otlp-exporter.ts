import { block, seconds } from "../ast.ts";
import type { Block, Reference } from "../ast.ts";
import { component, exported } from "../components.ts";
import type { Backend, Needs } from "../feature.ts";

export interface DiskQueue {
  /** Absolute path on a volume that outlives the pod. */
  readonly directory: string;
  /** Size of that volume. */
  readonly volumeBytes: number;
}

/**
 * Part of the volume for each of the three signals' queues. A queue file takes more room than what it holds: measured
 * 1.1 × with 100 spans per request, 1.9 × with 10, 2.9 × with single spans. The queue must refuse before the volume is
 * full, since on a full one Alloy 1.19 loses accepted telemetry (about 5 % in each of three kills, none with room left).
 */
const QUEUE_SHARE_PER_SIGNAL = 1 / 10;

/** Sends metrics, logs and traces to the backend through a queue on disk that survives outages and restarts. */
export const otlpExporter = {
  ports: [],
  rbac: [],
  egress: ["otlp-backend"],
  input: exported("otelcol.exporter.otlphttp", "backend", "input"),
  blocks: (backend: Backend, queue: DiskQueue): Block[] => [
    component("otelcol.exporter.otlphttp", "backend", {
      comment: "Sends to the backend; what is not delivered yet waits on disk.",
      blocks: [
        block("client", { endpoint: backend.url, auth: exported("otelcol.auth.basic", "backend", "handler") }),
        // Never give up: the default drops a batch after five minutes, however much room the queue has.
        block("retry_on_failure", { max_elapsed_time: seconds(0) }),
        sendingQueue(Math.floor(queue.volumeBytes * QUEUE_SHARE_PER_SIGNAL)),
      ],
    }),
    component("otelcol.storage.file", "queue", {
      comment: "The exporter's queue, on the pod's volume.",
      attributes: { directory: queue.directory, timeout: seconds(10) },
    }),
    component("otelcol.auth.basic", "backend", {
      comment: "The token is read from its file again whenever the Secret changes.",
      blocks: [
        block("client_auth", { username: backend.username, password_file: backend.passwordFile }),
        // Alloy 1.19 refuses a client without server credentials; these admit nobody, no receiver uses them.
        block("htpasswd", { inline: "unused:unused" }),
      ],
    }),
  ],
} satisfies Needs & { input: Reference; blocks: unknown };

/** Batches are formed when the queue is read: a batch processor in front would hold telemetry in memory only. */
function sendingQueue(bytes: number): Block {
  const attributes = {
    storage: exported("otelcol.storage.file", "queue", "handler"),
    sizer: "bytes",
    queue_size: bytes,
  };
  const batch = block("batch", { flush_timeout: seconds(1), min_size: 2000, max_size: 3000, sizer: "items" });
  return block("sending_queue", attributes, [batch]);
}
