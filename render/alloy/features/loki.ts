import { milliseconds } from "../language/ast.ts";
import type { Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";

type Label = "pods" | "events";

export const logsReceiver = (label: Label): Reference => exported("otelcol.receiver.loki", label, "receiver");

/**
 * Moves lines to the durable path. Without batches, each line would be a transaction of the queue on disk, which takes five
 * times the CPU (measured). If the process dies, a batch is lost only if the file's position was saved within the same 200 ms.
 */
export const lokiToOtlp = (label: Label, resourceLabels: readonly string[], next: Outputs): Feature => ({
  blocks: [
    component("otelcol.receiver.loki", label, {
      comment: "Receives log lines. From here on they take the same path as pushed logs, through the queue on disk.",
      blocks: [outputTo({ logs: [exported("otelcol.processor.batch", label, "input")] })],
    }),
    component("otelcol.processor.batch", label, {
      comment: "Batches lines, up to 16 MiB if all lines have the maximum length.",
      attributes: { timeout: milliseconds(200), send_batch_size: 500, send_batch_max_size: 1000 },
      blocks: [outputTo({ logs: [exported("otelcol.processor.groupbyattrs", label, "input")] })],
    }),
    component("otelcol.processor.groupbyattrs", label, {
      comment: "Moves the attributes that identify the source of lines to their resource.",
      attributes: { keys: resourceLabels },
      blocks: [outputTo(next)],
    }),
  ],
});
