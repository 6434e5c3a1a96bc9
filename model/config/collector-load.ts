import { z } from "zod";
import { field } from "./field.ts";

const rate = (meta: { description: string; expected: string; example: string }) =>
  field(z.number().min(0).optional(), { ...meta, description: `${meta.description} Default: derived from \`nodes\`.` });

/** Number of nodes of each preset. All other numbers are derived from it. */
export const LOAD_PRESETS = { small: 3, medium: 50, large: 500 } as const;

/** What the whole environment is expected to send. model/collector/sizing.ts derives the sizes from it. */
export const load = field(
  z
    .union([
      z.enum(["small", "medium", "large"]),
      z.strictObject({
        nodes: field(z.int().min(1).max(5000).default(LOAD_PRESETS.small), {
          description: "Number of nodes in the cluster.",
          expected: "a whole number from 1 to 5000",
          example: "12",
        }),
        series: rate({
          description: "Active series of the applications, both pushed and scraped.",
          expected: "a non-negative number of series",
          example: "50000",
        }),
        logMebibytesPerSecond: rate({
          description: "Log volume of all pods and applications, in MiB/s.",
          expected: "a non-negative number of MiB/s",
          example: "0.5",
        }),
        spansPerSecond: rate({
          description: "Spans per second from all applications.",
          expected: "a non-negative number of spans per second",
          example: "2000",
        }),
        profilesPerSecond: rate({
          description: "Profiles per second from all applications.",
          expected: "a non-negative number of profiles per second",
          example: "5",
        }),
      }),
    ])
    .default("small"),
  {
    description:
      "Expected load: `small` (3 nodes), `medium` (50), `large` (500), or an object with your numbers. Replicas, CPU, memory and volumes are derived from it.",
    expected: "small, medium, large, or an object with nodes and rates",
    example: "medium",
  },
);
