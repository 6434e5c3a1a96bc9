import type { Readable } from "../check/readable.ts";
import type { BackendConfig } from "../config/backend.ts";
import type { Problem } from "../problem.ts";
import { BOOTSTRAP_TOKEN } from "./grafana-cloud.ts";
import { overlapProblems, overlapShare } from "./token-overlap.ts";

/** What settings are checked against, and what else they decide, by kind of backend. */
export interface BackendKind<Kind extends BackendConfig["kind"]> {
  /** Keys of the secrets that it needs. */
  readonly secrets: readonly string[];
  /** Rules between its settings. */
  readonly problems: (settings: Readable<Extract<BackendConfig, { kind: Kind }>>) => readonly Problem[];
  /** Time in which its tokens are replaced, as a share of the default: what rules on their expiry compare is for that. */
  readonly tokenOverlap: (config: Extract<BackendConfig, { kind: Kind }>) => number;
}

export const BACKEND_KINDS: { readonly [Kind in BackendConfig["kind"]]: BackendKind<Kind> } = {
  "grafana-cloud": {
    secrets: [BOOTSTRAP_TOKEN],
    problems: ({ tokens }) => overlapProblems(tokens ?? {}),
    tokenOverlap: ({ tokens }) => overlapShare(tokens.overlap),
  },
};
