/** One history of metrics and the alerts that fire at a moment of it, with the value they show. */
export interface Case {
  readonly name: string;
  /** What tells the firing alerts from others of the same rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** Values by series, in promtool's notation, one a minute. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Alerts that must fire, by name, with their summary. */
  readonly firing: Readonly<Record<string, string>>;
  /** Alerts that must not. */
  readonly quiet: readonly string[];
  /**
   * What it shows beside firing and quiet, for the alerts it names; coverage.test.ts asks for it where it applies.
   * @default - by its name: "low traffic", "missing", "recovers"
   */
  readonly covers?: readonly Special[];
}

/**
 * `low-traffic`: too little happens for a share or a quantile to mean something. `missing-series`: something that the rule reads is not
 * there. `recovery`: what was wrong has ended, and the time for which it keeps firing, too.
 */
export type Special = "low-traffic" | "missing-series" | "recovery";
