import type { Readable } from "../check/readable.ts";
import type { BackendConfig } from "../config/backend.ts";
import type { Problem } from "../problem.ts";
import { BOOTSTRAP_TOKEN } from "./grafana-cloud.ts";
import { overlapProblems, overlapShare } from "./token-overlap.ts";

/** Checks and derived values for the settings of a kind of backend. */
export interface BackendKind<Kind extends BackendConfig["kind"]> {
  /** Secret keys that it needs. */
  readonly secrets: readonly string[];
  /** Checks rules between its settings. */
  readonly problems: (settings: Readable<Extract<BackendConfig, { kind: Kind }>>) => readonly Problem[];
  /** Token overlap as a fraction of the default. Thresholds of expiry rules are written for the default and scaled by it. */
  readonly tokenOverlap: (config: Extract<BackendConfig, { kind: Kind }>) => number;
}

export const BACKEND_KINDS: { readonly [Kind in BackendConfig["kind"]]: BackendKind<Kind> } = {
  "grafana-cloud": {
    secrets: [BOOTSTRAP_TOKEN],
    problems: ({ tokens }) => overlapProblems(tokens ?? {}),
    tokenOverlap: ({ tokens }) => overlapShare(tokens.overlap),
  },
};
