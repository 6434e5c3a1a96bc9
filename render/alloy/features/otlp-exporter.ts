import { block, seconds } from "../language/ast.ts";
import type { Block } from "../language/ast.ts";
import { component, exported } from "../language/components.ts";
import { QUEUE_SHARE_PER_SIGNAL } from "../../../model/collector/sizing.ts";
import type { DestinationPlan } from "../../../model/backends/destinations.ts";
import { basicAuth, exporterLabel, lateUrl } from "./destination.ts";
import type { Feature } from "./feature.ts";
import { STORAGE_DIRECTORY } from "../plan.ts";

export interface DiskQueue {
  /** Room there is for all three signals' queues. */
  readonly volumeBytes: number;
  /**
   * What happens when it is full. `refuse`: the sender gets a retryable error, right for whoever can wait.
   * `block`: the source stands still, right for files, which wait by themselves, and whose reader drops what is refused.
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
        comment: "Sends to the backend; what is not delivered yet waits on disk.",
        blocks: [
          block(
            "client",
            {
              endpoint: lateUrl(destination),
              ...(auth.kind === "none" ? {} : { auth: exported(`otelcol.auth.${auth.kind}`, label, "handler") }),
            },
            [
              // A twelfth of the CPU less than the default level for 6 % more bytes.
              block("compression_params", { level: 1 }),
            ],
          ),
          // Never give up: the default drops a batch after five minutes, however much room the queue has.
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
          comment: "The token is read from its file again whenever the Secret changes.",
          blocks: [
            basicAuth("client_auth", destination),
            // Alloy 1.19 refuses a client without server credentials; these admit nobody, no receiver uses them.
            block("htpasswd", { inline: "unused:unused" }),
          ],
        }),
      ];
    case "sigv4":
      return [
        component("otelcol.auth.sigv4", label, {
          comment: "Signs with the role of the pod's service account.",
          attributes: { region: auth.region, service: auth.service },
        }),
      ];
    case "none":
      return [];
  }
}

/** What is queued survives the process and, on a volume that outlives the pod, the pod. Each exporter has files of its own in it. */
const diskStorage = component("otelcol.storage.file", "queue", {
  comment: "The queue's files, on a volume that outlives the pod.",
  attributes: { directory: `${STORAGE_DIRECTORY}/queue`, timeout: seconds(10) },
});

/**
 * Bytes of a request before compression. Not items: three thousand log lines may be 36 MB, of which ten requests would be in
 * memory, and a backend that takes no more than 4 MiB (Loki's default for one message) refuses them for good.
 */
const REQUEST_BYTES = { least: 128 * 1024, most: 3 * 1024 ** 2 } as const;

/** Batches are formed when the queue is read: a batch processor in front would hold telemetry in memory only. */
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
