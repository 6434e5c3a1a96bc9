import { durationSeconds, goDuration } from "../duration.ts";
import type { Problem } from "../problem.ts";
import { TOKEN_LIFETIME, TOKEN_OVERLAP } from "../config/grafana-cloud.ts";
import { textAt } from "./input.ts";

const PATH = ["backend", "tokens"] as const;

/** A token has to live longer than the time in which it is replaced. */
export function tokenProblems(settings: unknown): Problem[] {
  const lifetime = textAt(settings, ...PATH, "lifetime") ?? TOKEN_LIFETIME;
  const given = textAt(settings, ...PATH, "overlap");
  const life = durationSeconds(lifetime);
  const overlap = durationSeconds(given ?? TOKEN_OVERLAP);
  if (!life || !overlap || overlap < life) return [];
  return [
    {
      path: "backend.tokens.overlap",
      expected: `less than the lifetime "${lifetime}"`,
      got: given === undefined ? `the default "${TOKEN_OVERLAP}"` : `"${given}"`,
      fix: `pulumi config set --path 'observability:backend.tokens.overlap' ${goDuration(Math.floor(life / 2))}`,
    },
  ];
}
