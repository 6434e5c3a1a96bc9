import { block, seconds } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import { QUEUE_SHARE_PER_SIGNAL } from "../../../model/collector/sizing.ts";
import type { DestinationPlan } from "../../../model/backends/destinations.ts";
import { basicAuth, exporterLabel, lateUrl } from "./destination.ts";
import type { Feature } from "./feature.ts";
import { STORAGE_DIRECTORY } from "../plan.ts";

export interface DiskQueue {
  /** Space for the queues of all three signals. */
  readonly volumeBytes: number;
  /**
   * Behaviour when the queue is full. `refuse`: the sender gets a retryable error; use it for senders that can wait.
   * `block`: the source stops; use it for files, because lines wait in them, while their reader drops refused lines.
   */
  readonly whenFull: "refuse" | "block";
}

/** Sends metrics, logs and traces to the backend through a queue on disk that survives outages and restarts. */
export function otlpExporter(destination: DestinationPlan, queue: DiskQueue): Feature {
  const label = exporterLabel(destination);
  const { auth, name } = destination;
  return {
    egress: [`backend:${name}`],
    blocks: [
      component("otelcol.exporter.otlphttp", label, {
        comment: "Sends to the backend; undelivered telemetry waits on disk.",
        blocks: [
          block(
            "client",
            {
              endpoint: lateUrl(destination),
              ...(auth.kind === "none" ? {} : { auth: exported(`otelcol.auth.${auth.kind}`, label, "handler") }),
            },
            [
              // Saves a twelfth of the CPU compared with the default level, for 6 % more bytes.
              block("compression_params", { level: 1 }),
            ],
          ),
          // Never gives up: by default, a batch is dropped after five minutes, even if the queue has space.
          block("retry_on_failure", { max_elapsed_time: seconds(0) }),
          sendingQueue(queue),
        ],
      }),
      diskStorage,
      ...authentication(destination),
    ],
  };
}

function authentication(destination: DestinationPlan): readonly Block[] {
  const { auth } = destination;
  const label = exporterLabel(destination);
  switch (auth.kind) {
    case "basic":
      return [
        component("otelcol.auth.basic", label, {
          comment: "Reads the token from its file again whenever the Secret changes.",
          blocks: [
            basicAuth("client_auth", destination),
            // Alloy 1.19 requires server credentials even for a client. No receiver uses these, so they grant no access.
            block("htpasswd", { inline: "unused:unused" }),
          ],
        }),
      ];
    case "sigv4":
      return [
        component("otelcol.auth.sigv4", label, {
          comment: "Signs requests with the role of the pod's ServiceAccount.",
          attributes: { region: auth.region, service: auth.service },
        }),
      ];
    case "none":
      return [];
  }
}

/** Queued telemetry survives the process and, on a volume that outlives the pod, the pod. Each exporter has separate files. */
const diskStorage = component("otelcol.storage.file", "queue", {
  comment: "Stores the queue's files on a volume that outlives the pod.",
  attributes: { directory: `${STORAGE_DIRECTORY}/queue`, timeout: seconds(10) },
});

/**
 * Bytes of a request before compression. The limit is not in items: three thousand log lines can be 36 MB, ten such requests
 * would be in memory, and a backend with a limit of 4 MiB (Loki's default for one message) would always reject them.
 */
const REQUEST_BYTES = { least: 128 * 1024, most: 3 * 1024 ** 2 } as const;

/** Batches are formed when the queue is read, because a batch processor before the queue would hold telemetry only in memory. */
export function sendingQueue({ volumeBytes, whenFull }: DiskQueue): Block {
  const attributes = {
    storage: exported("otelcol.storage.file", "queue", "handler"),
    sizer: "bytes",
    queue_size: Math.floor(volumeBytes * QUEUE_SHARE_PER_SIGNAL),
    ...(whenFull === "block" ? { block_on_overflow: true } : {}),
  };
  const { least, most } = REQUEST_BYTES;
  const batch = block("batch", { flush_timeout: seconds(1), min_size: least, max_size: most, sizer: "bytes" });
  return block("sending_queue", attributes, [batch]);
}
