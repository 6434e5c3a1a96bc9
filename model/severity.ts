/** How much an alert matters: `critical` hurts users or money now, `warning` will, or hurts a part, `info` is worth knowing. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How much is watched, each tier with those before it: `essential` fits a plan of a hundred rules. */
export const TIERS = ["essential", "standard", "full"] as const;
export type Tier = (typeof TIERS)[number];
