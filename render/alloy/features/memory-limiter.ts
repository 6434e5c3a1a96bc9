import { mebibytes, seconds } from "../language/ast.ts";
import type { Reference } from "../language/ast.ts";
import { component, exported, outputTo } from "../language/components.ts";
import type { Outputs } from "../language/components.ts";
import type { Feature } from "./feature.ts";

/**
 * Shares of the container's memory. The limiter starts to refuse at limit minus spike. That must be above GOMEMLIMIT
 * (../values.ts), because the limiter counts garbage, which Go collects only from GOMEMLIMIT on.
 */
const LIMIT = 0.85;
const SPIKE = 0.15;

type Label = "pushed" | "scraped";

export const memoryLimiterInput = (label: Label): Reference =>
  exported("otelcol.processor.memory_limiter", label, "input");

/** Refuses telemetry before the container runs out of memory. OTLP clients retry refused requests. */
export const memoryLimiter = (label: Label, memoryMebibytes: number, next: Outputs): Feature => ({
  blocks: [
    component("otelcol.processor.memory_limiter", label, {
      comment: "Refuses telemetry with a retryable error before the container runs out of memory.",
      attributes: {
        check_interval: seconds(1),
        limit: mebibytes(Math.floor(memoryMebibytes * LIMIT)),
        spike_limit: mebibytes(Math.floor(memoryMebibytes * SPIKE)),
      },
      blocks: [outputTo(next)],
    }),
  ],
});
