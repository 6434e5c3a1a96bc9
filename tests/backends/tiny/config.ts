import { z } from "zod";
import { field } from "../../../model/config/field.ts";

/** Replaces model/config/backend.ts: settings of the only kind here. */
export const backend = field(
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("tiny"),
      region: field(z.string().regex(/^[a-z]+-\d$/), {
        description: "Region.",
        expected: "a region",
        example: "south-1",
      }),
      replicas: field(z.int().min(1).default(1), { description: "Replicas.", expected: "a number", example: "2" }),
    }),
  ]),
  { description: "Where telemetry is stored.", expected: "a backend of kind tiny", example: "{ kind: tiny }" },
);

export type BackendConfig = z.output<typeof backend>;
