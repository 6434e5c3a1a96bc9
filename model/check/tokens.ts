import { TOKEN_OVERLAP } from "../config/grafana-cloud.ts";
import { goDuration } from "../duration.ts";
import type { Problem } from "../problem.ts";
import type { Settings } from "./input.ts";

/** A token has to live longer than the time in which it is replaced. */
export function tokenProblems({ backend }: Settings): Problem[] {
  const { lifetime, overlap } = backend?.tokens ?? {};
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
