import { z } from "zod";
import { field } from "./field.ts";

const rate = (meta: { description: string; expected: string; example: string }) =>
  field(z.number().min(0).optional(), { ...meta, description: `${meta.description} Default: follows from \`nodes\`.` });

/** Nodes of each preset; everything else follows from them. */
export const LOAD_PRESETS = { small: 3, medium: 50, large: 500 } as const;

/** What the whole environment is expected to send. model/collector/sizing.ts makes sizes of it. */
export const load = field(
  z
    .union([
      z.enum(["small", "medium", "large"]),
      z.strictObject({
        nodes: field(z.int().min(1).max(5000).default(LOAD_PRESETS.small), {
          description: "Nodes of the cluster.",
          expected: "a whole number from 1 to 5000",
          example: "12",
        }),
        series: rate({
          description: "Active series of the applications, pushed and scraped.",
          expected: "a number of series from 0",
          example: "50000",
        }),
        logMebibytesPerSecond: rate({
          description: "Log lines of all pods and applications, in MiB/s.",
          expected: "a number of MiB/s from 0",
          example: "0.5",
        }),
        spansPerSecond: rate({
          description: "Spans of all applications.",
          expected: "a number of spans per second from 0",
          example: "2000",
        }),
        profilesPerSecond: rate({
          description: "Profiles of all applications.",
          expected: "a number of profiles per second from 0",
          example: "5",
        }),
      }),
    ])
    .default("small"),
  {
    description:
      "Expected load, from which replicas, CPU, memory and volumes follow: `small` (3 nodes), `medium` (50), `large` (500), or numbers of your own.",
    expected: "small, medium, large, or an object with nodes and rates",
    example: "medium",
  },
);
