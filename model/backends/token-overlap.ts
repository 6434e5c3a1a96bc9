import { TOKEN_OVERLAP } from "../config/grafana-cloud.ts";
import { goDuration, secondsIn, type Duration } from "../duration.ts";
import type { Problem } from "../problem.ts";

interface Tokens {
  readonly lifetime?: Duration | undefined;
  readonly overlap?: Duration | undefined;
}

/** Checks that tokens live longer than their overlap. */
export function overlapProblems({ lifetime, overlap }: Tokens): readonly Problem[] {
  if (lifetime === undefined || overlap === undefined || overlap.seconds < lifetime.seconds) return [];
  return [
    {
      path: "backend.tokens.overlap",
      expected: `less than the lifetime "${lifetime.text}"`,
      got: `${overlap.text === TOKEN_OVERLAP ? "the default " : ""}"${overlap.text}"`,
      fix: `pulumi config set --path 'observability:backend.tokens.overlap' ${goDuration(Math.floor(lifetime.seconds / 2))}`,
    },
  ];
}

/** An overlap as a fraction of the default. */
export const overlapShare = (overlap: Duration): number => overlap.seconds / secondsIn(TOKEN_OVERLAP);
