import { mebibytes, seconds } from "../ast.ts";
import type { Block, Reference } from "../ast.ts";
import { allSignalsTo, component, exported } from "../components.ts";
import type { Needs } from "../feature.ts";

/** Parts of the container's memory: refusing starts at limit minus spike. Source: sizing of k8s-monitoring's collectors. */
const LIMIT = 0.75;
const SPIKE = 0.15;

/** Refuses telemetry before the container runs out of memory; OTLP clients retry what was refused. */
export const memoryLimiter = {
  ports: [],
  rbac: [],
  egress: [],
  input: exported("otelcol.processor.memory_limiter", "default", "input"),
  blocks: (memoryMebibytes: number, next: Reference): Block[] => [
    component("otelcol.processor.memory_limiter", "default", {
      comment: "Refuses with a retryable error before the container runs out of memory.",
      attributes: {
        check_interval: seconds(1),
        limit: mebibytes(Math.floor(memoryMebibytes * LIMIT)),
        spike_limit: mebibytes(Math.floor(memoryMebibytes * SPIKE)),
      },
      blocks: [allSignalsTo(next)],
    }),
  ],
} satisfies Needs & { input: Reference; blocks: unknown };
