import type { Config } from "../config/index.ts";
import { secondsIn } from "../duration.ts";
import { TOKEN_OVERLAP } from "../config/grafana-cloud.ts";

type Kind = Config["backend"]["kind"];

/** What the settings of each kind of backend need beside them. */
export interface BackendKind {
  /** Keys of its secrets. */
  readonly secrets: readonly string[];
}

/** The one token that is made by hand; everything else is minted with it. */
export const BOOTSTRAP_TOKEN = "grafanaCloudToken";

export const BACKEND_KINDS: Readonly<Record<Kind, BackendKind>> = {
  "grafana-cloud": { secrets: [BOOTSTRAP_TOKEN] },
};

/** Keys of the secrets of all kinds. */
export const BACKEND_SECRETS: readonly string[] = Object.values(BACKEND_KINDS).flatMap(({ secrets }) => secrets);

/** Share of the default overlap that tokens of a backend have: rules on their expiry are stated for the default. */
export const tokenOverlap = (backend: Config["backend"]): number =>
  backend.tokens.overlap.seconds / secondsIn(TOKEN_OVERLAP);
