import { z } from "zod";
import { duration, DURATION_EXPECTED, field } from "./field.ts";

const percent = (description: string) =>
  field(z.number().gt(0).lt(100), { description, expected: "a number above 0 and below 100", example: "10" });

/** A status every successful span has is no member of `statuses`: a policy that keeps everything is no sampling. */
const tail = z.strictObject({
  kind: z.literal("tail"),
  decisionWait: field(duration().prefault("10s"), {
    description: "Time for the spans of a trace to arrive; they wait in memory.",
    expected: DURATION_EXPECTED,
    example: "15s",
  }),
  tracesPerSecond: field(z.number().positive(), {
    description: "New traces per second in the whole environment; memory follows from it.",
    expected: "a number above 0",
    example: "200",
  }),
  replicas: field(z.int().min(1).max(20).default(2), {
    description: "Sampler pods. Changing it splits traces for one decision wait.",
    expected: "a whole number from 1 to 20",
    example: "3",
  }),
  keepErrors: field(z.boolean().default(true), {
    description: "Keep every trace with a failed span.",
    expected: "true or false",
    example: "false",
  }),
  keepSlowerThan: field(duration().optional(), {
    description: "Keep every trace that takes longer. Default: none.",
    expected: DURATION_EXPECTED,
    example: "1s",
  }),
  percent: percent("Share of all other traces that is kept."),
});

export const sampling = field(
  z
    .discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("none") }),
      z.strictObject({
        kind: z.literal("probabilistic"),
        percent: percent("Share of traces that is kept, chosen by trace id: spans of one trace stay together."),
      }),
      tail,
    ])
    .prefault({ kind: "none" }),
  {
    description:
      "Which traces are kept: all (`none`), a share (`probabilistic`), or by what happened in them (`tail`; adds sampler pods that see whole traces).",
    expected: "sampling of kind none, probabilistic or tail",
    example: "{ kind: probabilistic, percent: 10 }",
  },
);
