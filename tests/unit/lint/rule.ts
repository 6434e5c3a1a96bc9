/** A check of every subject of a kind: a dashboard, a query, an alert. */
export interface LintRule<Subject> {
  /** Its name in the tool that it comes from. */
  readonly name: string;
  readonly from: "dashboard-linter" | "gcx" | "pint" | "own";
  /** What it demands, in one line; part of docs/dashboards.md. */
  readonly demands: string;
  /** The problems it finds, one line each. */
  readonly check: (subject: Subject) => readonly string[];
}

export const complain = (wrong: boolean, problem: string): readonly string[] => (wrong ? [problem] : []);
