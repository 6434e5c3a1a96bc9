import { z } from "zod";
import { duration, DURATION_EXPECTED, field } from "./field.ts";

const percent = (description: string) =>
  field(z.number().gt(0).lt(100), { description, expected: "a number above 0 and below 100", example: "10" });

/** Of the span statuses, only errors can be kept: a policy on a status that successful spans have would keep every trace. */
const tail = z.strictObject({
  kind: z.literal("tail"),
  decisionWait: field(duration().prefault("10s"), {
    description: "How long to wait for the spans of a trace. Until then they are held in memory.",
    expected: DURATION_EXPECTED,
    example: "15s",
  }),
  tracesPerSecond: field(z.number().positive(), {
    description:
      "New traces per second in the whole environment. Determines how many traces a sampler can hold in memory.",
    expected: "a positive number",
    example: "200",
  }),
  replicas: field(z.int().min(1).max(20).default(2), {
    description: "Number of sampler pods. Changing it splits traces across pods for one decision wait.",
    expected: "a whole number from 1 to 20",
    example: "3",
  }),
  keepErrors: field(z.boolean().default(true), {
    description: "Keep every trace with a failed span.",
    expected: "true or false",
    example: "false",
  }),
  keepSlowerThan: field(duration().optional(), {
    description: "Keep every trace that takes longer than this. Default: none.",
    expected: DURATION_EXPECTED,
    example: "1s",
  }),
  percent: percent("Percentage of all other traces to keep."),
});

export const sampling = field(
  z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("none") }),
      z.strictObject({
        kind: z.literal("probabilistic"),
        percent: percent(
          "Percentage of traces to keep, chosen by trace id so that the spans of a trace stay together.",
        ),
      }),
      tail,
    ])
    .prefault({ kind: "none" }),
  {
    description:
      "Which traces are kept: all (`none`), a percentage (`probabilistic`), or a selection by what happened in them (`tail`, which adds sampler pods that see whole traces).",
    expected: "sampling of kind none, probabilistic or tail",
    example: "{ kind: probabilistic, percent: 10 }",
  },
);
