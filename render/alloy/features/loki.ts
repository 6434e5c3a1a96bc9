import { milliseconds } from "../language/ast.ts";
import type { Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";

type Label = "pods" | "events";

export const logsReceiver = (label: Label): Reference => exported("otelcol.receiver.loki", label, "receiver");

/**
 * Takes lines into the durable path. Without the batch each line would be a transaction of the queue on disk: measured five
 * times the CPU. A batch is lost with the process only if the file's position was saved within the same 200 ms.
 */
export const lokiToOtlp = (label: Label, resourceLabels: readonly string[], next: Outputs): Feature => ({
  blocks: [
    component("otelcol.receiver.loki", label, {
      comment: "Log lines, from here on the way of the pushed ones: through the queue on disk.",
      blocks: [outputTo({ logs: [exported("otelcol.processor.batch", label, "input")] })],
    }),
    component("otelcol.processor.batch", label, {
      comment: "Many lines at a time, but not more than 16 MiB of the longest.",
      attributes: { timeout: milliseconds(200), send_batch_size: 500, send_batch_max_size: 1000 },
      blocks: [outputTo({ logs: [exported("otelcol.processor.groupbyattrs", label, "input")] })],
    }),
    component("otelcol.processor.groupbyattrs", label, {
      comment: "What a line belongs to, once for all lines of a container.",
      attributes: { keys: resourceLabels },
      blocks: [outputTo(next)],
    }),
  ],
});
