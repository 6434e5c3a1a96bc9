/** A history of metrics, and the alerts that fire at one point of it, with the value they show. */
export interface Case {
  readonly name: string;
  /** Labels that distinguish the firing alerts from others of the same rule. */
  readonly labels: Readonly<Record<string, string>>;
  /** Values by series, in promtool's notation, one a minute. */
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  /** Alerts that must fire, by name, with their summary. */
  readonly firing: Readonly<Record<string, string>>;
  /** Alerts that must not fire. */
  readonly quiet: readonly string[];
  /**
   * What the case shows besides firing and quiet, for the alerts it names; coverage.test.ts requires it where it applies.
   * @default - from its name: "low traffic", "missing", "recovers"
   */
  readonly covers?: readonly Special[];
}

/**
 * `low-traffic`: too few events for a share or a quantile to be meaningful. `missing-series`: a series that the rule reads is
 * missing. `recovery`: the problem has ended, and so has the time for which the rule keeps firing.
 */
export type Special = "low-traffic" | "missing-series" | "recovery";
