import type { Readable } from "../../../model/check/readable.ts";
import type { Problem } from "../../../model/problem.ts";
import type { BackendConfig } from "./config.ts";

/** Replaces model/backends/kinds.ts. */
export const BACKEND_KINDS = {
  tiny: {
    secrets: ["tinyPassword"],
    problems: ({ region, replicas }: Readable<BackendConfig>): readonly Problem[] =>
      region === "north-1" && replicas !== undefined && replicas > 1
        ? [{ path: "backend.replicas", expected: "1 in north-1", got: String(replicas), fix: "choose another region" }]
        : [],
    tokenOverlap: () => 1,
  },
};
