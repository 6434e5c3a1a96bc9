/** A problem in the user's input, reported so that it can be fixed without reading code. */
export interface Problem {
  /** Location, as the user wrote it: `backend.tokens.overlap`. */
  readonly path: string;
  readonly expected: string;
  /** What was given; never a secret value. */
  readonly got: string;
  /** What to write or run. */
  readonly fix: string;
}

/** A problem outside the configuration: the backend or the cluster cannot be reached or used. */
export interface Obstacle extends Problem {
  /** Whether it also stops a preview, or is only a warning there. */
  readonly inPreview: "stop" | "warn";
}

/** Formats all problems as one message: a title line, then `path: expected …, got …` with a `fix:` line each. */
export function describeProblems(subject: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.flatMap(({ path, expected, got, fix }) => [
    `  ${path}: expected ${expected}, got ${got}`,
    `    fix: ${fix}`,
  ]);
  return [`${subject} has ${count}`, ...lines].join("\n");
}

export const problemIf = (wrong: boolean, problem: Problem): readonly Problem[] => (wrong ? [problem] : []);

/** A value as YAML would show it, shortened. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
