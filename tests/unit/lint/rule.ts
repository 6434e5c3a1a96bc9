/** What is checked of every subject of a kind: a board, a query, an alert. */
export interface LintRule<Subject> {
  /** As the tool calls it that the rule comes from. */
  readonly name: string;
  readonly from: "dashboard-linter" | "gcx" | "pint" | "own";
  /** What it demands, in a line; part of docs/dashboards.md. */
  readonly demands: string;
  /** What is wrong, one line each. */
  readonly check: (subject: Subject) => readonly string[];
}

export const complain = (wrong: boolean, problem: string): readonly string[] => (wrong ? [problem] : []);
