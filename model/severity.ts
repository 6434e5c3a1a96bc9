/** Urgency of an alert: `critical` hurts users or money now; `warning` will, or affects only a part; `info` is worth knowing. */
export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How many rules are published. Each tier includes those before it; `essential` fits a plan limited to a hundred rules. */
export const TIERS = ["essential", "standard", "full"] as const;
export type Tier = (typeof TIERS)[number];
